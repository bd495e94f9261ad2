import EventLog
import EventModel
import Foundation
import Projections
import Replay
import TestKit
import Testing

@testable import Sinks

/// Laws of replays into SQLite, on random logs. A failure prints its seed; `BNUS_SEEDS=500` tries
/// as many.
@Suite("Laws of replays")
struct ReplayLawTests {
  static let seeds = Array(
    1...(ProcessInfo.processInfo.environment["BNUS_SEEDS"].flatMap { UInt64($0) } ?? 12))
  static let events = 90

  static func archive(_ seed: UInt64) throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: events))
    return archive
  }

  static func schema(_ seed: UInt64) -> Schema { TableCatalogue.schemas[Int(clamping: seed % 3)] }

  @Test("the tables hold what the plain reference says, under every schema", arguments: seeds)
  func plain(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    for schema in TableCatalogue.schemas {
      let name = "schema-\(schema.version.number).sqlite"
      let image = try archive.image(of: name, schema: schema)
      let root = try archive.log.read { (snapshot: borrowing Snapshot) in
        try snapshot.treeRoot(size: snapshot.lastSequence)
      }
      let truth = try PlainTables(archive.log, schema: schema)
        .image(archive: archive.log.archiveID, root: root)
      var seen = image.without(column: 5, of: "_quarantine")
      seen.tables["_run"] = nil
      #expect(seen.difference(from: truth) == "", "seed \(seed), \(name)")
    }
  }

  @Test("two rebuilds are equal, whatever the number of threads", arguments: seeds)
  func rebuilds(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    let first = try archive.image(of: "a.sqlite", jobs: 1)
    for jobs in 2...5 {
      let next = try archive.image(of: "b.sqlite", jobs: jobs, mode: .rebuild)
      #expect(next.difference(from: first) == "", "seed \(seed), \(jobs) jobs")
    }
  }

  @Test("catching up at any points gives what a rebuild gives", arguments: seeds)
  func catchUp(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    let schema = Self.schema(seed)
    var dice = SeededGenerator(seed: seed)
    let cuts = (0..<dice.within(1...6)).map { _ in UInt64(dice.within(0...Self.events)) }.sorted()
    for cut in cuts { try archive.replay(to: "a.sqlite", schema: schema, through: cut) }
    let caughtUp = try archive.image(of: "a.sqlite", schema: schema)
    let rebuilt = try archive.image(of: "b.sqlite", schema: schema)
    #expect(caughtUp.difference(from: rebuilt) == "", "seed \(seed), cuts \(cuts)")
  }

  @Test("some tables first and the rest later give what all at once give", arguments: seeds)
  func onlySome(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    var dice = SeededGenerator(seed: seed)
    var names = TableCatalogue.names
    while !names.isEmpty {
      names = dice.some(of: names)
      let cut = UInt64(dice.within(Self.events / 2...Self.events))
      do {
        if !names.isEmpty { try archive.replay(to: "a.sqlite", through: cut, only: names) }
      } catch ReplayError.beyond {
        continue
      }
    }
    let inParts = try archive.image(of: "a.sqlite")
    let whole = try archive.image(of: "b.sqlite")
    #expect(inParts.difference(from: whole) == "", "seed \(seed)")
  }

  @Test("as of an event is what a log that ends there gives", arguments: seeds)
  func asOf(seed: UInt64) throws {
    let events = DiceLog.events(seed: seed, count: Self.events)
    let archive = try Self.archive(seed)
    var dice = SeededGenerator(seed: seed)
    let cut = dice.within(0...Self.events)
    let shorter = try ArchiveBuilder()
    try shorter.append(Array(events.prefix(cut)))
    var (asOf, truth) = (
      try archive.image(of: "a.sqlite", through: UInt64(cut)), try shorter.image(of: "b.sqlite")
    )
    // Archive and root differ by their names and salts.
    for column in [4, 2] {
      (asOf, truth) = (
        asOf.without(column: column, of: "_replay"), truth.without(column: column, of: "_replay")
      )
    }
    #expect(asOf.difference(from: truth) == "", "seed \(seed), cut \(cut)")
  }

  @Test("a run's record is as it stood at the event requested", arguments: seeds)
  func runs(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    var dice = SeededGenerator(seed: seed)
    let cut = UInt64(dice.within(1...Self.events))
    let events = try PlainEvent.all(of: archive.log, through: cut)
    let truth = Dictionary(grouping: events, by: \.header.run).map { run, events -> [PlainCell] in
      let headers = events.map(\.header)
      let times = headers.map(\.observedAt.iso8601).sorted()
      return [
        .text(run.text), .count(headers[0].sequence), .count(headers[headers.count - 1].sequence),
        .text(times[0]), .text(times[times.count - 1]), .count(events.count),
        .count(headers.count { $0.kind == .response }),
        .count(headers.count { $0.kind == .failure || ($0.kind == .response && $0.status / 100 != 2) }),
        .count(0), .count(headers.contains { $0.kind == .runEnd } ? 1 : 0),
      ]
    }
    let image = try archive.image(of: "a.sqlite", through: cut).only(["_run"])
    let plain = TablesImage(["_run": truth])
    #expect(image.difference(from: plain) == "", "seed \(seed), cut \(cut)")
  }

  @Test("a table that lags behind the others does not set their runs back", arguments: seeds)
  func laggingTable(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    let truth = try archive.image(of: "truth.sqlite", through: 80).only(["_run"])
    try archive.replay(to: "a.sqlite", through: 80, only: ["trade"])
    let image = try archive.image(of: "a.sqlite", through: 40, only: ["order"]).only(["_run"])
    #expect(image.difference(from: truth) == "", "seed \(seed)")
  }

  @Test("a table's digest is the hash over its rows in key order, as SQL reads them", arguments: seeds)
  func digests(seed: UInt64) throws {
    let archive = try Self.archive(seed)
    let schema = Self.schema(seed)
    let report = try archive.replay(to: "a.sqlite", schema: schema)
    let file = try SQLiteFile(archive.directory.file("a.sqlite"))
    for definition in schema.tables {
      let table = definition.schema
      let key = table.storedKey.map { "\"\($0)\"" }.joined(separator: ", ")
      let rows = try file.rows("SELECT * FROM \"\(table.name)\" ORDER BY \(key)")
      let places = table.storedKey.compactMap { table.index(of: $0) }
      let keyed = Dictionary(uniqueKeysWithValues: rows.map { row in (places.map { row[$0] }, row) })
      let digest = PlainDigests(keyed).table
      #expect(report.tables.first { $0.name == table.name }?.digest == digest, "seed \(seed), \(table.name)")
    }
  }
}
