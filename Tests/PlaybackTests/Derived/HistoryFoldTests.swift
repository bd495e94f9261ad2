import TestKit
import Testing

@testable import Playback

@Suite("Responses made from pages, case by case")
struct HistoryFoldTests {
  private static func row(_ id: Int, order: Int = 1, time: Int = 0, buyer: Bool = true) -> String {
    #"{"id":\#(id),"orderId":\#(order),"time":\#(time == 0 ? id * 10 : time),"isBuyer":\#(buyer)}"#
  }

  private static func page(_ ids: Int...) -> String { "[" + ids.map { row($0) }.joined(separator: ",") + "]" }

  private static func get(_ archive: ArchiveBuilder, _ query: String) async throws -> String {
    let reply = await (try Playback.of(archive)).get("/api/v3/myTrades?symbol=A&\(query)")
    return reply.status == 200 ? reply.text : "\(reply.status)"
  }

  private static func trades(_ archive: ArchiveBuilder, _ query: String, _ body: String, run: String = "r1")
    throws
  {
    try archive.record("/api/v3/myTrades", query: query, body, run: run)
  }

  @Test("a walk that ended proves everything")
  func whole() async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=3&symbol=A", Self.page(1, 2, 4))
    try Self.trades(archive, "fromId=4&limit=3&symbol=A", Self.page(4, 6))
    try Self.trades(archive, "fromId=6&limit=3&symbol=A", Self.page(6))
    #expect(try await Self.get(archive, "limit=2") == Self.page(4, 6))
    #expect(try await Self.get(archive, "") == Self.page(1, 2, 4, 6))
    #expect(try await Self.get(archive, "fromId=3") == Self.page(4, 6))
    #expect(try await Self.get(archive, "fromId=7") == "[]")
    #expect(try await Self.get(archive, "startTime=20&limit=2") == Self.page(2, 4))
    #expect(try await Self.get(archive, "endTime=40&limit=2") == Self.page(2, 4))
    #expect(try await Self.get(archive, "startTime=20&endTime=40") == Self.page(2, 4))
    #expect(try await Self.get(archive, "orderId=1&limit=1") == Self.page(1))
    #expect(try await Self.get(archive, "orderId=2") == "[]")
  }

  @Test("a walk that broke off proves no end, a walk from the middle no beginning")
  func broken() async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=3&symbol=A", Self.page(1, 2, 4))
    #expect(try await Self.get(archive, "limit=2") == "404")
    #expect(try await Self.get(archive, "fromId=0&limit=2") == Self.page(1, 2))
    // The last record may have a twin on the next page.
    #expect(try await Self.get(archive, "fromId=2&limit=2") == "404")
    let middle = try ArchiveBuilder()
    try Self.trades(middle, "limit=1000&startTime=50&symbol=A", Self.page(5, 6, 7))
    try Self.trades(middle, "fromId=7&limit=1000&symbol=A", Self.page(7))
    #expect(try await Self.get(middle, "limit=1") == Self.page(7))
    #expect(try await Self.get(middle, "fromId=6") == Self.page(6, 7))
    #expect(try await Self.get(middle, "fromId=1") == "404")
    #expect(try await Self.get(middle, "") == "404")
  }

  @Test(
    "what the exchange refuses, or may do in several ways, is not made up",
    arguments: [
      "fromId=1&startTime=5", "startTime=0&endTime=86400001", "startTime=9&endTime=8", "limit=0",
      "limit=1001",
      "limit=x", "fromId=-1", "page=2", "limit=5&limit=6",
    ])
  func refused(query: String) async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", Self.page(1, 2))
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", Self.page(2))
    #expect(try await Self.get(archive, query) == "404")
  }

  @Test("a page that newer ones went beyond gives way, unless only what was recorded is wanted")
  func stale() async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", Self.page(1, 2))
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", Self.page(2))
    let query = "/api/v3/myTrades?symbol=A&fromId=0&limit=1000"
    let before = await (try Playback.of(archive)).get(query)
    #expect(before.event == 1 && !before.isDerived)
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", Self.page(2, 3), run: "r2")
    try Self.trades(archive, "fromId=3&limit=1000&symbol=A", Self.page(3), run: "r2")
    let after = await (try Playback.of(archive)).get(query)
    #expect(after.text == Self.page(1, 2, 3))
    #expect(after.isDerived)
    let recorded = await (try Playback.of(archive) { $0.isRecordedOnly = true }).get(query)
    #expect(recorded.text == Self.page(1, 2))
    #expect(recorded.event == 1 && !recorded.isDerived)
  }

  @Test("both sides of a self trade stay, in the order of the page that holds both")
  func selfTrade() async throws {
    let (one, other) = (Self.row(2, order: 7), Self.row(2, order: 8, buyer: false))
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=2&symbol=A", "[\(Self.row(1)),\(one)]")
    try Self.trades(archive, "fromId=2&limit=2&symbol=A", "[\(other),\(one)]")
    try Self.trades(archive, "fromId=2&limit=3&symbol=A", "[\(other),\(one)]")
    #expect(try await Self.get(archive, "") == "[\(Self.row(1)),\(other),\(one)]")
  }

  @Test("an archive whose responses contradict one another makes none of them")
  func contradiction() async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", Self.page(1, 2))
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", Self.page(2))
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", "[]", run: "r2")
    #expect(try await Self.get(archive, "fromId=1") == "404")
  }

  @Test("a page that cannot be read proves nothing", arguments: ["[", "{}", "[7]", #"[{"id":1}]"#, "null"])
  func unreadable(body: String) async throws {
    let archive = try ArchiveBuilder()
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", body)
    #expect(try await Self.get(archive, "fromId=1") == "404")
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", "[]", run: "r2")
    #expect(try await Self.get(archive, "fromId=1") == "[]")
    #expect(try await Self.get(archive, "fromId=0&limit=1000") == "[]")
  }

  @Test("an element that is no record costs its own place and no other")
  func elements() async throws {
    let archive = try ArchiveBuilder()
    let body = "[\(Self.row(1)),7,{\"price\":\"1\"},\(Self.row(2))]"
    try Self.trades(archive, "fromId=0&limit=1000&symbol=A", body)
    try Self.trades(archive, "fromId=2&limit=1000&symbol=A", Self.page(2))
    #expect(try await Self.get(archive, "") == Self.page(1, 2))
    #expect(try await Self.get(archive, "fromId=0&limit=1000") == body)
  }

  @Test("an order is found by either of its names, as it was seen last")
  func order() async throws {
    func order(_ id: Int, _ state: String) -> String {
      #"{"orderId":\#(id),"clientOrderId":"mine\#(id)","status":"\#(state)","updateTime":5}"#
    }
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/allOrders", query: "limit=1000&orderId=0&symbol=A", "[\(order(1, "NEW")),\(order(2, "NEW"))]")
    try archive.record("/api/v3/order", query: "orderId=1&symbol=A", order(1, "FILLED"), run: "r2")
    let playback = try Playback.of(archive)
    #expect(await playback.get("/api/v3/order?symbol=A&orderId=2").text == order(2, "NEW"))
    #expect(await playback.get("/api/v3/order?symbol=A&origClientOrderId=mine1").text == order(1, "FILLED"))
    #expect(await playback.get("/api/v3/order?symbol=A&orderId=3").status == 404)
    #expect(await playback.get("/api/v3/order?symbol=A").status == 404)
  }
}
