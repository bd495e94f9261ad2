import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("Weight over HTTP")
struct WeightTests {
  @Test("429 with the seconds left, then 418 with the end of the ban, then welcome again")
  func limits() async throws {
    let rules = ExchangeRules(weightLimit: 45, refusalsBeforeBan: 1)
    try await Exchanges.with(rules: rules, at: Exchanges.today.adding(milliseconds: 15_000)) { server in
      let path = "/api/v3/exchangeInfo"
      let first = try await server.get(path)
      #expect(first.text.contains(#""REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":45}"#))
      #expect(try await server.get(path).header("x-mbx-used-weight-1m") == "40")
      let limited = try await server.get(path)
      #expect((limited.status, limited.code) == (429, -1003))
      #expect(limited.header("retry-after") == "45")
      #expect(limited.text.contains("current limit is 45 request weight per 1 MINUTE"))
      let banned = try await server.get(path)
      let end = Exchanges.today.adding(milliseconds: 135_000).milliseconds
      #expect((banned.status, banned.code) == (418, -1003))
      #expect(banned.header("retry-after") == "120")
      #expect(banned.text.contains("IP banned until \(end)."))
      server.clock.advance(by: .seconds(119))
      #expect(try await server.get(path).status == 418)
      server.clock.advance(by: .seconds(1))
      #expect(try await server.get(path).status == 200)
      #expect(server.requests.count(status: 418) == 2)
      #expect(server.requests.peakWeight == 80)
    }
  }

  @Test("shorter windows stand in exchangeInfo and in a header of their own")
  func shortWindow() async throws {
    let rules = ExchangeRules(weightLimit: 200, weightWindow: .seconds(5), retryAfter: .zero)
    try await Exchanges.with(rules: rules) { server in
      let info = try await server.get("/api/v3/exchangeInfo")
      #expect(info.text.contains(#""REQUEST_WEIGHT","interval":"SECOND","intervalNum":5,"limit":200}"#))
      #expect(info.header("x-mbx-used-weight-5s") == "20")
      #expect(info.header("x-mbx-used-weight-1m") == "20")
      server.spend(weight: 180)
      let limited = try await server.get("/api/v3/time")
      #expect((limited.status, limited.header("retry-after")) == (429, "0"))
      server.clock.advance(by: .seconds(5))
      #expect(try await server.get("/api/v3/time").header("x-mbx-used-weight-5s") == "1")
    }
  }

  @Test("what another program spends shows in the header")
  func foreign() async throws {
    try await Exchanges.with(rules: ExchangeRules(foreignWeightPerMinute: 1200)) { server in
      server.clock.advance(by: .seconds(30))
      let response = try await server.get("/api/v3/time")
      #expect(response.header("x-mbx-used-weight-1m") == "601")
    }
  }

  @Test("the log shows which client paused when it had to, and which did not")
  func pauses() async throws {
    let rules = ExchangeRules(weightLimit: 25, refusalsBeforeBan: 9)
    try await Exchanges.with(rules: rules) { server in
      _ = try await server.get("/api/v3/exchangeInfo")
      _ = try await server.get("/api/v3/exchangeInfo")
      #expect(server.requests.count(status: 429) == 1)
      server.clock.advance(by: .seconds(60))
      _ = try await server.get("/api/v3/time")
      #expect(server.requests.requestsDuringPauses(grace: .zero).isEmpty)
      server.spend(weight: 100)
      _ = try await server.get("/api/v3/time")
      _ = try await server.get("/api/v3/time")
      #expect(server.requests.requestsDuringPauses(grace: .zero).map(\.number) == [5])
    }
  }

  @Test("rules and faults change while it runs, and only what came since is looked at")
  func changes() async throws {
    try await Exchanges.with(rules: ExchangeRules(weightLimit: 1)) { server in
      let path = "/api/v3/ticker/24hr"
      let poor = try await server.get(path)
      server.rules.weightLimit = nil
      server.inject([Fault(.busy, .path(path), .first(2))])
      let seen = server.requests.count
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(try await server.get(path).status) }
      #expect(poor.status == 429)
      #expect(statuses == [503, 503, 200])
      let since = server.requests.dropFirst(seen)
      #expect((since.count, since.count(status: 503), since.count(path: path)) == (3, 2, 3))
    }
  }

  @Test("the record holds the request, neither key nor signature")
  func record() async throws {
    try await Exchanges.with { server in
      let symbol = Exchanges.busiest.symbol
      _ = try await server.getSigned("/api/v3/myTrades", "symbol=\(symbol)&limit=10&fromId=0&recvWindow=9000")
      let record = try #require(server.requests.records.first)
      #expect(record.query == "fromId=0&limit=10&symbol=\(symbol)")
      #expect((record.symbol, record.weight, record.status, record.hasKey) == (symbol, 20, 200, true))
      #expect((record.connection, record.inFlight, record.number) == (1, 1, 1))
      #expect(server.requests.countsBySymbol == [symbol: 1])
      let dump = String(reflecting: record)
      #expect(!dump.contains("signature") && !dump.contains(ExchangeKey.documented.key))
    }
  }
}
