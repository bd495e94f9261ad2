import EventModel
import JSONView
import TestKit
import Testing

@testable import BinanceUS

@Suite("What may still change")
struct OpenFactsTests {
  private func times(_ endpoint: Endpoint, _ bodies: String...) throws -> [Int64] {
    var facts = OpenFacts()
    for body in bodies {
      facts.take(
        ListPage.rows(of: try JSONValue.parse(Array(body.utf8))), try #require(OpenFacts.Rule.of(endpoint)),
        start: 7)
    }
    return facts.times
  }

  @Test("a withdrawal is open until it is completed, cancelled, rejected or failed")
  func withdrawals() throws {
    func row(_ id: String, _ status: String) -> String {
      #"{"id":"\#(id)","status":\#(status),"applyTime":"2025-10-02 12:46:49"}"#
    }
    let time: Int64 = 1_759_409_209_000
    for status in ["0", "2", "4", "\"4\""] {
      #expect(try times(.withdrawals, "[\(row("a", status))]") == [time])
    }
    for status in ["1", "3", "5", "6", "99", "null", "[]"] {
      #expect(try times(.withdrawals, "[\(row("a", status))]") == [], "\(status)")
      #expect(try times(.withdrawals, "[\(row("a", "4"))]", "[\(row("a", status))]") == [], "\(status)")
    }
    #expect(try times(.withdrawals, "[\(row("a", "4")),\(row("b", "2"))]", "[\(row("a", "6"))]") == [time])
  }

  @Test("of equal deposits one that is pending keeps both open; what says no time is found by its window")
  func others() throws {
    func deposit(_ status: Int) -> String {
      #"{"coin":"B","amount":"1","insertTime":5,"status":\#(status),"address":"x"}"#
    }
    #expect(try times(.deposits, "[\(deposit(0)),\(deposit(1))]") == [5])
    #expect(try times(.deposits, "[\(deposit(1)),\(deposit(0))]", "[\(deposit(1)),\(deposit(1))]") == [])
    let fiat = #"{"assetLogRecordList":[{"orderId":"a","orderStatus":"Processing"}]}"#
    #expect(try times(.fiatDeposits, fiat) == [7])
    #expect(OpenFacts.Rule.of(.distributions) == nil, "a distribution does not change")
  }

  @Test("as many as no account has are kept, and no more")
  func many() throws {
    let rows = (0..<10_500).map { #"{"id":"\#($0)","status":4,"applyTime":\#($0)}"# }.joined(separator: ",")
    #expect(try times(.withdrawals, "[\(rows)]").count == OpenFacts.most)
  }
}
