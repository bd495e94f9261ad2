import CommandKit
public import Foundation

/// An archive, what every command makes of it, and what each makes of a damaged copy.
public struct DamagedReads: Sendable {
  /// What a command left.
  private struct Result: Equatable {
    var code: Int32?
    var signal: Int32?
    var output: Data
    var errors: String

    /// Whether it says that something is wrong.
    var isRefusal: Bool { code.map { $0 != 0 && $0 != 4 } ?? false }
  }

  /// The archive's data file.
  public let data: Data
  private let place: Workplace
  private let truths: [String: Result]
  private let variables: [String: String]

  /// Makes the archive: of fixtures and a run that fails, or a compact copy of that.
  public init(compact: Bool) throws {
    place = try Workplace.shared()
    try place.importFixtures(3)
    _ = try place.run("sync", "-q", "--base-url", "http://127.0.0.1:1")
    _ = try place.run("checkpoint", "--as-of", "9", "--to", "head")
    if compact { _ = try place.shell("bnus-replay backup -q copy && rm -r archive && mv copy archive") }
    let last = try place.run("events", "--limit", "1", "--json").document()["sequence"] as? Int ?? 0
    variables = [
      "LAST": "\(last)", "HALF": "\(last / 2)", "TABLES": place.path("half.sqlite"),
      "HEAD": place.path("head"),
      "MORE": Repository.fixtures[3],
    ]
    _ = try place.run("replay", "-q", "--as-of", "\(last / 2)", "--to", "half.sqlite")
    data = try place.data("archive/data.mdb")
    var truths: [String: Result] = [:]
    for command in ReadingCommand.all {
      truths[command.name] = try Self.run(command, on: data, variables)
    }
    self.truths = truths
  }

  /// How many commands are tried on one copy.
  public static var commands: Int { ReadingCommand.all.count + 1 }

  /// What is wrong with what the commands make of a copy with this damage: anything but what they make of the whole
  /// archive, or a refusal. Where `verify` finds the copy whole, refusals are wrong as well.
  public func wrongs(of damage: ArchiveDamage) throws -> [String] {
    let damaged = damage.apply(to: data)
    let verdict = try Self.verify(damaged)
    var wrongs: [String] = []
    if verdict.code != 0, !verdict.isRefusal || !verdict.errors.contains("bnus-replay: ") {
      wrongs.append(
        "verify: exit \(verdict.code ?? -1), signal \(verdict.signal ?? 0): \(verdict.errors.suffix(200))")
    }
    for command in ReadingCommand.all {
      guard let truth = truths[command.name] else { continue }
      let result = try Self.run(command, on: damaged, variables)
      if let wrong = wrong(result, truth, isWhole: verdict.code == 0) {
        wrongs.append("\(command.name): \(wrong)")
      }
    }
    return wrongs.map { "\(damage): \($0)" }
  }

  private func wrong(_ result: Result, _ truth: Result, isWhole: Bool) -> String? {
    if result.code == truth.code, result.output == truth.output { return nil }
    let words = "exit \(result.code ?? -1), signal \(result.signal ?? 0): \(result.errors.suffix(300))"
    guard result.isRefusal else {
      return
        "\(result.output.count) bytes, not those of the whole archive (\(truth.output.count)), and \(words)"
    }
    guard result.code != 1 || result.errors.contains("use a newer bnus-replay") else { return words }
    if !result.errors.contains("bnus-replay: ") { return "no word of why, \(words)" }
    return isWhole ? "verify finds it whole, and \(words)" : nil
  }

  private static func verify(_ data: Data) throws -> Result {
    let place = try Workplace()
    try lay(data, in: place)
    let outcome = try place.start(["verify", "--json", "--archive", "archive"]).wait(seconds: 60)
    return Result(code: outcome.code, signal: outcome.signal, output: outcome.output, errors: outcome.errors)
  }

  private static func lay(_ data: Data, in place: Workplace) throws {
    try FileManager.default.createDirectory(atPath: place.path("archive"), withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: place.path("archive/data.mdb")))
  }

  private static func run(
    _ command: ReadingCommand, on data: Data, _ variables: [String: String]
  ) throws -> Result {
    let place = try Workplace()
    try lay(data, in: place)
    let variables = variables.merging(["A": place.path("archive")]) { $1 }
    let outcome = try place.shell("\(ReadingCommand.prelude)\n\(command.script)", environment: variables)
    var output = outcome.output
    if place.has("out") { output += try place.data("out") }
    if command.appends, outcome.code == 0 {
      // Damage that was not met is there still: then it must be found, not be built upon.
      let verdict = try place.run("verify", "--archive", "archive", "-q")
      if verdict.code != 0 {
        return Result(code: verdict.code, signal: verdict.signal, output: output, errors: verdict.errors)
      }
      // When it was stored is another time each time.
      output += try place.shell(
        "bnus-replay export -q --archive archive | sed -E 's/\"appended_at\":\"[^\"]*\"//'"
      ).output
    }
    return Result(code: outcome.code, signal: outcome.signal, output: output, errors: outcome.errors)
  }
}
