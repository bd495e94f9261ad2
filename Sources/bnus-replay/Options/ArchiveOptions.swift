import ArgumentParser
import EventLog
import Platform

/// Where the archive is.
struct ArchiveOptions: ParsableArguments {
  @Option(
    name: .customLong("archive"),
    help: ArgumentHelp(
      "The archive's directory (environment BNUS_ARCHIVE, else the configuration's, else ./archive).",
      valueName: "dir"))
  var named: String?

  static let inDirectory = "./archive"

  var path: String { named ?? Self.environment ?? Self.configured ?? Self.inDirectory }

  /// Where `sync` writes, whose configuration may be another than the one that is found by itself.
  func path(_ configuration: borrowing Configuration, named file: String?) -> String {
    guard file != nil, let archive = configuration.archive else { return path }
    return named ?? Self.environment ?? archive
  }

  /// Whether nobody said where the archive is.
  func isByDefault(_ path: String) -> Bool {
    named == nil && Self.environment == nil && path == Self.inDirectory
  }

  /// The place that the working directory's configuration names, or the user's where there is no archive in
  /// the working directory. A file that cannot be read names none; `sync` says what is wrong with it.
  private static let configured: String? = {
    guard let file = Configuration.defaultPath else { return nil }
    if file != Configuration.inDirectory, OpenFile.exists(inDirectory) { return nil }
    do {
      return try Configuration.archive(in: file)
    } catch {
      if file != Configuration.inDirectory { Terminal.say("warning: \(error)") }
      return nil
    }
  }()

  /// An empty variable is none.
  private static var environment: String? {
    Environment.value(of: "BNUS_ARCHIVE").flatMap { $0.isEmpty ? nil : $0 }
  }

  func validate() throws {
    if named == "" { throw ValidationError("--archive takes the path of a directory.") }
  }

  func openForReading() throws -> EventLog { try open(.readOnly) }

  /// Opens an archive that is there, for finding out what is wrong with it.
  func openForVerification() throws -> EventLog { try open(.verification) }

  /// Opens an archive that is there, for appending to it.
  func openForAppending() throws -> EventLog { try open(.readWrite) }

  /// Says so where others can write the archive.
  static func warnOfExposure(_ path: String) {
    if let exposure = ArchiveExposure.find(in: path) { Terminal.say("warning: \(exposure)") }
  }

  private func open(_ mode: EventLog.Mode) throws -> EventLog {
    let log = try EventLog.open(at: path, mode: mode)
    Self.warnOfExposure(path)
    return log
  }
}

/// How much a command says.
struct VerbosityOptions: ParsableArguments {
  @Flag(name: [.customShort("q"), .long], help: "No progress and no summary.")
  var quiet = false

  @Flag(name: [.customShort("v"), .long], help: "More words about what is done.")
  var verbose = false
}

/// For commands that read.
struct ReadingOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Flag(name: .long, help: "JSON on standard output, and nothing else there.")
  var json = false
}

/// How large a new archive may grow.
struct MapOptions: ParsableArguments {
  @Option(
    name: .customLong("map-size"),
    help: ArgumentHelp(
      "The largest size the archive may grow to, for example 2TiB (default 1TiB, sparse).",
      valueName: "size"))
  var mapSize: ByteCount?

  var bytes: Int { mapSize?.bytes ?? EventLog.defaultMapBytes }
}

/// A number of bytes with a unit: `500MB`, `2TiB`, `1073741824`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let units: [(String, Int)] = [
      ("", 1), ("B", 1), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000),
      ("TB", 1_000_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
      ("TiB", 1 << 40),
    ]
    let name = argument.dropFirst(digits.count)
    guard let count = Int64(digits).flatMap({ Int(exactly: $0) }),
      let unit = units.first(where: { $0.0 == name })?.1
    else {
      return nil
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, bytes > 0 else { return nil }
    self.bytes = bytes
  }
}
