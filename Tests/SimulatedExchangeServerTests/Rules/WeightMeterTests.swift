import SimulatedExchange
import Testing

@testable import SimulatedExchangeServer

@Suite("The weight meter")
struct WeightMeterTests {
  private let minute = SimulatedTime(2026, 9, 20, 12)

  @Test("lets in up to the limit, refuses beyond it, and begins anew with the minute")
  func window() {
    var meter = WeightMeter()
    let rules = ExchangeRules()
    let late = minute.adding(milliseconds: 45_000)
    #expect(meter.admit(weight: 60, limit: 100, rules: rules, at: minute) == .admitted)
    #expect(meter.admit(weight: 40, limit: 100, rules: rules, at: late) == .admitted)
    #expect(meter.admit(weight: 1, limit: 100, rules: rules, at: late) == .limited(pause: .seconds(15)))
    #expect(meter.used(rules: rules, at: late) == 101)
    let next = minute.adding(milliseconds: 60_000)
    #expect(meter.admit(weight: 1, limit: 100, rules: rules, at: next) == .admitted)
    #expect(meter.used(rules: rules, at: next) == 1)
  }

  @Test("bans who goes on, and for longer the next time")
  func bans() {
    var meter = WeightMeter()
    let rules = ExchangeRules(refusalsBeforeBan: 2)
    func request(at seconds: Int64) -> WeightMeter.Verdict {
      meter.admit(weight: 10, limit: 5, rules: rules, at: minute.adding(milliseconds: seconds * 1000))
    }
    #expect(request(at: 0) == .limited(pause: .seconds(60)))
    #expect(request(at: 1) == .limited(pause: .seconds(59)))
    #expect(request(at: 2) == .banned(pause: .seconds(120)))
    #expect(request(at: 62) == .banned(pause: .seconds(60)))
    #expect(request(at: 121) == .banned(pause: .seconds(1)))
    #expect(request(at: 122) == .limited(pause: .seconds(58)))
    #expect(request(at: 123) == .limited(pause: .seconds(57)))
    #expect(request(at: 124) == .banned(pause: .seconds(240)))
  }

  @Test("counts what others spend, at once and all the time")
  func others() {
    var meter = WeightMeter()
    let rules = ExchangeRules(foreignWeightPerMinute: 600)
    meter.spend(50, rules: rules, at: minute)
    #expect(meter.used(rules: rules, at: minute.adding(milliseconds: 30_000)) == 350)
    let half = minute.adding(milliseconds: 30_000)
    #expect(meter.admit(weight: 1, limit: 350, rules: rules, at: half) == .limited(pause: .seconds(30)))
  }

  @Test(
    "weighs endpoints as each age of the engine does",
    arguments: [
      ("/api/v3/time", "", 1, 1), ("/api/v3/exchangeInfo", "", 10, 20),
      ("/api/v3/ticker/24hr", "", 40, 80), ("/api/v3/ticker/24hr", "symbol=BTCUSD", 1, 2),
      ("/api/v3/ticker/24hr", "symbols=%5B%22A%22,%22B%22%5D", 1, 2),
      ("/api/v3/account", "", 10, 20), ("/api/v3/myTrades", "symbol=BTCUSD", 10, 20),
      ("/api/v3/myTrades", "symbol=BTCUSD&orderId=7", 10, 5), ("/api/v3/allOrders", "", 10, 20),
      ("/api/v3/order", "", 2, 4), ("/sapi/v1/capital/config/getall", "", 1, 1),
    ])
  func weights(path: String, query: String, old: Int, new: Int) throws {
    let rule = try #require(EndpointRule.of(path))
    #expect(rule.weight(of: RawQuery(query), path: path, at: Exchanges.before) == old)
    #expect(rule.weight(of: RawQuery(query), path: path, at: Exchanges.today) == new)
  }
}
