import EventModel
import JSONView
import TestKit
import Testing

@testable import BinanceUS

@Suite("The state of sync as text")
struct SyncStateTextTests {
  /// A state that has something of everything.
  static func full() throws -> SyncState {
    var state = SyncState()
    state.through = 77
    state.omitted = [try #require(RunID("run-2"))]
    (state.uid, state.reportedUID, state.exchangeInfoSequence, state.accountSequence) = (5, .min, 3, 4)
    (state.everHeld, state.heldInAccount, state.heldInWallet) = (["BTC", "-", "a%\tb"], ["BTC"], ["-"])
    state.keys = ["f1", "f2"]
    state.runKey = "k"
    state.weightLimits = try [
      #require(WeightLimit(weight: 6000, unit: .minute, count: 1)),
      #require(WeightLimit(weight: .max, unit: .day, count: 7)),
    ]
    for query in ["startTime=5&endTime=9&limit=1", "startTime=20&endTime=30"] {
      let rows = query.hasSuffix("30") ? "[]" : "[{}]"
      state.windows["/sapi/v1/x", default: WindowState()].take(
        ListPage(CanonicalQuery(query), try JSONValue.parse(rows), body: digest([1])))
      state.windows["/sapi/v1/y", default: WindowState()].take(
        ListPage(CanonicalQuery("\(query)&offset=0"), try JSONValue.parse("[]"), body: digest([2])))
    }
    state.windows["/sapi/v1/z", default: WindowState()].take(
      ListPage(
        CanonicalQuery("startTime=5&endTime=9&limit=1"), try JSONValue.parse("[{}]"), body: digest([1])))
    for (name, span) in [("a\t%", Int64.min...Int64.max), ("-", 5...5)] {
      state.openFacts["/sapi/v1/x", default: OpenFacts()].spans[name] = span
    }
    for (rank, name) in ["BTCUSDT", "这是\t测试"].enumerated() {
      var symbol = SymbolState(name: name, rank: rank, base: "B", quote: "")
      try symbol.feed(.myTrades, "fromId=0&limit=3", [trade(1, of: 10), trade(2, of: 11), trade(2, of: 12)])
      try symbol.feed(.myTrades, "fromId=40&limit=3", [trade(41, of: 13)], run: "b")
      try symbol.feed(.myTrades, "fromId=41&limit=3", [], run: "c")
      try symbol.feed(
        .allOrders, "startTime=4", [order(5, "NEW", executed: "0"), order(9, executed: "2.50")])
      symbol.isListed = rank == 0
      symbol.unknownAt = rank == 0 ? nil : Timestamp(microseconds: -5)
      symbol.lastRequestedAt = Timestamp(microseconds: 1_795_409_624_123_456)
      state.symbols[name] = symbol
    }
    return state
  }

  /// A text without its last line, which is a digest of the others.
  private func unsigned(_ text: String) -> String {
    text.split(separator: "\n").dropLast().map { "\($0)\n" }.joined()
  }

  @Test("is read back as it was, everything in it")
  func roundTrip() throws {
    let state = try Self.full()
    let again = try #require(SyncState(text: state.text))
    #expect(again == state)
    #expect(again.text == state.text)
    #expect(SyncState(text: SyncState().text) == SyncState())
  }

  @Test("is not read where a line of it is another's, or its first line is of another version")
  func foreign() throws {
    let text = try Self.full().text
    #expect(SyncState(text: "") == nil && SyncState(text: "sync-state\t9\n") == nil)
    let plain = unsigned(text)
    #expect(SyncState(text: plain + SyncState.check(of: plain[...])) != nil)
    let other = plain + "other\t1\n"
    #expect(SyncState(text: other + SyncState.check(of: other[...])) == nil)
    for version in 1...2 {
      let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
      let old = (["sync-state\t\(version)"] + lines.dropFirst()).joined(separator: "\n")
      #expect(SyncState(text: old + SyncState.check(of: old[...])) == nil)
    }
  }

  @Test("a truncated or changed text is refused, or is written again as it was read")
  func hostile() throws {
    let text = Array(unsigned(try Self.full().text).utf8)
    var random = SeededGenerator(seed: 11)
    var readable = 0
    for _ in 0..<600 {
      var bytes = text
      for _ in 0...random.within(0...2) {
        bytes[random.within(0...(bytes.count - 1))] =
          [0x09, 0x0A, 0x2D, 0x39, 0x2E, 0x2C][random.within(0...5)]
      }
      if random.oneIn(3) { bytes.removeLast(random.within(0...(bytes.count - 1))) }
      #expect(SyncState(text: String(decoding: bytes, as: UTF8.self)) == nil || bytes == text)
      let changed = String(decoding: bytes, as: UTF8.self)
      guard let state = SyncState(text: changed + SyncState.check(of: changed[...])) else { continue }
      readable += 1
      #expect(SyncState(text: state.text) == state)
    }
  }
}
