import BinanceUS
import TestKit
import Testing

@testable import Ingest

@Suite("The scope of symbols")
struct SymbolScopeTests {
  /// The state of an archive whose exchangeInfo lists these symbols.
  private static func state(_ symbols: [String]) throws -> SyncState {
    let archive = try ArchiveBuilder()
    let list = symbols.map { #"{"symbol":"\#($0)","baseAsset":"B","quoteAsset":"Q"}"# }
    try archive.record("/api/v3/exchangeInfo", #"{"symbols":[\#(list.joined(separator: ","))]}"#)
    return try SyncState.load(from: archive.log)
  }

  @Test(
    "symbols may be typed in any case",
    arguments: [
      (["btcusd", "ETHusd"], ["BTCUSD", "ETHUSD"]), (["btcusd", "BTCUSD"], ["BTCUSD"]),
      (["LUNA中usd"], ["LUNA中USD"]), (["gone"], ["GONE"]), (["mixed"], ["MIXED"]), (["Mixed"], ["Mixed"]),
    ])
  func anyCase(typed: [String], requested: [String]) throws {
    let state = try Self.state(["BTCUSD", "ETHUSD", "LUNA中USD", "Mixed", "mIXED"])
    let scope = SymbolScope.named(typed)
    #expect(scope.symbols(in: state, limit: nil, now: ArchiveBuilder.someTime) == requested)
  }

  @Test("no name breaks the text in which the state is kept")
  func text() throws {
    let names = ["A%41", #"A\tB"#, #"A\nheld\tX"#, #"A\r\nB"#, "-", "LUNA中USD", #"\u0000"#]
    let state = try Self.state(names)
    #expect(state.symbols.count == names.count)
    #expect(SyncState(text: state.text) == state)
  }

  @Test("what is not a name of a symbol is not requested")
  func noNames() throws {
    let state = try Self.state(["", "BTCUSD", String(repeating: "A", count: 70_000)])
    #expect(SymbolScope.all.symbols(in: state, limit: nil, now: ArchiveBuilder.someTime) == ["BTCUSD"])
  }
}
