import CommandKit
import Foundation
import TestKit
import Testing

@Suite("Clients of others", .enabled(if: PythonClients.areExpected))
struct RecipeTests {
  private typealias Row = [String: String]

  /// What a client got, as recipe.py prints it.
  private struct Response: Decodable {
    let markets: [String: String]
    let tickers: [Row]
    let one_ticker: [Row]
    let balances: [Row]
    let trades: [Row]
    let orders: [Row]
    let coins: [Row]
  }

  /// What is appended to a recipe: no address of the exchange is left, and a signed method of the
  /// wallet, whose address is another one, works too.
  private static let proof = [
    "ccxt": """
    assert all(url.startswith("http://127.0.0.1:") for url in exchange.urls["api"].values())
    exchange.sapi_get_capital_config_getall()
    exchange.set_sandbox_mode(True)
    assert all(url.startswith("http://127.0.0.1:") for url in exchange.urls["api"].values())
    """,
    "binance": """
    assert all(getattr(client, name).startswith("http://127.0.0.1:") for name in dir(client) if name.endswith("URL"))
    client.get_all_coins_info()
    """,
  ]

  @Test("ccxt and python-binance get what the tables say, value by value")
  func values() throws {
    let python = try PythonClients.python.get().program("python")
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    let tables = try SQLiteFile(place.path("t.sqlite"))
    let outcome = try place.alone(
      """
      mkfifo url; bnus-replay serve --port 0 --log >url 2>log & read -r address <url
      \(python) \(PythonClients.script) $address BTCUSDT BTC/USDT; code=$?
      kill -TERM $!; wait $!; [ $? = 0 ] && exit $code
      """)
    let log = try String(decoding: place.data("log"), as: UTF8.self)
    try #require(outcome.code == 0, "\(outcome) \(log)")
    let responses = try JSONDecoder().decode([String: Response].self, from: outcome.output)
    #expect(responses.count == 2)
    for (client, response) in responses { try compare(response, with: tables, client) }
    #expect(!log.contains(" 404 "), "\(log)")
    #expect(!log.contains("signature"))
  }

  @Test(
    "the recipes of docs/playback.md run as they stand, but for the port, where nothing else can be reached")
  func readme() throws {
    let python = try PythonClients.python.get().program("python")
    let recipes = try Repository.text("docs/playback.md").matches(of: /```python\n([^`]*)```/).map(\.1)
    #expect(recipes.count == 2)
    for recipe in recipes {
      let place = try Workplace(fixtures: 5)
      let proof = try #require(Self.proof[recipe.contains("ccxt") ? "ccxt" : "binance"])
      try place.write("\(recipe)\n\(proof)\n", to: "recipe.py")
      let outcome = try place.alone(
        """
        mkfifo url; bnus-replay serve --port 0 >url 2>log & read -r address <url
        sed -i "s|http://127.0.0.1:8787|$address|" recipe.py; \(python) recipe.py; code=$?
        kill -TERM $!; wait $! && exit $code
        """)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.lines.count == 2)
    }
  }

  private func compare(_ response: Response, with tables: SQLiteFile, _ client: String) throws {
    let markets = try rows("symbol, status", "exchange_info_latest", of: tables)
    #expect(response.markets == Dictionary(markets.map { ($0[0], $0[1]) }) { $1 }, "\(client)")
    let prices = ["symbol", "lastPrice", "bidPrice", "askPrice", "volume", "quoteVolume", "count", "firstId"]
    try expect(response.tickers, prices, "ticker_price_latest", of: tables, client)
    try expect(
      response.one_ticker, prices, "ticker_price_latest WHERE symbol = 'BTCUSDT'", of: tables, client)
    let held = response.balances.filter {
      Decimal(string: $0["free"] ?? "") != 0 || Decimal(string: $0["locked"] ?? "") != 0
    }
    try expect(held, ["asset", "free", "locked"], "account_balance_latest", of: tables, client)
    try expect(
      response.trades,
      [
        "symbol", "id", "orderId", "orderListId", "price", "qty", "quoteQty", "commission", "commissionAsset",
        "isBuyer", "isMaker",
      ], "trade_latest WHERE symbol = 'BTCUSDT'", of: tables, client)
    try expect(
      response.orders,
      [
        "symbol", "orderId", "clientOrderId", "price", "origQty", "executedQty", "cummulativeQuoteQty",
        "status",
        "timeInForce", "type", "side",
      ], "order_latest WHERE symbol = 'BTCUSDT'", of: tables, client)
    try expect(response.coins, ["coin", "name", "free"], "wallet_details_latest", of: tables, client)
  }

  /// Holds rows of a response to those of a table, in any order.
  private func expect(
    _ got: [Row], _ columns: [String], _ table: String, of tables: SQLiteFile, _ client: String
  ) throws {
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let right = try rows(list, table, of: tables)
    #expect(!right.isEmpty, "\(table)")
    let seen = got.map { row in columns.map { Self.text(row[$0] ?? "-") } }
    #expect(
      seen.sorted { $0.lexicographicallyPrecedes($1) } == right.sorted { $0.lexicographicallyPrecedes($1) },
      "\(client): \(table)")
  }

  private func rows(_ columns: String, _ table: String, of tables: SQLiteFile) throws -> [[String]] {
    try tables.rows("SELECT \(columns) FROM \(table)").map { row in
      row.map { cell in
        switch cell {
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .integer(let number): "\(number)"
        default: "-"
        }
      }
    }
  }

  /// Python's words for truth as SQLite's.
  private static func text(_ value: String) -> String {
    value == "True" ? "1" : value == "False" ? "0" : value
  }
}
