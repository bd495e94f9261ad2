import Audit
import EventModel
import Foundation
import Projections
import Sinks
import TestKit
import Testing

@Suite("Explaining a row")
struct ExplainTests {
  /// The words that name a row: its key without the run.
  private func words(_ row: [RowValue], _ table: TableSchema) -> [String] {
    RowQuery.keyColumns(of: table).compactMap { table.index(of: $0) }.map { "\(row[$0])" }
  }

  private func rows(_ file: SQLiteFile, _ table: TableSchema) throws -> [[RowValue]] {
    try file.rows("SELECT * FROM \"\(table.name)\"").map { row in
      row.map { cell in
        switch cell {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let bytes): .text(bytes)
        }
      }
    }
  }

  @Test(
    "a row is explained alike by the file and by the log, whichever run it is of",
    arguments: [UInt64(1), 2, 3], [1, 2, 3])
  func law(seed: UInt64, version: Int) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 150))
    let schema = try #require(TableCatalogue.schema(version))
    try archive.replay(to: "t.sqlite", schema: schema)
    let tables = try TablesReader.open(archive.directory.file("t.sqlite"))
    let file = try SQLiteFile(archive.directory.file("t.sqlite"))
    var explained = 0
    for definition in schema.tables {
      let all = try rows(file, definition.schema)
      for row in all.prefix(6) + all.suffix(6) {
        guard case .text(let name) = row[definition.schema.columns.count - 4],
          let run = RunID(String(decoding: name, as: UTF8.self))
        else { continue }
        let query = try RowQuery(
          schema: schema, table: definition.schema.name, words: words(row, definition.schema), run: run)
        let explanation = try Explanation.find(query, in: tables, of: archive.log)
        #expect(explanation.isTrue && explanation.values == row, "seed \(seed) \(query)")
        var search = try RowSearch(query, in: archive.log)
        #expect(try search.newest().values == row, "seed \(seed) \(query)")
        explained += 1
      }
    }
    #expect(explained > 20)
  }

  @Test("without a run it is the row observed last, in the file and in the log", arguments: [UInt64(4), 5])
  func newest(seed: UInt64) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 150))
    try archive.replay(to: "t.sqlite")
    let tables = try TablesReader.open(archive.directory.file("t.sqlite"))
    let file = try SQLiteFile(archive.directory.file("t.sqlite"))
    for table in TableCatalogue.latest.tables.map(\.schema) where table.name != "server_time" {
      for row in try rows(file, table).prefix(12) {
        let query = try RowQuery(
          schema: TableCatalogue.latest, table: table.name, words: words(row, table))
        let wanted = try rows(
          file.rows(
            """
            SELECT t.* FROM "\(table.name)" AS t JOIN _envelope AS e
              ON e."table" = '\(table.name)' AND e._event_seq = t._event_seq
            ORDER BY e.observed_at DESC, t._event_seq DESC, t._event_row DESC
            """), query)
        #expect(try Explanation.find(query, in: tables, of: archive.log).values == wanted)
        var search = try RowSearch(query, in: archive.log)
        #expect(try search.newest().values == wanted)
      }
    }
  }

  private func rows(_ rows: [[PlainCell]], _ query: RowQuery) throws -> [RowValue]? {
    rows.map { row in
      row.map { cell -> RowValue in
        switch cell {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let bytes): .text(bytes)
        }
      }
    }.first { row in
      query.columns.allSatisfy { name, value in
        query.table.index(of: name).map { row[$0] == value } ?? false
      }
    }
  }

  @Test("the record's bytes are those that its pointer leads to")
  func place() throws {
    let archive = try ArchiveBuilder()
    let body =
      "{\"canTrade\":true, \"balances\":[ {\"asset\":\"A\",\"free\":\"1\",\"locked\":\"0\"} ,{\"asset\":\"B\",\"free\":\"2.50\",\"locked\":\"0\"}]}"
    try archive.record("/api/v3/account", body)
    let query = try RowQuery(schema: TableCatalogue.latest, table: "account_balance", words: ["B"])
    var search = try RowSearch(query, in: archive.log)
    let row = try search.newest()
    #expect(row.place.pointer == "/balances/1")
    #expect(
      String(decoding: row.record, as: UTF8.self) == "{\"asset\":\"B\",\"free\":\"2.50\",\"locked\":\"0\"}")
    #expect(Array(body.utf8)[row.place.range].elementsEqual(row.record))
  }

  @Test("the history names every event that spoke of an entry, with what changed")
  func history() throws {
    let archive = try ArchiveBuilder()
    let order = "{\"symbol\":\"B\",\"orderId\":7,\"status\":\"%\"}"
    for (index, status) in ["NEW", "PARTIALLY_FILLED", "FILLED"].enumerated() {
      let time = Timestamp(microseconds: ArchiveBuilder.someTime.microseconds + Int64(index))
      try archive.record("/api/v3/order", order.replacing("%", with: status), run: "run-\(index)", at: time)
    }
    try archive.record("/api/v3/order", "{\"symbol\":\"B\",\"orderId\":8,\"status\":\"NEW\"}")
    let query = try RowQuery(schema: TableCatalogue.latest, table: "order", words: ["B", "7"])
    var search = try RowSearch(query, in: archive.log)
    let row = try search.newest()
    #expect(row.header.sequence == 3)
    let history = try search.history(of: row)
    #expect(history.map(\.header.sequence) == [1, 2, 3])
    let change = try #require(history[2].differences(from: history[1].values).first)
    #expect(change.name == "status" && "\(change.there) \(change.here)" == "PARTIALLY_FILLED FILLED")
  }

  @Test("a key that several entries share is refused with what distinguishes them")
  func ambiguous() throws {
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/myTrades", query: "symbol=B",
      "[{\"symbol\":\"B\",\"id\":1,\"orderId\":10},{\"symbol\":\"B\",\"id\":1,\"orderId\":11},{\"symbol\":\"B\",\"id\":2,\"orderId\":12}]"
    )
    try archive.replay(to: "t.sqlite")
    let tables = try TablesReader.open(archive.directory.file("t.sqlite"))
    let query = try RowQuery(schema: TableCatalogue.latest, table: "trade", words: ["B", "1"])
    var search = try RowSearch(query, in: archive.log)
    for message in [
      message { _ = try search.newest() },
      message { _ = try Explanation.find(query, in: tables, of: archive.log) },
    ] {
      #expect(message?.contains("not enough") == true && message?.contains("B 1 10; B 1 11") == true)
    }
    let enough = try RowQuery(schema: TableCatalogue.latest, table: "trade", words: ["B", "2"])
    #expect(try Explanation.find(enough, in: tables, of: archive.log).sequence == 1)
  }

  @Test("a cell that somebody changed in the file is distinguished from what the event gives")
  func altered() throws {
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/myTrades", query: "symbol=B", "[{\"symbol\":\"B\",\"id\":1,\"orderId\":10,\"price\":\"2.0\"}]")
    try archive.replay(to: "t.sqlite")
    try SQLiteFile(archive.directory.file("t.sqlite"), writable: true).rows("UPDATE trade SET price = '3.0'")
    let tables = try TablesReader.open(archive.directory.file("t.sqlite"))
    let query = try RowQuery(schema: TableCatalogue.latest, table: "trade", words: ["B", "1"])
    let explanation = try Explanation.find(query, in: tables, of: archive.log)
    #expect(!explanation.isTrue)
    let price = try #require(query.table.index(of: "price"))
    #expect(explanation.values[price] == .text(Array("3.0".utf8)))
    #expect(explanation.row?.values[price] == .text(Array("2.0".utf8)))
  }

  @Test("a file of another archive is refused")
  func otherArchive() throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    try other.replay(to: "t.sqlite")
    let tables = try TablesReader.open(other.directory.file("t.sqlite"))
    let query = try RowQuery(schema: TableCatalogue.latest, table: "trade", words: ["B", "1"])
    #expect(
      message { _ = try Explanation.find(query, in: tables, of: archive.log) }?.contains("another archive")
        == true)
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
