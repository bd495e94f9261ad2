import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("Faults that are responses")
struct FaultResponseTests {
  private static let trades = "/api/v3/myTrades"
  private let query = "symbol=\(Exchanges.busiest.symbol)&fromId=0&limit=1000"

  private func meeting<Result>(
    _ kind: FaultKind, _ timing: Fault.Timing = .always, _ body: (SimulatedServer) async throws -> Result
  ) async throws -> Result {
    try await Exchanges.with(
      faults: [Fault(kind, .path(Self.trades), timing)], body)
  }

  @Test(
    "come with their status, their type and their words",
    arguments: [
      (.cloudFrontBlocked, 403, "text/html", "Request blocked"),
      (.cloudFrontBadRequest, 403, "text/html", "Bad request"),
      (.countryBlocked, 403, "text/html", "block access from your country"),
      (.legalBlock, 451, "application/json;charset=UTF-8", "restricted location"),
      (.badGateway, 502, "text/html", "502 Bad Gateway"),
      (.gatewayTimeout, 504, "text/html", "504 ERROR"),
      (.unknownError, 500, "application/json;charset=UTF-8", "-1000"),
      (.disconnected, 500, "application/json;charset=UTF-8", "-1001"),
      (.unexpectedResponse, 500, "application/json;charset=UTF-8", "-1006"),
      (.backendTimeout, 408, "application/json;charset=UTF-8", "-1007"),
      (.busy, 503, "application/json;charset=UTF-8", "-1008"),
      (.invalidSymbol, 400, "application/json;charset=UTF-8", "-1121"),
      (.textCode, 200, "application/json;charset=UTF-8", #""code":"-1121""#),
      (.outsideWindow, 400, "application/json;charset=UTF-8", "outside of the recvWindow"),
      (.ahead, 400, "application/json;charset=UTF-8", "1000ms ahead"),
      (.notFound, 404, "application/json;charset=UTF-8", #""error":"Not Found""#),
    ] as [(FaultKind, Int, String, String)])
  func plain(kind: FaultKind, status: Int, type: String, words: String) async throws {
    try await meeting(kind, .once) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.status == status)
      #expect(response.header("content-type") == type)
      #expect(response.text.contains(words))
      #expect(try await server.getSigned(Self.trades, query).status == 200)
      #expect(try await server.getSigned("/api/v3/account").status == 200)
      #expect(server.requests.faults == [kind.name: 1])
    }
  }

  @Test("429 and 418 say how long to wait, or do not")
  func waiting() async throws {
    for (kind, status, after) in [
      (.tooManyRequests(retryAfter: 0), 429, "0"), (.tooManyRequests(retryAfter: 7), 429, "7"),
      (.tooManyRequests(retryAfter: nil), 429, nil), (.banned(seconds: 60), 418, "60"),
    ] as [(FaultKind, Int, String?)] {
      try await meeting(kind) { server in
        let response = try await server.getSigned(Self.trades, query)
        #expect((response.status, response.header("retry-after")) == (status, after))
        #expect(response.code == -1003)
        let end = Exchanges.today.adding(milliseconds: 60_000).milliseconds
        #expect(status == 429 || response.text.contains("until \(end)."))
        #expect(server.requests.records[0].pause == .seconds(after.flatMap { Int($0) } ?? 0))
      }
    }
  }

  @Test("quote key and signature back, in a page and in headers")
  func echoes() async throws {
    let signature = "signature="
    try await meeting(.echo) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.status == 403)
      #expect(response.text.contains(ExchangeKey.documented.key))
      #expect(response.text.contains(signature) && response.text.contains("&amp;timestamp="))
    }
    try await meeting(.echoInHeaders) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.header("x-request-target")?.contains(signature) == true)
      #expect(response.header("x-request-key") == ExchangeKey.documented.key)
      #expect(response.text.contains(signature))
    }
    try await meeting(.redirect(status: 301, to: "https://elsewhere.example")) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.status == 301)
      #expect(response.header("location")?.hasPrefix("https://elsewhere.example/api/v3/myTrades?") == true)
      #expect(response.header("location")?.contains(signature) == true)
    }
  }

  @Test("spoil bodies: too large, empty, broken off, no UTF-8, not gzip")
  func bodies() async throws {
    try await meeting(.hugeBody(mebibytes: 17)) { server in
      let response = try await server.getSigned(Self.trades, query, ["--compressed"])
      #expect(response.body.count > 17 << 20)
      #expect(response.header("content-length").flatMap { Int($0) } ?? .max < 1 << 20)
    }
    try await meeting(.emptyBody) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect((response.exit, response.status, response.body.count) == (0, 200, 0))
    }
    try await meeting(.malformedJSON) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect((response.exit, response.status) == (0, 200))
      #expect(response.rows == nil && response.body.count > 100)
    }
    try await meeting(.wrongCharset) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.header("content-type") == "application/json;charset=ISO-8859-1")
      #expect(String(validating: response.body, as: UTF8.self) == nil)
    }
    try await meeting(.brokenGzip) { server in
      let response = try await server.getSigned(Self.trades, query, ["--compressed"])
      #expect(response.exit == 61)
    }
  }

  @Test("take rows off the end of a page, all of them, or those of the first week")
  func pages() async throws {
    let all = try await Exchanges.with { try await $0.getSigned(Self.trades, query) }
    let ids = try #require(all.ids)
    try await meeting(.shortPage) { server in
      let short = try await server.getSigned(Self.trades, query)
      #expect(try #require(short.ids) == Array(ids.prefix(short.ids?.count ?? 0)))
      #expect((1..<ids.count).contains(short.ids?.count ?? 0))
      let again = try await server.getSigned(Self.trades, query)
      #expect(again.ids?.count != short.ids?.count)
    }
    try await meeting(.emptyPage) { server in
      let response = try await server.getSigned(Self.trades, query)
      #expect(response.text == "[]")
    }
    try await meeting(.strangeRows) { server in
      let page = try await server.getSigned(Self.trades, query)
      #expect(page.text.hasSuffix(#"},{"price":"1.0"},7]"#))
    }
    try await meeting(.missingBeginning) { server in
      let rows = try #require(all.rows)
      let times = rows.map { ($0["time"] as? NSNumber)?.int64Value ?? 0 }
      let kept = zip(ids, times).filter { $0.1 >= times[0] + 7 * SimulatedTime.day }.map(\.0)
      let headless = try await server.getSigned(Self.trades, query)
      #expect(headless.ids.map { Array($0.prefix(kept.count)) } == kept)
      #expect(kept.count < ids.count)
      let inside = "symbol=\(Exchanges.busiest.symbol)&fromId=\(ids[1])&limit=5"
      #expect(try await server.getSigned(Self.trades, inside).ids == Array(ids[1..<6]))
    }
  }

  @Test("of a rate strike the same requests again with the same seed")
  func seeds() async throws {
    let symbols = Exchanges.world.truth.symbols(at: Exchanges.today).map(\.symbol)
    func struck(_ seed: UInt64) async throws -> [Int] {
      let plan = FaultPlan(seed: seed, [Fault(.badGateway, .path(Self.trades), .perMille(400))])
      return try await Exchanges.with(faults: plan) { server in
        for symbol in symbols { _ = try await server.getSigned(Self.trades, "symbol=\(symbol)") }
        return server.requests.records.map(\.status)
      }
    }
    let first = try await struck(5)
    #expect(first.contains(502) && first.contains(200))
    #expect(try await struck(5) == first)
  }
}
