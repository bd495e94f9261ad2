import CommandKit
import Foundation
import Testing

/// What must be there in the end: made once, by commands that nobody kills.
final class Truth: Sendable {
  static let digestQuery =
    "SELECT \"table\", through_sequence, tree_root, digest, \"rows\" FROM _replay ORDER BY \"table\""

  static let shared = Result { try Truth() }

  let events: Int
  let treeRoot: String
  let digests: [String]
  let oldDigests: [String]
  let importSeconds: Double
  let replaySeconds: Double
  private let place: Workplace

  var corpus: String { place.path("corpus.jsonl") }
  var export: String { place.path("export.jsonl") }
  var archive: String { place.path("archive") }
  /// Tables of the first part of the log.
  var oldTables: String { place.path("old.sqlite") }

  private init() throws {
    place = try Workplace()
    let corpus = Corpus(seed: 7, runs: 5)
    events = corpus.events
    try corpus.write(to: place.path("corpus.jsonl"))
    importSeconds = try Self.seconds(place, ["import", "-q", "corpus.jsonl"])
    replaySeconds = try Self.seconds(place, ["replay", "-q", "--to", "new.sqlite", "--jobs", "1"])
    _ = try place.run("replay", "-q", "--to", "old.sqlite", "--as-of", "\(events / 3)")
    _ = try place.run("export", "-q", "--to", "export.jsonl")
    treeRoot = try #require(try place.run("stats", "--json").document()["tree_root"] as? String)
    digests = try place.query("new.sqlite", Self.digestQuery)
    oldDigests = try place.query("old.sqlite", Self.digestQuery)
    try #require(digests.count == 7 && oldDigests.count == 7 && digests != oldDigests)
  }

  /// How long a command takes that is left alone.
  private static func seconds(_ place: Workplace, _ words: [String]) throws -> Double {
    let start = Date()
    let outcome = try place.run(words)
    try #require(outcome.code == 0, "\(outcome)")
    return Date().timeIntervalSince(start)
  }
}
