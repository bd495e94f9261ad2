import SimulatedExchange
import Testing

@Suite struct TradePageTests {
  let world = Worlds.full
  let now = Worlds.today

  func trades(_ query: [(String, String)]) throws -> [JSONObject] {
    try world.rows("/api/v3/myTrades", [("symbol", "BTCUSDT")] + query, at: now)
  }

  func code(_ query: [(String, String)], at time: SimulatedTime? = nil) throws -> Int? {
    try world.code("/api/v3/myTrades", query, at: time ?? now)
  }

  @Test("a walk by fromId meets every trade once, oldest first")
  func walk() throws {
    var ids: [Int64] = []
    var next: Int64 = 0
    while true {
      let page = try trades([("fromId", String(next)), ("limit", "1000")])
      guard let last = page.last else { break }
      ids += page.map { $0.number("id") }
      next = last.number("id") + 1
    }
    let truth = world.truth.trades(at: now).filter { $0.symbol == "BTCUSDT" }.map(\.id)
    #expect(truth.count > 1000)
    #expect(Set(ids) == Set(truth))
    #expect(ids == ids.sorted())
  }

  @Test("fromId is inclusive, and without parameters the newest come, oldest first")
  func newest() throws {
    let newest = try trades([])
    #expect(newest.count == 500)
    let last = try #require(newest.last)
    let again = try trades([("fromId", String(last.number("id")))])
    #expect(again.contains { $0.number("id") == last.number("id") })
    #expect(try trades([("fromId", String(last.number("id") + 1))]).isEmpty)
    #expect(
      try trades([("limit", "7")]).map { $0.number("id") } == newest.suffix(7).map { $0.number("id") })
    #expect(try trades([("limit", "5000")]).count == 1000)
    #expect(newest.allSatisfy { $0.number("time") <= now.milliseconds })
  }

  @Test("orderId gives the order's trades alone, whose quantities add up to its execution")
  func byOrder() throws {
    let order = try #require(
      world.truth.orders(at: now).last { $0.symbol == "BTCUSDT" && $0.status == "FILLED" })
    let rows = try trades([("orderId", String(order.orderId))])
    #expect(!rows.isEmpty && rows.allSatisfy { $0.number("orderId") == order.orderId })
  }

  @Test("time windows hold 24 hours, and startTime alone goes on from there")
  func windows() throws {
    let all = world.truth.trades(at: now).filter { $0.symbol == "BTCUSDT" }
    let middle = all[all.count / 2].time
    let day = try trades([
      ("startTime", "\(middle.milliseconds)"),
      ("endTime", "\(middle.milliseconds + SimulatedTime.day)"),
    ])
    #expect(
      day.count == all.filter { $0.time >= middle && $0.time <= middle.adding(days: 1) }.count)
    let onward = try trades([("startTime", "\(middle.milliseconds)"), ("limit", "3")])
    #expect(onward.map { $0.number("id") } == all.filter { $0.time >= middle }.prefix(3).map(\.id))
    let until = try trades([("endTime", "\(middle.milliseconds)"), ("limit", "3")])
    #expect(until.map { $0.number("id") } == all.filter { $0.time <= middle }.suffix(3).map(\.id))
  }

  @Test("combinations and values that the exchange refuses")
  func refusals() throws {
    let time = "\(now.milliseconds - 1000)"
    let symbol = ("symbol", "BTCUSDT")
    #expect(try code([]) == -1102)
    #expect(try code([("symbol", "NOSUCH")]) == -1121)
    #expect(try code([("symbol", "btc usdt")]) == -1100)
    #expect(try code([symbol, ("fromId", "1"), ("startTime", time)]) == -1128)
    #expect(try code([symbol, ("fromId", "1"), ("endTime", time)]) == -1128)
    #expect(try code([symbol, ("orderId", "1"), ("endTime", time)]) == -1128)
    #expect(try code([symbol, ("startTime", "0"), ("endTime", time)]) == -1127)
    #expect(try code([symbol, ("startTime", time), ("endTime", "0")]) == -1128)
    #expect(try code([symbol, ("limit", "0")]) == -1130)
    #expect(try code([symbol, ("limit", "x")]) == -1100)
    #expect(try code([symbol, ("fromId", "")]) == -1105)
    #expect(try code([symbol, symbol]) == -1101)
    #expect(try code([symbol, ("colour", "red")]) == -1104)
    let response = world.get("/api/v3/myTrades", at: now)
    #expect(response.status == 400)
    #expect(
      response.text
        == #"{"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."}"#
    )
  }

  @Test("combinations were cut on 2022-11-28; orderId came on 2021-08-12")
  func history() throws {
    let symbol = ("symbol", "BTCUSDT")
    let early = SimulatedTime(2021, 5, 1)
    #expect(try code([symbol, ("orderId", "1")], at: early) == -1104)
    #expect(try code([symbol, ("fromId", "1"), ("startTime", "5")], at: early) == nil)
  }

  @Test("the parameters of a signed request are let pass")
  func signed() throws {
    let rows = try trades([("timestamp", "1"), ("recvWindow", "5000"), ("signature", "00")])
    #expect(rows.count == 500)
  }
}
