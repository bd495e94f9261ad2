import SimulatedExchange
import Testing

@Suite struct SymbolLifeTests {
  func symbol(_ name: String, at time: SimulatedTime) throws -> JSONObject? {
    try Worlds.full.object("/api/v3/exchangeInfo", at: time).list("symbols")
      .first { $0.text("symbol") == name }
  }

  @Test("BTCUSD is renamed to BTCUSD4, then another market takes the name")
  func reuse() throws {
    let old = try #require(try symbol("BTCUSD", at: Era.august2021.sampleTime))
    #expect(old.text("quoteAsset") == "USD" && old.text("status") == "TRADING")
    let between = SimulatedTime(2025, 1, 10)
    #expect(try symbol("BTCUSD", at: between) == nil)
    #expect(try Worlds.full.code("/api/v3/myTrades", [("symbol", "BTCUSD")], at: between) == -1121)
    let renamed = try #require(try symbol("BTCUSD4", at: Worlds.today))
    #expect(renamed.text("quoteAsset") == "USD4" && renamed.text("status") == "BREAK")
    #expect(renamed["isSpotTradingAllowed"] as? Bool == true)
    let new = try #require(try symbol("BTCUSD", at: Worlds.today))
    #expect(new.text("quoteAsset") == "USD" && new.text("status") == "TRADING")
    #expect(new.number("quotePrecision") == 8 && renamed.number("quotePrecision") == 4)
    let rows = try Worlds.full.object("/api/v3/exchangeInfo", at: Worlds.today).list("symbols")
    #expect(rows.prefix(3).map { $0.text("symbol") } == ["BTCUSD4", "ETHUSD4", "XRPUSD4"])
  }

  @Test("the ids of a reused name begin anew, and the old history keeps its own under the new name")
  func idsBeginAnew() throws {
    let world = Worlds.full
    let before = SimulatedTime(2023, 7, 1)
    let old = try world.rows("/api/v3/myTrades", [("symbol", "BTCUSD"), ("fromId", "0")], at: before)
    let moved = try world.rows(
      "/api/v3/myTrades", [("symbol", "BTCUSD4"), ("fromId", "0")], at: Worlds.today)
    #expect(old.map { $0.number("id") } == moved.prefix(old.count).map { $0.number("id") })
    let new = try world.rows(
      "/api/v3/myTrades", [("symbol", "BTCUSD"), ("fromId", "0")], at: Worlds.today)
    #expect(!old.isEmpty && !new.isEmpty)
    #expect(new[0].number("time") > SimulatedTime(2025, 2, 19).milliseconds)
    let last = try world.rows("/api/v3/myTrades", [("symbol", "BTCUSD"), ("limit", "1")], at: before)
    #expect(new[0].number("id") < last[0].number("id"))
    #expect(moved.allSatisfy { $0.text("commissionAsset") != "USD" })
  }

  @Test("a halted market's ticker stands still, and the next engine start empties it")
  func deadTicker() throws {
    func row(_ time: SimulatedTime) throws -> JSONObject {
      try Worlds.full.object("/api/v3/ticker/24hr", [("symbol", "XRPUSD")], at: time)
    }
    let frozen = try row(SimulatedTime(2021, 1, 20))
    let later = try row(SimulatedTime(2021, 3, 1))
    #expect(frozen.number("count") > 0 && frozen.text("bidPrice") == "0.0000")
    #expect(frozen.text("lastPrice") == later.text("lastPrice"))
    #expect(frozen.number("closeTime") == later.number("closeTime"))
    let dead = try row(Era.april2021.sampleTime)
    #expect(dead.number("count") == 0 && dead.number("firstId") == -1 && dead.number("lastId") == -1)
    #expect(dead.text("lastPrice") == "0.0000" && dead.text("prevClosePrice") != "0.0000")
    let again = try row(Era.august2021.sampleTime)
    #expect(again.number("closeTime") == dead.number("closeTime"))
  }

  @Test("new symbols come last and open after an hour")
  func newSymbols() throws {
    let day = SimulatedTime(2026, 10, 6)
    let before = try Worlds.small.object("/api/v3/exchangeInfo", at: day).list("symbols")
    let after = try Worlds.small.object("/api/v3/exchangeInfo", at: day.adding(hours: 12)).list("symbols")
    let open = try Worlds.small.object("/api/v3/exchangeInfo", at: day.adding(hours: 14)).list("symbols")
    #expect(after.count == before.count + 1)
    #expect(after.last?.text("symbol") == "XRPUSDT" && after.last?.text("status") == "PRE_TRADING")
    #expect(open.last?.text("status") == "TRADING")
  }

  @Test("a ticker has a row for each symbol in the order of exchangeInfo, with a gapless count")
  func tickers() throws {
    for era in Era.allCases {
      let symbols = try Worlds.full.object("/api/v3/exchangeInfo", at: era.sampleTime).list("symbols")
      let rows = try Worlds.full.rows("/api/v3/ticker/24hr", at: era.sampleTime)
      #expect(rows.map { $0.text("symbol") } == symbols.map { $0.text("symbol") })
      for row in rows where row.number("count") > 0 {
        #expect(row.number("lastId") - row.number("firstId") + 1 == row.number("count"))
        #expect(row.number("closeTime") <= era.sampleTime.milliseconds)
        #expect(row.number("closeTime") - row.number("openTime") == SimulatedTime.day)
      }
    }
  }

  @Test("about half of the tickers move in an hour, and ids never go back")
  func movement() throws {
    let before = try Worlds.full.rows("/api/v3/ticker/24hr", at: Worlds.today)
    let after = try Worlds.full.rows("/api/v3/ticker/24hr", at: Worlds.today.adding(hours: 1))
    let live = zip(before, after).filter { $0.0.number("count") > 0 }
    let moved = live.filter { $0.0.number("lastId") != $0.1.number("lastId") }
    #expect((40...65).contains(moved.count * 100 / live.count), "\(moved.count) of \(live.count)")
    #expect(live.allSatisfy { $0.0.number("lastId") <= $0.1.number("lastId") })
    let repriced = live.filter { $0.0.text("lastPrice") != $0.1.text("lastPrice") }
    #expect(repriced.count * 100 / live.count > 30)
    for row in after where row.number("count") > 0 {
      let (low, high) = (
        BalanceTests.units(row.text("lowPrice")), BalanceTests.units(row.text("highPrice"))
      )
      for key in ["openPrice", "lastPrice", "weightedAvgPrice"] {
        #expect((low...high).contains(BalanceTests.units(row.text(key))))
      }
    }
  }

  @Test("ids of neighbouring markets collide")
  func collisions() throws {
    let trades = Worlds.full.truth.trades(at: Worlds.today)
    var markets: [Int64: Set<Int>] = [:]
    var orderMarkets: [Int64: Set<Int>] = [:]
    for trade in trades {
      markets[trade.id, default: []].insert(trade.instrument)
      orderMarkets[trade.orderId, default: []].insert(trade.instrument)
    }
    #expect(markets.values.contains { $0.count > 1 })
    #expect(orderMarkets.values.contains { $0.count > 1 })
    for trade in trades.suffix(300) where trade.symbol.hasSuffix("USDT") {
      let time = trade.time
      let row = try Worlds.full.object("/api/v3/ticker/24hr", [("symbol", trade.symbol)], at: time)
      #expect(trade.id <= row.number("lastId") && trade.id >= row.number("firstId"))
    }
  }
}
