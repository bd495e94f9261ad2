import SimulatedExchange
import SimulatedExchangeServer

/// One run that is recorded: when, and what goes wrong in it.
struct FixtureRun {
  let name: String
  let time: SimulatedTime
  let faults: FaultPlan

  /// Two eras long gone, and three days in a row of today's exchange. Between the second and the
  /// third BTCUSD and ETHUSD have passed to other instruments and XRPUSD has gone, which the third
  /// meets as contradictions and an unknown symbol, and the fourth heals.
  static let all = [
    FixtureRun(
      name: "2021-04-17", time: SimulatedTime(2021, 4, 17, 16, 0, 0),
      faults: [
        Fault(.malformedJSON, .path("/api/v3/ticker/24hr"), .once),
        Fault(.cloudFrontBadRequest, .path("/api/v3/account"), .once),
        Fault(.strangeRows, pages("/api/v3/myTrades", of: "ETHUSD"), .once),
      ]),
    FixtureRun(
      name: "2022-11-21", time: SimulatedTime(2022, 11, 21, 6, 30, 0),
      faults: [
        Fault(.stalledHead, .path("/api/v3/time"), .once),
        Fault(.wrongCharset, .path("/api/v3/account"), .once),
        Fault(.strangeRows, pages("/api/v3/allOrders", of: "BTCUSDT"), .once),
        Fault(.invalidSymbol, .symbol("DOGEUSDT"), .once),
      ]),
    FixtureRun(
      name: "2026-09-20", time: SimulatedTime(2026, 9, 20, 12, 0, 0),
      faults: [
        Fault(.gatewayTimeout, .path("/api/v3/account"), .once),
        Fault(.shortPage, pages("/api/v3/allOrders", of: "ETHUSDT"), .once),
        Fault(.emptyPage, pages("/api/v3/myTrades", of: "BTCUSDT"), .once),
      ]),
    FixtureRun(
      name: "2026-09-21", time: SimulatedTime(2026, 9, 21, 12, 0, 0),
      faults: [
        Fault(.echo, .path("/api/v3/account"), .once),
        Fault(.malformedJSON, .path("/api/v3/ticker/24hr"), .once),
        Fault(.tooManyRequests(retryAfter: 0), pages("/api/v3/myTrades", of: "BTCUSDT"), .once),
      ]),
    FixtureRun(
      name: "2026-09-22", time: SimulatedTime(2026, 9, 22, 12, 0, 0),
      faults: [
        Fault(.truncatedBody, .path("/api/v3/exchangeInfo"), .once),
        Fault(.busy, .path("/sapi/v1/capital/config/getall"), .once),
        Fault(.strangeRows, pages("/api/v3/myTrades", of: "BTCUSDT"), .once),
      ]),
  ]

  private static func pages(_ path: String, of symbol: String) -> Fault.Target {
    Fault.Target(path: path, symbol: symbol)
  }
}
