import Audit
import BinanceUS
import EventModel
import TestKit
import Testing

@Suite("Coverage")
struct CoverageTests {
  private func page(_ ids: ClosedRange<Int>) -> String {
    "["
      + ids.map { #"{"symbol":"A","id":\#($0),"orderId":\#($0),"qty":"1","time":1}"# }.joined(separator: ",")
      + "]"
  }

  private func read(_ fill: (ArchiveBuilder) throws -> Void) throws -> Coverage {
    let builder = try ArchiveBuilder()
    try fill(builder)
    return try withExtendedLifetime(builder) { try Coverage.read(builder.log) }
  }

  @Test("pages that touch leave no gap; a page that is not there does", arguments: [true, false])
  func gaps(isThere: Bool) throws {
    let coverage = try read { builder in
      try builder.record("/api/v3/myTrades", query: "fromId=0&limit=3&symbol=A", page(1...3))
      if isThere { try builder.record("/api/v3/myTrades", query: "fromId=3&limit=3&symbol=A", page(3...5)) }
      try builder.record("/api/v3/myTrades", query: "fromId=5&limit=3&symbol=A", page(5...6))
    }
    #expect(
      coverage.gaps.map(\.sentence) == (isThere ? [] : ["trades between ids 3 and 5 were never asked for"]))
    #expect(coverage.symbols.first?.trades.responses == (isThere ? 3 : 2))
    #expect(coverage.symbols.first?.trades.isLastPageFull == false)
  }

  @Test("a full last page, a beginning never requested, and events a run lacks are gaps")
  func otherGaps() throws {
    let coverage = try read { builder in
      try builder.record("/api/v3/myTrades", query: "fromId=7&limit=3&symbol=A", page(7...9))
      let run = try #require(RunID("run-2"))
      for ordinal in [0, 1, 4] as [UInt32] {
        try builder.append([
          NewEvent(run: run, ordinal: ordinal, kind: .runStart, observedAt: ArchiveBuilder.someTime)
        ])
      }
    }
    #expect(
      coverage.gaps.map { "\($0.subject): \($0.sentence)" } == [
        "A: trades before id 7 were never asked for",
        "A: the last page of trades is full, and what lies behind it was never asked for",
        "run-2: 2 events, first 2, of the run are not in the archive",
      ])
  }

  @Test("a window of orders looks at their last update, so what lies between its records was never requested")
  func windowOfOrders() throws {
    let coverage = try read { builder in
      let window = #"[{"orderId":3,"executedQty":"0"},{"orderId":9,"executedQty":"0"}]"#
      try builder.record("/api/v3/allOrders", query: "limit=1000&startTime=7&symbol=A", window)
      try builder.record("/api/v3/allOrders", query: "limit=1000&orderId=9&symbol=A", page(9...10))
    }
    #expect(coverage.gaps.map(\.sentence) == ["orders before id 9 were never asked for"])
    let orders = try #require(coverage.symbols.first?.orders)
    #expect(orders.requested == [9...10] && Array(orders.known.covered) == [3...3, 9...10])
  }

  @Test("a source is known as far as its windows were received whole, without a gap")
  func windows() throws {
    func until(_ queries: [String]) throws -> Int64? {
      let coverage = try read { builder in
        for query in queries { try builder.record("/sapi/v1/capital/deposit/hisrec", query: query, "[]") }
      }
      return coverage.sources.first?.knownUntil.map { $0.microseconds / 1000 }
    }
    #expect(try until(["endTime=9&limit=9&startTime=5", "endTime=20&limit=9&startTime=9"]) == 20)
    #expect(try until(["endTime=9&limit=9&startTime=5", "endTime=20&limit=9&startTime=12"]) == 9)
    #expect(try until(["coin=BTC&endTime=9&startTime=5"]) == nil)
  }

  @Test("errors are counted, and a failure that nothing followed is open")
  func failures() throws {
    let coverage = try read { builder in
      try builder.record("/api/v3/myTrades", query: "fromId=0&limit=3&symbol=A", "[]")
      try builder.record("/api/v3/myTrades", query: "fromId=0&limit=3&symbol=A", "{}", status: 500)
    }
    let trades = try #require(coverage.symbols.first?.trades)
    #expect((trades.requests, trades.responses, trades.failures) == (2, 1, 1))
    #expect(trades.openFailure == 2)
  }

  @Test("an empty archive covers nothing")
  func empty() throws {
    let coverage = try read { _ in }
    #expect(coverage.symbols.isEmpty && coverage.gaps.isEmpty && coverage.sources.isEmpty)
  }
}
