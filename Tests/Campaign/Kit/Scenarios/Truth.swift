import CommandKit
import EventLog
import EventModel
import Foundation

/// What must be there in the end: made once, by commands that are left alone.
final class Truth: Sendable {
  /// Small enough that every call of a command can be attacked.
  static let shared = Result { try Truth(copies: 1, events: 150) }
  /// Large enough that a command runs for a while: for kills at random moments.
  static let large = Result { try Truth(copies: 20, events: .max) }

  /// How many events the whole log has, and how many the first part of it.
  let events: Int
  let begun: Int
  /// The tree root at each size, from 0.
  let roots: [String]
  /// The id of the whole archive.
  let archiveID: String
  private let place: Workplace

  /// The events as JSON lines.
  var corpus: String { place.path("corpus.jsonl") }
  /// The archive of all of them, and of the first part.
  var archive: String { place.path("archive") }
  var begunArchive: String { place.path("begun") }
  /// What `export` makes of the whole archive.
  var export: String { place.path("export.jsonl") }

  /// What commands need that take a while.
  func path(_ name: String) -> String { place.path(name) }

  /// Runs a command beside the truth.
  func run(_ words: String...) throws -> Outcome { try place.run(words) }

  private init(copies: Int, events limit: Int) throws {
    place = try Workplace.shared()
    try Corpus(copies: copies).write(to: place.path("all.jsonl"))
    let lines = try place.data("all.jsonl").split(separator: UInt8(ascii: "\n")).prefix(limit)
    events = lines.count
    begun = events / 3
    let lineEnd = Data("\n".utf8)
    try Data(lines.map { $0 + lineEnd }.joined()).write(to: URL(fileURLWithPath: place.path("corpus.jsonl")))
    try Data(lines.prefix(begun).map { $0 + lineEnd }.joined())
      .write(to: URL(fileURLWithPath: place.path("begun.jsonl")))
    for words in [
      ["import", "-q", "corpus.jsonl"], ["import", "-q", "--archive", "begun", "begun.jsonl"],
      ["export", "-q", "--to", "export.jsonl"],
    ] {
      let outcome = try place.run(words)
      guard outcome.code == 0 else { throw Interposer.NotDone(scenario: "\(words)", outcome: outcome) }
    }
    // A copy of the archive may not keep the locks of this one.
    _ = try place.shell("rm -f */lock.mdb */writer.lock")
    (archiveID, roots) = try Self.roots(of: place.path("archive"), events)
    _ = try place.shell("rm -f */lock.mdb */writer.lock")
  }

  private static func roots(of archive: String, _ events: Int) throws -> (String, [String]) {
    let log = try EventLog.open(at: archive, mode: .readOnly, mapBytes: 1 << 30)
    defer { log.close() }
    return try log.read { (snapshot: borrowing Snapshot) in
      var roots = [""]
      for size in 1...UInt64(events) { roots.append(try snapshot.treeRoot(size: size).hex) }
      return (log.archiveID.hex, roots)
    }
  }

  /// Copies one of its files or directories into a place.
  func copy(_ source: String, to name: String, in place: Workplace) throws {
    try FileManager.default.copyItem(atPath: source, toPath: place.path(name))
  }

  /// What is wrong with an archive that holds the beginning of the truth, `floor` events of it or more.
  func wrongs(of archive: String, in place: Workplace, floor: Int) throws -> [String] {
    let verified = try place.run("verify", "--json", "--archive", archive)
    if verified.code == 10 { return floor == 0 ? [] : ["no archive where \(floor) events were acknowledged"] }
    guard verified.code == 0 else { return ["verify: \(verified)"] }
    let document = try verified.document()
    guard let found = document["events"] as? Int, found <= events else { return ["verify: \(verified)"] }
    if found < floor { return ["\(found) events where \(floor) were acknowledged"] }
    let root = document["tree_root"] as? String ?? ""
    return root == roots[found] ? [] : ["tree root \(root) at \(found) events, not \(roots[found])"]
  }
}
