import Foundation
import SimulatedExchange
import Testing

@Suite struct SmallEndpointTests {
  let world = Worlds.full
  let now = Worlds.today

  @Test("time gives its own time and takes no parameters")
  func time() throws {
    #expect(world.get("/api/v3/time", at: now).text == #"{"serverTime":1789905600000}"#)
    #expect(try world.code("/api/v3/time", [("a", "b")], at: now) == -1101)
  }

  @Test("an unknown sapi path gets the framework's 404, another path the content network's page")
  func unknown() {
    let sapi = world.get("/sapi/v1/margin/allPairs", at: now)
    #expect(sapi.status == 404)
    #expect(
      sapi.text
        == #"""
        {"timestamp":1789905600000,"status":404,"error":"Not Found",\#
        "message":"No message available","path":"/sapi/v1/margin/allPairs"}
        """#
    )
    let old = world.get("/api/v1/time", at: now)
    #expect(old.status == 403 && old.text.hasPrefix("<!DOCTYPE HTML"))
    #expect(old.headers[0].value == "text/html")
  }

  @Test("exchangeInfo and tickers of chosen symbols")
  func chosen() throws {
    let pair = #"["ETHUSDT","BTCUSDT"]"#
    let info = try world.object("/api/v3/exchangeInfo", [("symbols", pair)], at: now).list("symbols")
    #expect(info.map { $0.text("symbol") } == ["BTCUSDT", "ETHUSDT"])
    #expect(try world.rows("/api/v3/ticker/24hr", [("symbols", pair)], at: now).count == 2)
    let one = try world.object("/api/v3/exchangeInfo", [("symbol", "BTCUSD")], at: now).list("symbols")
    #expect(one.count == 1)
    let hidden = try world.object(
      "/api/v3/exchangeInfo", [("symbol", "BTCUSD"), ("showPermissionSets", "false")], at: now)
    #expect((hidden.list("symbols")[0]["permissionSets"] as? [Any])?.isEmpty == true)
    let mini = try world.object(
      "/api/v3/ticker/24hr", [("symbol", "BTCUSD"), ("type", "MINI")], at: now)
    #expect(mini.count == 12)
    #expect(try world.code("/api/v3/exchangeInfo", [("symbol", "NOPE")], at: now) == -1121)
    #expect(try world.code("/api/v3/ticker/24hr", [("symbols", "BTCUSD")], at: now) == -1100)
    let both = [("symbol", "BTCUSD"), ("symbols", pair)]
    #expect(try world.code("/api/v3/exchangeInfo", both, at: now) == -1128)
  }

  @Test("the wallet has text with escapes, other scripts and fields left out")
  func wallet() throws {
    let coins = try world.rows("/sapi/v1/capital/config/getall", at: now)
    #expect((240...250).contains(coins.count))
    #expect(coins.contains { $0.text("coin") == "123" && $0.text("name").contains("\"") })
    #expect(coins.contains { $0.text("coin") == "USD4" && $0["isLegalMoney"] as? Bool == true })
    let networks = coins.flatMap { $0.list("networkList") }
    #expect(
      networks.contains { $0["minConfirm"] == nil } && networks.contains { $0["withdrawDesc"] == nil })
    let texts = networks.map { $0.text("depositDesc") }
    #expect(texts.contains { $0.contains("\n") } && texts.contains { $0.contains("🚧") })
    #expect(networks.contains { $0.text("addressRegex").contains("\\d") })
    let raw = world.get("/sapi/v1/capital/config/getall", at: now).text
    #expect(raw.contains(#"\""#) && raw.contains(#"\\"#) && raw.contains(#"\n"#) && raw.contains(#"\t"#))
    let balances = Dictionary(uniqueKeysWithValues: world.truth.balances(at: now).map { ($0.asset, $0) })
    for coin in coins {
      let free = try #require(balances[coin.text("coin")]).free
      #expect(BalanceTests.units(coin.text("free")) == BalanceTests.units(free))
    }
  }

  @Test("transfers keep their windows and their odd shapes")
  func transfers() throws {
    var count = 0
    for quarter in 0..<24 as Range<Int64> {
      let from = SimulatedTime(2020, 1, 1).adding(days: quarter * 90)
      let window = [
        ("startTime", "\(from.milliseconds)"), ("endTime", "\(from.adding(days: 90).milliseconds)"),
      ]
      let deposits = try world.rows("/sapi/v1/capital/deposit/hisrec", window, at: now)
      let withdrawals = try world.rows("/sapi/v1/capital/withdraw/history", window, at: now)
      count += deposits.count
      #expect(withdrawals.allSatisfy { $0.text("applyTime").utf8.count == 19 })
    }
    #expect(count > 10)
    let wide = [("startTime", "0"), ("endTime", "\(now.milliseconds)")]
    #expect(try world.code("/sapi/v1/capital/deposit/hisrec", wide, at: now) == -1127)
    let distributions = "/sapi/v1/asset/assetDistributionHistory"
    #expect(try world.code(distributions, [("limit", "1000")], at: now) == -1130)
    #expect(try world.object(distributions, [("limit", "500")], at: now).number("total") > 3)
    #expect(try world.code("/sapi/v1/asset/query/dust-logs", at: now) == -1102)
    #expect(try world.object("/sapi/v1/asset/query/dust-logs", wide, at: now).number("total") > 0)
    #expect(try world.object("/api/v3/myFilters", [("symbol", "BTCUSD")], at: now).count == 3)
    #expect(
      world.get("/api/v3/myFilters", [("symbol", "BTCUSDT")], at: SimulatedTime(2026, 1, 1)).status
        == 403)
  }
}
