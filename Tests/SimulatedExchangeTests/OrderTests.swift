import SimulatedExchange
import Testing

@Suite struct OrderTests {
  let world = Worlds.full
  let now = Worlds.today

  func orders(_ query: [(String, String)], at time: SimulatedTime? = nil) throws -> [JSONObject] {
    try world.rows("/api/v3/allOrders", [("symbol", "BTCUSDT")] + query, at: time ?? now)
  }

  @Test("a walk by orderId meets every order that is not archived, in its state of the time")
  func walk() throws {
    var rows: [JSONObject] = []
    var next: Int64 = 0
    while true {
      let page = try orders([("orderId", String(next)), ("limit", "300")])
      guard let last = page.last else { break }
      rows += page
      next = last.number("orderId") + 1
    }
    let truth = world.truth.orders(at: now).filter { $0.symbol == "BTCUSDT" }
    let listed = truth.filter { !$0.isArchived }
    #expect(truth.count > listed.count)
    #expect(rows.map { $0.number("orderId") } == listed.map(\.orderId))
    #expect(rows.map { $0.text("status") } == listed.map(\.status))
    #expect(rows.map { $0.text("executedQty") } == listed.map(\.executedQuantity))
    #expect(rows.map { $0.text("clientOrderId") } == listed.map(\.clientOrderId))
    #expect(rows.map { $0.number("updateTime") } == listed.map(\.updateTime.milliseconds))
    #expect(Set(truth.map(\.orderId)).count == truth.count)
  }

  @Test("without parameters the newest come; a window of time looks at the last update")
  func pages() throws {
    let newest = try orders([("limit", "5")])
    #expect(newest.count == 5)
    #expect(newest.map { $0.number("orderId") } == newest.map { $0.number("orderId") }.sorted())
    let day = ("startTime", "\(now.milliseconds - SimulatedTime.day)")
    let updated = try orders([day, ("endTime", "\(now.milliseconds)"), ("orderId", "999999999999")])
    let truth = world.truth.orders(at: now).filter {
      $0.symbol == "BTCUSDT" && $0.updateTime >= now.adding(days: -1) && !$0.isArchived
    }
    #expect(updated.map { $0.number("orderId") } == truth.map(\.orderId))
    #expect(try world.code("/api/v3/allOrders", at: now) == -1102)
  }

  @Test("one order is found by either id, is unknown, or is archived")
  func single() throws {
    func code(_ query: [(String, String)]) throws -> Int? {
      try world.code("/api/v3/order", [("symbol", "BTCUSDT")] + query, at: now)
    }
    let all = world.truth.orders(at: now).filter { $0.symbol == "BTCUSDT" }
    let listed = try #require(all.last { !$0.isArchived })
    let archived = try #require(all.first { $0.isArchived })
    let found = try world.object(
      "/api/v3/order", [("symbol", "BTCUSDT"), ("origClientOrderId", listed.clientOrderId)], at: now)
    #expect(found.number("orderId") == listed.orderId)
    #expect(try code([("orderId", "\(archived.orderId)")]) == -2026)
    #expect(try code([("orderId", "3")]) == -2013)
    #expect(try code([]) == -1102)
    #expect(
      try orders([("orderId", "\(archived.orderId)")]).first?.number("orderId") != archived.orderId)
  }

  @Test("every status occurs, and orders only move forward")
  func statuses() {
    let rank = ["NEW": 0, "PARTIALLY_FILLED": 1]
    var seen: Set<String> = []
    var before: [WorldTruth.OrderRow] = []
    for days in stride(from: 0, through: 2_600, by: 65) as StrideThrough<Int64> {
      let rows = world.truth.orders(at: SimulatedTime(2019, 10, 1).adding(days: days))
      seen.formUnion(rows.map(\.status))
      for (old, new) in zip(before, rows) {
        #expect(old.orderId == new.orderId && (!old.isFinal || old.status == new.status))
        #expect(rank[old.status] ?? 2 <= rank[new.status] ?? 2)
      }
      before = rows
    }
    #expect(
      seen == ["NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH"])
  }

  @Test("the kinds of order and their own fields occur")
  func kinds() throws {
    var rows: [JSONObject] = []
    for symbol in world.truth.symbols(at: now) {
      rows += try world.rows("/api/v3/allOrders", [("symbol", symbol.symbol)], at: now)
    }
    #expect(
      Set(rows.map { $0.text("type") }) == ["LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS_LIMIT"])
    #expect(Set(rows.map { $0.text("timeInForce") }) == ["GTC", "IOC", "FOK"])
    #expect(rows.contains { $0["preventedMatchId"] != nil && $0.text("status") == "EXPIRED_IN_MATCH" })
    #expect(rows.contains { $0["trailingDelta"] != nil && $0["trailingTime"] != nil })
    #expect(rows.contains { $0.number("workingTime") == -1 && $0["isWorking"] as? Bool == false })
    #expect(rows.contains { $0.number("orderListId") > 0 })
    #expect(rows.contains { $0.text("origQuoteOrderQty").contains { "123456789".contains($0) } })
    let matches = try world.rows("/api/v3/allOrderList", at: now)
    #expect(matches.count > 5 && matches.allSatisfy { $0.list("orders").count == 2 })
  }
}
