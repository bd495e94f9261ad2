import Audit
import EventModel
import Projections
import Sinks
import TestKit
import Testing

@Suite("Comparing two sides")
struct DiffTests {
  private func tables(
    _ archive: ArchiveBuilder, _ name: String, schema: Int = TableCatalogue.latest.version.number,
    through: UInt64? = nil
  ) throws -> TablesReader {
    try archive.replay(to: name, schema: #require(TableCatalogue.schema(schema)), through: through)
    return try TablesReader.open(archive.directory.file(name))
  }

  private func differences(_ plan: DiffPlan, only: String? = nil) throws -> [String] {
    var lines: [String] = []
    _ = try TablesDiff(plan).run(only: only) { difference in
      let key = difference.key.map { "\($0.value)" }.joined(separator: " ")
      let columns = difference.columns.filter { $0.left != nil && $0.right != nil }.map {
        " \($0.name) \($0.left ?? .null)→\($0.right ?? .null)"
      }
      let events = [difference.leftEvent, difference.rightEvent].map { $0.map { "\($0)" } ?? "-" }
      lines.append(
        "\(difference.change.rawValue) \(difference.table) \(key) @\(events.joined(separator: ","))\(columns.joined())"
      )
    }
    return lines
  }

  private func balances(_ pairs: [(String, String)]) -> String {
    let records = pairs.map { "{\"asset\":\"\($0.0)\",\"free\":\"\($0.1)\",\"locked\":\"0\"}" }
    return "{\"balances\":[" + records.joined(separator: ",") + "]}"
  }

  @Test("two points differ by what was known then: rows added, removed and changed, with their events")
  func points() throws {
    let archive = try ArchiveBuilder()
    let later = Timestamp(microseconds: ArchiveBuilder.someTime.microseconds + 1)
    try archive.record("/api/v3/account", balances([("A", "1"), ("B", "2")]))
    try archive.record("/api/v3/account", balances([("B", "3.0"), ("C", "4")]), run: "run-2", at: later)
    let (left, right) = (try tables(archive, "1.sqlite", through: 1), try tables(archive, "2.sqlite"))
    #expect(
      try differences(.points(left, right)) == [
        "removed account_balance A @1,-",
        "changed account_balance B @1,2 free 2→3.0 total 2→3.0",
        "added account_balance C @-,2",
      ])
    #expect(try differences(.points(right, right)) == [])
  }

  @Test("a row that a run did not request again is not removed; one that it requested and lacks is")
  func runs() throws {
    let archive = try ArchiveBuilder()
    let page =
      "[{\"symbol\":\"B\",\"id\":1,\"orderId\":9,\"price\":\"1\"},{\"symbol\":\"B\",\"id\":2,\"orderId\":9,\"price\":\"1\"}]"
    let short = "[{\"symbol\":\"B\",\"id\":1,\"orderId\":9,\"price\":\"2\"}]"
    try archive.record("/api/v3/myTrades", query: "fromId=0&symbol=B", page, run: "a")
    try archive.record("/api/v3/myTrades", query: "fromId=0&symbol=B", short, run: "b")
    try archive.record("/api/v3/myTrades", query: "fromId=1&symbol=B", short, run: "c")
    let file = try tables(archive, "t.sqlite")
    #expect(
      try differences(.runs("a", "b", in: file)) == [
        "changed trade B 1 9 @1,2 price 1→2", "removed trade B 2 9 @1,-",
      ])
    let plan = DiffPlan.runs("a", "c", in: file)
    #expect(
      try differences(plan) == [
        "changed trade B 1 9 @1,3 price 1→2", "not_asked_again trade B 2 9 @1,-",
      ])
    let trade = try #require(try TablesDiff(plan).run(only: "trade") { _ in }.first)
    #expect(trade.removed == 0 && trade.notRequestedAgain == 1 && trade.changed == 1)
    #expect(try differences(.runs("b", "a", in: file)).last == "added trade B 2 9 @-,1")
  }

  @Test("schemas differ by the rows that a key loses, and by their columns")
  func schemas() throws {
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/myTrades", query: "symbol=B",
      "[{\"symbol\":\"B\",\"id\":1,\"orderId\":10},{\"symbol\":\"B\",\"id\":1,\"orderId\":11}]")
    try archive.record(
      "/api/v3/allOrders", query: "symbol=B", "[{\"symbol\":\"B\",\"orderId\":10,\"workingTime\":5}]")
    let files = try (1...3).map { try tables(archive, "\($0).sqlite", schema: $0) }
    #expect(try differences(.schemas(files[0], files[1])) == ["added trade B 1 10 @-,1"])
    #expect(try differences(.schemas(files[1], files[2])) == [])
    let orders = try #require(try TablesDiff(.schemas(files[1], files[2])).run(only: "order") { _ in }.first)
    #expect(orders.columnsAdded.contains("workingTime") && !orders.isEqual && orders.same == 1)
  }

  @Test("an edited cell in a file is found, and equal files are equal", arguments: [UInt64(11), 12, 13])
  func files(seed: UInt64) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 120))
    let left = try tables(archive, "left.sqlite")
    _ = try tables(archive, "right.sqlite")
    #expect(try differences(.files(left, try tables(archive, "other.sqlite"))) == [])
    var dice = SeededGenerator(seed: seed)
    let file = try SQLiteFile(archive.directory.file("right.sqlite"), writable: true)
    var edited = 0
    for table in TableCatalogue.latest.tables.map(\.schema) {
      let rows = try file.rows("SELECT rowid FROM \"\(table.name)\"")
      guard let row = rows.isEmpty ? nil : dice.pick(rows)[0] else { continue }
      let free = table.columns.map(\.name).filter { !table.key.contains($0) && !$0.hasPrefix("_") }
      try file.rows("UPDATE \"\(table.name)\" SET \"\(dice.pick(free))\" = 'edited' WHERE rowid = \(row)")
      edited += 1
    }
    let right = try TablesReader.open(archive.directory.file("right.sqlite"))
    let found = try differences(.files(left, right))
    #expect(found.count == edited && found.allSatisfy { $0.hasPrefix("changed") && $0.hasSuffix("→edited") })
  }

  @Test("two points agree with a comparison by dictionaries", arguments: [UInt64(21), 22, 23, 24])
  func law(seed: UInt64) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 160))
    let (left, right) = (try tables(archive, "l.sqlite", through: 80), try tables(archive, "r.sqlite"))
    let files = try ["l.sqlite", "r.sqlite"].map { try SQLiteFile(archive.directory.file($0)) }
    let found = try TablesDiff(.points(left, right)).run { _ in }
    for comparison in found {
      let table = try #require(TableCatalogue.latest.table(named: comparison.table)?.schema)
      let compared = table.columns.map(\.name).filter {
        !["run_id", "_event_seq", "_event_row"].contains($0)
      }
      let columns = (table.identity + compared).map { "\"\($0)\"" }.joined(separator: ", ")
      let sides = try files.map { file in
        Dictionary(
          try file.rows("SELECT \(columns) FROM \"\(table.name)_latest\"").map {
            (Array($0.prefix(table.identity.count)), $0)
          }, uniquingKeysWith: { $1 })
      }
      let both = sides[0].keys.filter { sides[1][$0] != nil }
      #expect(comparison.removed == sides[0].count - both.count, "seed \(seed) \(table.name)")
      #expect(comparison.added == sides[1].count - both.count, "seed \(seed) \(table.name)")
      #expect(comparison.same == both.count { sides[0][$0] == sides[1][$0] }, "seed \(seed) \(table.name)")
    }
    #expect(found.contains { !$0.isEqual })
  }
}
