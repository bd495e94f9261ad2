public import Foundation

/// A directory of its own for a test, in which the built program runs as a user would run it.
public final class Workplace: Sendable {
  /// Where it is.
  public let path: String

  /// The program, beside the test bundle.
  public static let program: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path + "/bnus-replay"
  }()

  public init() throws {
    path = FileManager.default.temporaryDirectory.path + "/bnus-\(UUID().uuidString.prefix(13))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// One that many tests share: it is removed when the process ends.
  public static func shared() throws -> Workplace {
    let place = try Workplace()
    LeftAtExit.remove(place.path)
    return place
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in it.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether something of this name is in it.
  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The size of a file in it; 0 where there is none.
  public func size(_ name: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// Writes a file in it.
  public func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
  }

  /// The bytes of a file in it.
  public func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  /// Runs `bnus-replay` in it to its end.
  public func run(
    _ arguments: String..., environment: [String: String] = [:], input: String = "/dev/null"
  ) throws -> Outcome {
    try run(arguments, environment: environment, input: input)
  }

  /// Runs `bnus-replay` in it to its end.
  public func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null"
  ) throws -> Outcome {
    try start(arguments, environment: environment, input: input).wait()
  }

  /// Starts `bnus-replay` in it.
  public func start(
    _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null"
  ) throws -> Child {
    try Child(
      Self.program, arguments, in: path, environment: Self.environment(environment), input: input)
  }

  /// Starts another program of the build in it.
  public func start(
    program: String, _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null"
  ) throws -> Child {
    let directory = URL(fileURLWithPath: Self.program).deletingLastPathComponent().path
    return try Child(
      "\(directory)/\(program)", arguments, in: path, environment: Self.environment(environment), input: input
    )
  }

  /// Runs a script of bash in it, with `bnus-replay` on the path; a pipe fails when a part does.
  public func shell(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    try Child(
      "/bin/bash", ["-c", "set -uo pipefail\n\(script)"], in: path,
      environment: Self.environment(environment)
    ).wait()
  }

  /// Runs a script of bash as `shell` does, where this machine's loopback is all that can be reached:
  /// in a network namespace of its own.
  public func alone(
    _ script: String, environment: [String: String] = [:], seconds: Double = 120
  ) throws -> Outcome {
    try Namespace.isThere.get()
    return try Child(
      "/usr/bin/env", Namespace.command + ["set -uo pipefail\n\(script)"], in: path,
      environment: Self.environment(environment)
    ).wait(seconds: seconds)
  }

  /// What `sqlite3` prints for a query of a file in it, line by line.
  public func query(_ file: String, _ sql: String) throws -> [String] {
    try Child(
      "/usr/bin/env", ["sqlite3", file, sql], in: path, environment: Self.environment([:])
    ).wait().lines
  }

  /// With an archive of every fixture, or of the first of them: a copy of one made once.
  public convenience init(fixtures: Int) throws {
    try self.init()
    let made = try Self.archives.value(of: fixtures)
    try FileManager.default.copyItem(atPath: made.path("archive"), toPath: path("archive"))
  }

  private static let archives = Prepared()

  /// Imports every fixture, or the first of them.
  @discardableResult
  public func importFixtures(_ count: Int = Repository.fixtures.count) throws -> Outcome {
    try run(["import"] + Repository.fixtures.prefix(count))
  }

  private static func environment(_ more: [String: String]) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment
    var environment = ["SWIFT_BACKTRACE": "enable=no"]
    for name in ["HOME", "LD_LIBRARY_PATH", "TMPDIR"] { environment[name] = inherited[name] }
    let directory = URL(fileURLWithPath: program).deletingLastPathComponent().path
    environment["PATH"] = "\(directory):\(inherited["PATH"] ?? "/usr/bin:/bin")"
    return environment.merging(more) { $1 }
  }
}

/// A network namespace that has loopback and nothing else.
private enum Namespace {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  static let command = [
    "unshare", "--map-root-user", "--net", "/bin/bash", "-c", "ip link set lo up && exec /bin/bash -c \"$0\"",
  ]

  /// Throws what keeps this machine from having one.
  static let isThere = Result<Void, any Error> {
    let directory = FileManager.default.temporaryDirectory.path
    let outcome = try Child(
      "/usr/bin/env", command + ["true"], in: directory,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin:/usr/sbin:/sbin"]
    ).wait()
    guard outcome.code == 0 else {
      throw Missing(
        description: """
          this test needs a network namespace: `unshare --map-root-user --net` (util-linux, and user namespaces \
          that the system allows, or root) and `ip` (iproute2): \(outcome.errors)
          """)
    }
  }
}
