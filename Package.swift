// swift-tools-version: 6.2
import PackageDescription

/// Every target is Swift 6 with warnings as errors; `MemberImportVisibility` and
/// `InternalImportsByDefault` make each file say which module it uses, so that the arrows in
/// ARCHITECTURE.md are what the compiler checks.
let house: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What tests run most is optimised in debug builds as well: the simulated exchange, and what reads and keeps responses.
let hot: [SwiftSetting] =
  house + [
    .unsafeFlags(["-O"], .when(configuration: .debug))
  ]

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "bnus-replay",
  products: [.executable(name: "bnus-replay", targets: ["bnus-replay"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLMDB", path: "Sources/CLibraries/CLMDB", pkgConfig: "lmdb",
      providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(
      name: "CZstd", path: "Sources/CLibraries/CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/CLibraries/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/CLibraries/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CCurl", path: "Sources/CLibraries/CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/CLibraries/CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .target(name: "CLinux", path: "Sources/CLibraries/CLinux"),
    .target(
      name: "CSimdJSON", path: "Sources/CLibraries/CSimdJSON",
      linkerSettings: [.linkedLibrary("simdjson")]),

    .target(name: "Platform", dependencies: ["CLinux", system], swiftSettings: house),
    .target(name: "Files", dependencies: ["Platform", system], swiftSettings: house),
    .target(name: "EventModel", dependencies: ["CCrypto", "Platform"], swiftSettings: hot),
    .target(
      name: "EventLog", dependencies: ["CLMDB", "CZstd", "EventModel", "Files", "Platform", system],
      swiftSettings: house),
    .target(name: "JSONView", dependencies: ["CSimdJSON", "Platform"], swiftSettings: hot),
    .target(name: "BinanceUS", dependencies: ["EventModel", "JSONView", "Platform"], swiftSettings: house),
    .target(
      name: "Ingest",
      dependencies: ["BinanceUS", "CCurl", "EventLog", "EventModel", "JSONView", "Platform", system],
      swiftSettings: house),
    .target(
      name: "Projections", dependencies: ["BinanceUS", "EventModel", "JSONView", "Platform"],
      swiftSettings: house),
    .target(
      name: "Replay", dependencies: ["BinanceUS", "EventLog", "EventModel", "Projections"],
      swiftSettings: house),
    .target(
      name: "Sinks",
      dependencies: ["CSQLite", "EventModel", "Files", "Platform", "Projections", "Replay", system],
      swiftSettings: house),
    .target(
      name: "Audit",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "JSONView", "Platform", "Projections", "Replay", "Sinks",
        "CCrypto",
      ],
      swiftSettings: house),
    .target(
      name: "Interchange",
      dependencies: [
        "BinanceUS", "CZlib", "EventLog", "EventModel", "Files", "JSONView", "Platform", system,
      ],
      swiftSettings: house),
    .target(
      name: "Playback",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "JSONView", "Platform",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: house),
    .executableTarget(
      name: "bnus-replay",
      dependencies: [
        "Audit", "BinanceUS", "EventLog", "EventModel", "Files", "Ingest", "Interchange",
        "JSONView", "Platform", "Playback",
        "Projections", "Replay", "Sinks",
        arguments, system,
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house),

    .target(
      name: "SimulatedExchange", path: "Tests/Support/SimulatedExchange", swiftSettings: hot),
    .target(
      name: "SimulatedExchangeServer",
      dependencies: [
        "SimulatedExchange", "CZlib", "CCrypto",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/Support/SimulatedExchangeServer", swiftSettings: house),
    .executableTarget(
      name: "simulated-exchange",
      dependencies: ["SimulatedExchange", "SimulatedExchangeServer", arguments],
      path: "Tests/Support/SimulatedExchangeCommand", swiftSettings: house),
    .target(
      name: "TestKit",
      dependencies: [
        "BinanceUS", "CSQLite", "EventLog", "EventModel", "JSONView", "Projections", "Replay",
        "SimulatedExchange", "Sinks",
      ], path: "Tests/Support/TestKit", swiftSettings: house),

    .executableTarget(
      name: "bnus-bench",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "Interchange", "JSONView", "SimulatedExchange", arguments,
      ],
      path: "Benchmarks/bnus-bench", swiftSettings: house),
    .executableTarget(
      name: "record-fixtures",
      dependencies: [
        "EventLog", "EventModel", "Ingest", "Interchange", "Platform", "SimulatedExchange",
        "SimulatedExchangeServer",
      ],
      path: "Tests/Support/RecordFixtures", swiftSettings: house),

    .target(
      name: "SyncKit",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "Ingest", "Platform", "SimulatedExchange",
        "SimulatedExchangeServer", "TestKit",
      ], path: "Tests/Support/SyncKit", swiftSettings: house),
    .target(
      name: "CommandKit",
      path: "Tests/Support/CommandKit", swiftSettings: house),
    .target(
      name: "CampaignKit",
      dependencies: [
        "BinanceUS", "CommandKit", "CZlib", "EventLog", "EventModel", "Interchange", "SimulatedExchange",
      ],
      path: "Tests/Campaign/Kit",
      swiftSettings: house),
    .executableTarget(
      name: "campaign", dependencies: ["CampaignKit", "EventLog", "EventModel", arguments],
      path: "Tests/Campaign/Command",
      swiftSettings: house),
    .testTarget(
      name: "CampaignTests",
      dependencies: [
        "Audit", "BinanceUS", "CampaignKit", "CommandKit", "EventLog", "EventModel", "Interchange",
        "JSONView",
        "bnus-replay",
        "campaign", "simulated-exchange",
      ],
      path: "Tests/Campaign/Short", swiftSettings: house),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "bnus-replay", "CommandKit", "EventLog", "EventModel", "JSONView", "SimulatedExchange",
        "SimulatedExchangeServer",
        arguments,
      ],
      exclude: ["Formats", "Queries"], swiftSettings: house),
    .testTarget(
      name: "HouseTests",
      dependencies: ["bnus-replay", "CommandKit", "record-fixtures", "simulated-exchange"],
      swiftSettings: house
    ),
    .testTarget(
      name: "FilesTests", dependencies: ["CommandKit", "Files"], swiftSettings: house),
    .testTarget(
      name: "EventLogTests", dependencies: ["EventLog", "EventModel", "Files"], swiftSettings: house),
    .testTarget(
      name: "IngestTests",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "Ingest", "Interchange", "Platform", "Projections", "Replay",
        "SimulatedExchange",
        "SimulatedExchangeServer", "Sinks", "TestKit", "bnus-replay",
      ], exclude: ["Transport/fixture_server.py"],
      swiftSettings: house),
    .testTarget(
      name: "IngestPlanTests",
      dependencies: ["BinanceUS", "EventLog", "EventModel", "Ingest", "Platform", "TestKit"],
      swiftSettings: house),
    .testTarget(name: "PlatformTests", dependencies: ["Platform"], swiftSettings: house),
    .testTarget(name: "JSONViewTests", dependencies: ["JSONView", "Platform"], swiftSettings: house),
    .testTarget(
      name: "SimulatedExchangeTests", dependencies: ["SimulatedExchange"], swiftSettings: house),
    .testTarget(
      name: "SimulatedExchangeServerTests",
      dependencies: ["SimulatedExchange", "SimulatedExchangeServer", "simulated-exchange", "CCrypto"],
      swiftSettings: house),
    .testTarget(
      name: "BinanceUSTests",
      dependencies: ["BinanceUS", "EventLog", "EventModel", "JSONView", "Platform", "TestKit"],
      swiftSettings: house),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: [
        "BinanceUS", "EventLog", "EventModel", "JSONView", "Projections", "Replay", "SimulatedExchange",
        "Sinks", "TestKit",
      ], exclude: ["Contract"], swiftSettings: house),
    .testTarget(
      name: "SinksTests",
      dependencies: [
        "BinanceUS", "CSQLite", "EventLog", "EventModel", "Files", "Interchange", "Projections", "Replay",
        "SimulatedExchange",
        "Sinks",
        "TestKit",
      ], swiftSettings: house),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "BinanceUS", "CommandKit", "EventLog", "EventModel", "Ingest", "Interchange", "JSONView",
        "Playback",
        "Projections", "Replay",
        "SimulatedExchange", "SimulatedExchangeServer", "Sinks", "SyncKit", "TestKit", "bnus-replay",
      ], exclude: ["Proof/Vectors"], swiftSettings: house),
    .testTarget(
      name: "PlaybackTests",
      dependencies: [
        "BinanceUS", "CommandKit", "EventLog", "EventModel", "Ingest", "Interchange", "JSONView", "Playback",
        "Projections", "Replay",
        "SimulatedExchange", "SimulatedExchangeServer", "Sinks", "SyncKit", "TestKit", "bnus-replay",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
      ], exclude: ["Recipes/recipe.py", "Recipes/requirements.txt"], swiftSettings: house),
    .testTarget(
      name: "InterchangeTests",
      dependencies: [
        "EventLog", "EventModel", "Interchange", "JSONView", "Projections", "Replay", "SimulatedExchange",
        "TestKit",
      ], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// The program that feeds the parsers by coverage is there when it is wanted: it links with libFuzzer alone, which
// `make campaign` passes to the compiler.
if Context.environment["BNUS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: ["Audit", "BinanceUS", "EventLog", "EventModel", "Interchange", "JSONView"],
      path: "Tests/Campaign/Fuzz", exclude: ["Corpus"], swiftSettings: house))
}
