import EventLog
import EventModel
import Interchange
import JSONView
import Projections
import Replay
import TestKit
import Testing

/// Every whole body among the captures goes in and comes out as rows, nothing quarantined.
@Suite("Real responses of the exchange", .enabled(if: Captures.areExpected))
struct RealResponseTests {
  /// A capture: the endpoint that it is a response of, the query, the table and how many records it holds.
  struct Capture: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    var query = ""
    let at: String
    let table: String
    let records: Int
    var testDescription: String { name }
  }

  private static let info = "/api/v3/exchangeInfo"
  private static let day = "/api/v3/ticker/24hr"

  static let captures = [
    Capture(
      name: "exchangeInfo.com.2018-09-01.json", path: info, at: "2018-09-01", table: "exchange_info",
      records: 389),
    Capture(
      name: "exchangeInfo.com.2020-04-02.json", path: info, at: "2020-04-02", table: "exchange_info",
      records: 776),
    Capture(
      name: "exchangeInfo.us.2021-04-17.json", path: info, at: "2021-04-17", table: "exchange_info",
      records: 109),
    Capture(
      name: "exchangeInfo.us.2021-08-14.json", path: info, at: "2021-08-14", table: "exchange_info",
      records: 117),
    Capture(
      name: "exchangeInfo.us.2026-09-04.one-symbol.json", path: info, query: "symbol=BTCUSD",
      at: "2026-09-04",
      table: "exchange_info", records: 1),
    Capture(
      name: "ticker24hr.com.2019-08-23.json", path: day, at: "2019-08-23", table: "ticker_price", records: 542
    ),
    Capture(
      name: "ticker24hr.us.2022-11-21.derived.json", path: day, at: "2022-11-21", table: "ticker_price",
      records: 329),
    Capture(
      name: "account.com.2019.json", path: "/api/v3/account", at: "2019-01-01", table: "account_balance",
      records: 170),
    Capture(
      name: "capital_config_getall.com.2025-08-26.json", path: "/sapi/v1/capital/config/getall",
      at: "2025-08-26",
      table: "wallet_details", records: 5),
  ]

  private func archive() throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    for capture in Self.captures {
      let time = try #require(Timestamp(iso8601: capture.at))
      let raw = try RawImport(endpoint: capture.path, query: capture.query, observedAt: time)
      #expect(try raw.run([Captures.path(capture.name)], into: archive.log).report.appended == 1)
    }
    return archive
  }

  @Test("all of them replay side by side under every schema, as the plain reference does")
  func together() throws {
    let archive = try archive()
    let root = try archive.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.treeRoot(size: snapshot.lastSequence)
    }
    for schema in TableCatalogue.schemas {
      let report = try archive.replay(to: "s\(schema.version.number).sqlite", schema: schema)
      #expect(report.quarantined == 0)
      for table in report.tables {
        let records = Self.captures.filter { $0.table == table.name }.reduce(0) { $0 + $1.records }
        #expect(table.after.records == records)
        #expect(table.after.superseded == 0)
      }
      var image = try TablesImage(of: archive.directory.file("s\(schema.version.number).sqlite"))
      image.tables["_run"] = nil
      let truth = try PlainTables(archive.log, schema: schema).image(
        archive: archive.log.archiveID, root: root)
      #expect(image.difference(from: truth) == "")
    }
  }

  @Test(
    "every symbol is there, its filters byte for byte",
    arguments: captures.filter { $0.table == "exchange_info" })
  func filters(capture: Capture) throws {
    let archive = try archive()
    try archive.replay(to: "t.sqlite")
    let rows = try SQLiteFile(archive.directory.file("t.sqlite")).rows(
      """
      SELECT symbol, filters, orderTypes, minPrice, stepSize FROM exchange_info
      WHERE run_id LIKE '\(capture.at.filter { $0 != "-" })%' ORDER BY _event_row
      """)
    let symbols = try #require(JSONValue.parse(Captures.bytes(capture.name))["symbols"]?.elements)
    #expect(rows.count == symbols.count)
    for (row, symbol) in zip(rows, symbols) {
      let filters = symbol["filters"]?.elements
      let price = filters?.first { $0["filterType"]?.text == "PRICE_FILTER" }?["minPrice"]?.text
      let lot = filters?.first { $0["filterType"]?.text == "LOT_SIZE" }?["stepSize"]?.text
      let truth = [
        symbol["symbol"]?.text, symbol["filters"]?.rawText, symbol["orderTypes"]?.rawText, price, lot,
      ]
      #expect(row == truth.map { $0.map { .text($0) } ?? .null })
    }
  }

  @Test("dead symbols stay in the ticker, their ids -1 and their numbers numbers")
  func deadSymbols() throws {
    let archive = try archive()
    try archive.replay(to: "t.sqlite")
    let file = try SQLiteFile(archive.directory.file("t.sqlite"))
    let dead = try file.rows(
      """
      SELECT firstId, lastId, "count", closeTime FROM ticker_price
      WHERE run_id LIKE '20221121%' AND "count" = 0
      """)
    #expect(dead.count == 15)
    #expect(dead.allSatisfy { $0[0] == .integer(-1) && $0[1] == .integer(-1) && $0[2] == .integer(0) })
    #expect(
      try file.cell("SELECT count(*) FROM ticker_price WHERE typeof(\"count\") <> 'integer'") == .integer(0))
    #expect(
      try file.cell("SELECT count(*) FROM ticker_price WHERE typeof(lastPrice) <> 'text'") == .integer(0))
  }

  @Test("what no column takes is in extra, byte for byte")
  func extra() throws {
    let archive = try archive()
    try archive.replay(to: "one.sqlite", schema: TableCatalogue.schemas[0])
    let file = try SQLiteFile(archive.directory.file("one.sqlite"))
    let extra = try file.texts("SELECT extra FROM exchange_info WHERE run_id LIKE '20260904%'")
    let fields = try #require(JSONValue.parse(Array(extra[0].utf8)).members).map(\.key)
    let upgrade = ["permissionSets", "otoAllowed", "opoAllowed", "amendAllowed", "pegInstructionsAllowed"]
    #expect(Set(upgrade).isSubset(of: fields))
    #expect(try file.cell("SELECT count(*) FROM ticker_price WHERE extra IS NOT NULL") == .integer(0))
  }
}
