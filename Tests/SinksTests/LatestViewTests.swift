import EventModel
import Projections
import TestKit
import Testing

@Suite("The views of what is newest")
struct LatestViewTests {
  private func time(_ second: Int64) -> Timestamp {
    Timestamp(microseconds: ArchiveBuilder.someTime.microseconds + second * 1_000_000)
  }

  private func account(_ balances: String) -> String {
    "{\"canTrade\":true,\"balances\":[" + balances + "]}"
  }

  private func balance(_ asset: String, _ free: String) -> String {
    "{\"asset\":\"\(asset)\",\"free\":\"\(free)\",\"locked\":\"0\"}"
  }

  private func symbols(_ names: [String], status: String = "TRADING", quote: String = "USD") -> String {
    let records = names.map { "{\"symbol\":\"\($0)\",\"status\":\"\(status)\",\"quoteAsset\":\"\(quote)\"}" }
    return "{\"timezone\":\"UTC\",\"symbols\":[" + records.joined(separator: ",") + "]}"
  }

  private func trade(_ id: Int, order: Int, price: String, symbol: String = "BTCUSD") -> String {
    "{\"symbol\":\"\(symbol)\",\"id\":\(id),\"orderId\":\(order),\"price\":\"\(price)\",\"isBuyer\":\(order % 2 == 0)}"
  }

  private func rows(_ archive: ArchiveBuilder, _ sql: String, schema: Int = 3) throws -> [[PlainCell]] {
    let name = "schema-\(schema).sqlite"
    try archive.replay(to: name, schema: #require(TableCatalogue.schema(schema)))
    return try SQLiteFile(archive.directory.file(name)).rows(sql)
  }

  @Test("a coin that was sold disappears", arguments: 1...3)
  func sold(schema: Int) throws {
    let archive = try ArchiveBuilder()
    let sql = "SELECT asset, free FROM account_balance_latest ORDER BY asset"
    try archive.record(
      "/api/v3/account", account(balance("BTC", "1") + "," + balance("ETH", "2")), run: "a", at: time(0))
    #expect(
      try rows(archive, sql, schema: schema) == [[.text("BTC"), .text("1")], [.text("ETH"), .text("2")]])
    try archive.record(
      "/api/v3/account", account(balance("BTC", "0.00") + "," + balance("ETH", "3")), run: "b", at: time(1))
    #expect(try rows(archive, sql, schema: schema) == [[.text("ETH"), .text("3")]])
    try archive.record("/api/v3/account", account(balance("ETH", "0")), run: "c", at: time(2))
    #expect(try rows(archive, sql, schema: schema) == [])
    try archive.record("/api/v3/account", "<html>", run: "d", at: time(3))
    #expect(try rows(archive, sql, schema: schema) == [])
  }

  @Test("newest is what was observed last, not what was stored last")
  func observed() throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/account", account(balance("NEW", "1")), run: "today", at: time(100))
    try archive.record("/api/v3/account", account(balance("OLD", "1")), run: "import", at: time(0))
    #expect(try rows(archive, "SELECT asset FROM account_balance_latest") == [[.text("NEW")]])
    let order = "{\"symbol\":\"B\",\"orderId\":7,\"status\":\"%\"}"
    try archive.record("/api/v3/order", order.replacing("%", with: "FILLED"), run: "today", at: time(100))
    try archive.record(
      "/api/v3/allOrders", "[" + order.replacing("%", with: "NEW") + "]", run: "import", at: time(0))
    #expect(try rows(archive, "SELECT status FROM order_latest") == [[.text("FILLED")]])
  }

  @Test("of two responses observed at one time the one stored last is newest")
  func sameTime() throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/account", account(balance("ONE", "1")), run: "a", at: time(0))
    try archive.record("/api/v3/account", account(balance("TWO", "1")), run: "b", at: time(0))
    #expect(try rows(archive, "SELECT asset FROM account_balance_latest") == [[.text("TWO")]])
  }

  @Test("a response about one symbol does not replace the whole", arguments: ["a", "b"])
  func oneSymbol(run: String) throws {
    let archive = try ArchiveBuilder()
    let sql = "SELECT symbol FROM exchange_info_latest ORDER BY symbol"
    try archive.record("/api/v3/exchangeInfo", query: "symbol=B", symbols(["B"]), run: "0", at: time(0))
    #expect(try rows(archive, sql) == [[.text("B")]])
    try archive.record("/api/v3/exchangeInfo", symbols(["A", "B", "C"]), run: "a", at: time(1))
    try archive.record(
      "/api/v3/exchangeInfo", query: "symbol=B", symbols(["B"], status: "BREAK"), run: run, at: time(2))
    #expect(try rows(archive, sql) == [[.text("A")], [.text("B")], [.text("C")]])
  }

  @Test("a symbol string that names another instrument now shows the one of now")
  func reused() throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/exchangeInfo", symbols(["BTCUSD"], quote: "USD"), run: "2021", at: time(0))
    try archive.record(
      "/api/v3/exchangeInfo", symbols(["BTCUSD4"], status: "BREAK", quote: "USD4"), run: "2025", at: time(1))
    try archive.record("/api/v3/exchangeInfo", symbols(["BTCUSD4", "BTCUSD"]), run: "2026", at: time(2))
    let latest = try rows(archive, "SELECT symbol, run_id FROM exchange_info_latest ORDER BY symbol")
    #expect(latest == [[.text("BTCUSD"), .text("2026")], [.text("BTCUSD4"), .text("2026")]])
    #expect(try rows(archive, "SELECT count(*) FROM exchange_info") == [[.integer(4)]])
  }

  @Test("both sides of a self trade are kept where the key can tell them apart", arguments: 1...3)
  func selfTrade(schema: Int) throws {
    let archive = try ArchiveBuilder()
    let page = "[\(trade(5, order: 10, price: "1")),\(trade(5, order: 11, price: "1"))]"
    try archive.record("/api/v3/myTrades", query: "symbol=BTCUSD", page, run: "a", at: time(0))
    let orders = try rows(archive, "SELECT orderId FROM trade_latest ORDER BY orderId", schema: schema)
    #expect(orders == (schema == 1 ? [[.integer(11)]] : [[.integer(10)], [.integer(11)]]))
    let lost = try rows(
      archive, "SELECT superseded, lost FROM _replay WHERE \"table\" = 'trade'", schema: schema)
    #expect(lost == [schema == 1 ? [.integer(1), .integer(1)] : [.integer(0), .integer(0)]])
  }

  @Test("an entry reported again shows what was reported last, one row an entry", arguments: 1...3)
  func history(schema: Int) throws {
    let archive = try ArchiveBuilder()
    let pages = [
      "[\(trade(1, order: 1, price: "1")),\(trade(2, order: 1, price: "1"))]",
      "[\(trade(2, order: 1, price: "2")),\(trade(3, order: 2, price: "2"))]",
    ]
    for (place, page) in pages.enumerated() {
      try archive.record(
        "/api/v3/myTrades", query: "symbol=BTCUSD", page, run: "run-\(place)", at: time(Int64(place)))
    }
    let latest = try rows(archive, "SELECT id, price FROM trade_latest ORDER BY id", schema: schema)
    #expect(
      latest == [
        [.integer(1), .text("1")], [.integer(2), .text("2")], [.integer(3), .text("2")],
      ])
  }

  @Test("schema 1 counts the rows that its keys cost, and only those")
  func lost() throws {
    let archive = try ArchiveBuilder()
    let other = trade(1, order: 9, price: "5", symbol: "ETHUSD")
    try archive.record(
      "/api/v3/myTrades", query: "symbol=BTCUSD", "[\(trade(1, order: 1, price: "1"))]", run: "a")
    try archive.record("/api/v3/myTrades", query: "symbol=ETHUSD", "[\(other)]", run: "a")
    try archive.record("/api/v3/myTrades", query: "symbol=ETHUSD", "[\(other)]", run: "a")
    try archive.record("/api/v3/myTrades", query: "symbol=ETHUSD", "[\(other)]", run: "b")
    let sql = "SELECT \"rows\", superseded, lost FROM _replay WHERE \"table\" = 'trade'"
    #expect(try rows(archive, sql, schema: 1) == [[.integer(2), .integer(2), .integer(1)]])
    #expect(try rows(archive, sql, schema: 2) == [[.integer(3), .integer(1), .integer(0)]])
  }
}
