import EventModel
import JSONView
import TestKit
import Testing

@testable import BinanceUS

@Suite("What may still change")
struct OpenFactsTests {
  private func times(
    _ endpoint: Endpoint, _ bodies: String..., query: String = "endTime=9&limit=1&startTime=7"
  ) throws -> [Int64] {
    var facts = OpenFacts()
    for body in bodies {
      let value = try JSONValue.parse(Array(body.utf8))
      facts.take(
        ListPage.rows(of: value), try #require(OpenFacts.Rule.of(endpoint)),
        ListPage(CanonicalQuery(query), value, body: digest([])))
    }
    return facts.times.map(\.lowerBound)
  }

  @Test("a withdrawal is open until it is completed, cancelled, rejected or failed")
  func withdrawals() throws {
    func row(_ id: String, _ status: String) -> String {
      #"{"id":"\#(id)","status":\#(status),"applyTime":"2025-10-02 12:46:49"}"#
    }
    let time: Int64 = 1_759_409_209_000
    for status in ["0", "2", "4", "\"4\"", "99"] {
      #expect(try times(.withdrawals, "[\(row("a", status))]") == [time])
    }
    for status in ["1", "3", "5", "6", "null", "[]"] {
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
    #expect(try times(.fiatDeposits, fiat.replacing("Processing", with: "processing")) == [7])
    #expect(try times(.fiatDeposits, fiat.replacing("Processing", with: "SUCCESSFUL")) == [])
    #expect(OpenFacts.Rule.of(.distributions) == nil, "a distribution does not change")
  }

  @Test("what a whole window does not hold any more is gone, what another window would show stays")
  func gone() throws {
    let row = #"[{"id":"a","status":4,"applyTime":8}]"#
    #expect(try times(.withdrawals, row, "[]") == [])
    #expect(try times(.withdrawals, row, #"[{"id":"b","status":6}]"#) == [8], "a page that is full may go on")
    #expect(try times(.withdrawals, row, "[]", query: "endTime=99&startTime=9") == [8])
    #expect(try times(.withdrawals, row, "[]", query: "coin=B&endTime=9&startTime=7") == [8])
  }

  @Test("as many as no account has are kept, and no more")
  func many() throws {
    let rows = (0..<10_500).map { #"{"id":"\#($0)","status":4,"applyTime":\#($0)}"# }.joined(separator: ",")
    #expect(try times(.withdrawals, "[\(rows)]").count == OpenFacts.mostFacts)
  }
}
