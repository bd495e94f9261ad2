import CommandKit
import Foundation

/// Mutated bodies go into archives, and every command reads those; mutated files are imported. Nothing crashes or
/// hangs, the sums of every replay close, and what was taken in comes out again.
public struct MutationPart: Part {
  public let name = "mutated"

  public init() {}

  private static let formats = ["jsonl", "har", "warc"]

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    let (batches, bodies, files) = extent == .short ? (1, 600, 120) : (180, 5000, 600)
    var all: [Attempt] = []
    for number in 0..<batches {
      let attempt = "\(name)/bodies/batch:\(number)"
      all.append(Attempt(attempt, weight: bodies) { try readBodies(Self.seed(seed, attempt), bodies) })
      for format in Self.formats {
        let attempt = "\(name)/\(format)/batch:\(number)"
        all.append(
          Attempt(attempt, weight: files) { try importFiles(format, Self.seed(seed, attempt), files) })
      }
    }
    return all
  }

  private static func seed(_ seed: UInt64, _ attempt: String) -> UInt64 {
    var dice = Dice(seed: seed, for: attempt)
    return dice.next()
  }

  private func readBodies(_ seed: UInt64, _ count: Int) throws -> [String] {
    let place = try Workplace(fixtures: 5)
    let made = try place.startCampaign(
      ["mutate", "bodies", "archive", "mutated", "\(seed)", "\(count)"], [:]
    )
    .wait(seconds: 300)
    guard made.code == 0 else { return made.wrongs("appending") }
    var wrongs: [String] = []
    for command in ReadingCommands.all {
      let outcome = try place.start(command.words + ["--archive", "mutated"]).wait(seconds: 300)
      wrongs += command.wrongs(of: outcome)
    }
    for table in try FileManager.default.contentsOfDirectory(atPath: place.path)
    where table.hasSuffix(".sqlite") {
      wrongs += try place.run("verify", "--archive", "mutated", "--tables", table).wrongs(
        "verify --tables \(table)")
    }
    return try wrongs + Self.formats.flatMap { try roundTrip($0, place) }
  }

  /// What is exported comes back: JSON lines whole, the others without a crash.
  private func roundTrip(_ format: String, _ place: Workplace) throws -> [String] {
    let file = "e.\(format)"
    let exported = try place.run("export", "-q", "--archive", "mutated", "--format", format, "--to", file)
    guard exported.code == 0 else { return exported.wrongs("export \(format)") }
    let imported = try place.run("import", "-q", "--archive", "copy-\(format)", file)
    guard imported.code == 0 else { return imported.wrongs("import \(format)") }
    if format != "jsonl" { return [] }
    let roots = try ["mutated", "copy-\(format)"].map {
      try place.run("stats", "--json", "--archive", $0).document()["tree_root"] as? String ?? ""
    }
    return roots[0] == roots[1] ? [] : ["an export that was imported has another root"]
  }

  private func importFiles(_ format: String, _ seed: UInt64, _ count: Int) throws -> [String] {
    let place = try Workplace(fixtures: 3)
    let exported = try place.run(
      "export", "-q", "--format", format, "--to", "source", "--as-of", "12")
    guard exported.code == 0 else { return exported.wrongs("export \(format)") }
    let outcome = try place.startCampaign(
      ["mutate", "files", "source", place.path, "\(seed)", "\(count)"], [:]
    )
    .wait(seconds: 300)
    return outcome.code == 0 ? [] : ["importing: \(outcome)"]
  }
}

/// The commands that read an archive, and what they may end with.
enum ReadingCommands {
  struct Command: Sendable {
    let words: [String]
    /// How it may end on events that were meant to harm, in an archive that is whole.
    let codes: Set<Int32>

    func wrongs(of outcome: Outcome) -> [String] {
      if let code = outcome.code, codes.contains(code) { return [] }
      return ["\(words.joined(separator: " ")): \("\(outcome)".suffix(600))"]
    }
  }

  static let all: [Command] =
    [1, 2, 3].map {
      Command(words: ["replay", "-q", "--schema", "\($0)", "--to", "t\($0).sqlite"], codes: [0])
    } + [
      Command(words: ["verify"], codes: [0]), Command(words: ["stats"], codes: [0]),
      Command(words: ["runs"], codes: [0]), Command(words: ["events"], codes: [0]),
      Command(words: ["events", "--json"], codes: [0]), Command(words: ["audit"], codes: [0, 4]),
      Command(words: ["audit", "--json"], codes: [0, 4]), Command(words: ["coverage"], codes: [0, 4]),
      Command(words: ["coverage", "--json"], codes: [0, 4]), Command(words: ["drift"], codes: [0, 4]),
      Command(words: ["drift", "--json"], codes: [0, 4]), Command(words: ["checkpoint"], codes: [0]),
      Command(words: ["diff", "-q", "--schema", "1", "3"], codes: [0, 4]),
    ]
}
