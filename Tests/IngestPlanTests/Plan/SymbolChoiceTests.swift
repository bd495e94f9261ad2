import BinanceUS
import EventModel
import TestKit
import Testing

@testable import Ingest

@Suite("Which symbols a run requests")
struct SymbolChoiceTests {
  private static let second: Int64 = 1_000_000

  private static func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds &* second) }

  /// Four markets; BTC is held now, ETH was once; SOLUSD has a trade; XRPUSD is unknown to the exchange since second 10.
  private static func state() throws -> SyncState {
    let archive = try ArchiveBuilder()
    func info(_ symbols: [String]) -> String {
      let rows = symbols.map { #"{"symbol":"\#($0)USD","baseAsset":"\#($0)","quoteAsset":"USD"}"# }
      return #"{"symbols":[\#(rows.joined(separator: ","))]}"#
    }
    func balances(_ assets: [String]) -> String {
      let rows = assets.map { #"{"asset":"\#($0)","free":"1.0","locked":"0.0"}"# }
      return #"{"balances":[\#(rows.joined(separator: ","))]}"#
    }
    try archive.record("/api/v3/exchangeInfo", info(["ADA", "ETH", "SOL", "XRP", "BTC"]))
    try archive.record("/api/v3/account", balances(["ETH", "XRP"]))
    try archive.record("/api/v3/account", balances(["BTC"]))
    for (name, seconds) in [("BTC", 30), ("SOL", 20), ("ETH", 10)] as [(String, Int64)] {
      let trade = name == "SOL" ? #"[{"id":1,"orderId":1,"qty":"1"}]"# : "[]"
      try archive.record(
        "/api/v3/myTrades", query: "fromId=0&limit=9&symbol=\(name)USD", trade, at: at(seconds))
    }
    try archive.record(
      "/api/v3/myTrades", query: "fromId=0&limit=9&symbol=XRPUSD", #"{"code":-1121,"msg":"Invalid symbol."}"#,
      at: at(10), status: 400)
    try archive.record("/api/v3/exchangeInfo", info(["ADA", "ETH", "SOL", "BTC"]))
    return try SyncState.load(from: archive.log)
  }

  @Test(
    "by what is or was held, by the balances of now, or all",
    arguments: [
      (SymbolScope.held, nil, ["ETHUSD", "SOLUSD", "BTCUSD"]), (.balances, nil, ["BTCUSD"]),
      (.all, nil, ["ETHUSD", "SOLUSD", "BTCUSD", "ADAUSD"]), (.balances, 0, []),
      // With a limit those that were requested least recently, or never, come first.
      (.held, 2, ["ETHUSD", "SOLUSD"]), (.all, 2, ["ADAUSD", "ETHUSD"]),
      (.named(["btcusd", "ETHUSD"]), 1, ["BTCUSD"]),
    ] as [(SymbolScope, Int?, [String])])
  func scopes(scope: SymbolScope, limit: Int?, symbols: [String]) throws {
    #expect(scope.symbols(in: try Self.state(), limit: limit, now: Self.at(100)) == symbols)
  }

  @Test("one that the exchange does not know is requested again after a week")
  func unknown() throws {
    let week: Int64 = 7 &* 86_400
    let state = try Self.state()
    #expect(!SymbolScope.held.symbols(in: state, limit: nil, now: Self.at(10 &+ week)).contains("XRPUSD"))
    #expect(SymbolScope.held.symbols(in: state, limit: nil, now: Self.at(11 &+ week)).contains("XRPUSD"))
  }
}
