import Audit
import EventModel
import TestKit
import Testing

@Suite("Orders that end, are archived, or have a name that is used again")
struct OrderChecksTests {
  private static let day = Int64(86_400_000)
  private static let begin = Int64(1_767_225_600_000)

  /// An archive of pages of one symbol, each requested on a day.
  private func audit(_ pages: [(day: Int64, endpoint: String, query: String, body: String)]) throws
    -> [String]
  {
    let builder = try ArchiveBuilder()
    for page in pages {
      try builder.record(
        "/api/v3/\(page.endpoint)", query: "\(page.query)&limit=1000&symbol=AB", page.body,
        run: "run-\(page.day)", at: time(page.day))
    }
    return try withExtendedLifetime(builder) {
      try Contradictions.find(builder.log).findings.map { "\($0.kind.rawValue) \($0.ids) \($0.events)" }
    }
  }

  private func time(_ day: Int64) -> Timestamp {
    Timestamp(microseconds: (OrderChecksTests.begin + day * OrderChecksTests.day) * 1000)
  }

  private func order(_ id: Int, _ status: String, _ executed: String, endedOn day: Int64 = 0) -> String {
    let time = OrderChecksTests.begin + day * OrderChecksTests.day - 1
    return
      #"{"symbol":"AB","orderId":\#(id),"status":"\#(status)","executedQty":"\#(executed)","updateTime":\#(time)}"#
  }

  private func trade(_ id: Int, order: Int, _ quantity: String) -> String {
    #"{"symbol":"AB","id":\#(id),"orderId":\#(order),"qty":"\#(quantity)","price":"1","time":\#(OrderChecksTests.begin)}"#
  }

  @Test(
    "an unfilled order may be gone 90 days after it ended, and not before; a filled one never",
    arguments: [
      (status: "CANCELED", executed: "0.00", days: Int64(91), isFound: false), ("EXPIRED", "0", 90, false),
      ("NEW", "0.00000000", 91, false), ("CANCELED", "0.00", 80, true), ("NEW", "0", 80, true),
      ("FILLED", "2.00", 91, true), ("CANCELED", "0.50", 400, true),
    ])
  func archiving(status: String, executed: String, days: Int64, isFound: Bool) throws {
    let other = order(9, "NEW", "0", endedOn: days)
    let found = try audit([
      (1, "allOrders", "orderId=0", "[\(order(5, status, executed, endedOn: 1))]"),
      (days, "allOrders", "orderId=0", "[\(other)]"),
      (days + 1, "allOrders", "orderId=1", "[\(other)]"),
    ])
    #expect(found == (isFound ? ["page_lacks_record [5] [1, 2]"] : []))
    let byOther = try audit([
      (1, "allOrders", "orderId=0", "[\(order(5, status, executed, endedOn: 1))]"),
      (days, "allOrders", "orderId=2", "[\(other)]"),
    ])
    #expect(byOther.filter { !$0.hasPrefix("coverage") } == (isFound ? ["record_vanished [5] [1, 2]"] : []))
  }

  @Test("an order put away keeps what its trades add up to")
  func archivedSum() throws {
    let gone = order(5, "CANCELED", "0.00", endedOn: 1)
    #expect(
      try audit([
        (1, "myTrades", "fromId=0", "[]"), (1, "allOrders", "orderId=0", "[\(gone)]"),
        (120, "myTrades", "fromId=0", "[\(trade(1, order: 9, "3"))]"),
        (120, "allOrders", "orderId=0", "[\(order(9, "FILLED", "3.0", endedOn: 119))]"),
      ]) == [])
  }

  @Test(
    "a page of an earlier moment that was stored later must still hold what had not been put away by then")
  func earlierMomentLater() throws {
    let old = order(5, "CANCELED", "0.00", endedOn: 1)
    let found = try audit([
      (1, "allOrders", "orderId=0", "[\(old)]"), (200, "allOrders", "orderId=1", "[]"),
      (30, "allOrders", "orderId=2", "[]"),
    ])
    #expect(found.filter { !$0.hasPrefix("coverage") } == ["record_vanished [5] [1, 3]"])
  }

  @Test("the trades of an order from an id on need not hold those before it")
  func tradesOfOrderFrom() throws {
    let (first, second) = (trade(3, order: 9, "1"), trade(4, order: 9, "1"))
    let pages: [(day: Int64, endpoint: String, query: String, body: String)] = [
      (1, "myTrades", "fromId=0", "[\(first),\(second)]"),
      (1, "myTrades", "fromId=4&orderId=9", "[\(second)]"),
    ]
    #expect(try audit(pages) == [])
    #expect(
      try audit(pages + [(2, "myTrades", "fromId=3&orderId=9", "[\(second)]")]) == [
        "record_vanished [3] [1, 3]"
      ])
  }

  @Test(
    "a name used again begins anew: its old orders are neither missing nor summed", arguments: [true, false])
  func reusedName(isBalanced: Bool) throws {
    let old = trade(700, order: 800, "2")
    let new = trade(3, order: 4, isBalanced ? "1.0" : "0.5")
    let found = try audit([
      (1, "myTrades", "fromId=0", "[\(old)]"),
      (1, "allOrders", "orderId=0", "[\(order(800, "FILLED", "2"))]"),
      (2, "myTrades", "fromId=700", "[]"), (2, "allOrders", "orderId=800", "[]"),
      (3, "myTrades", "fromId=700", "[]"), (3, "allOrders", "orderId=800", "[]"),
      (3, "myTrades", "fromId=0", "[\(new)]"), (3, "allOrders", "orderId=0", "[\(order(4, "FILLED", "1"))]"),
      (4, "myTrades", "fromId=3", "[\(new)]"), (4, "allOrders", "orderId=4", "[\(order(4, "FILLED", "1"))]"),
    ])
    #expect(
      found == [
        // The first response without the old records is reported, and nothing that follows from it.
        "record_vanished [700] [1, 3]", "record_vanished [800] [2, 4]",
      ] + (isBalanced ? [] : ["order_unlike_trades [4] [7, 10]"]))
  }
}
