import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("The simulated exchange over HTTP")
struct CorrectResponseTests {
  private let trades = "/api/v3/myTrades"

  @Test("responds with the world's bytes and the exchange's headers")
  func headers() async throws {
    try await Exchanges.with { server in
      let response = try await server.get("/api/v3/time")
      #expect(response.status == 200)
      #expect(response.text == "{\"serverTime\":\(Exchanges.today.milliseconds)}")
      #expect(response.header("content-type") == "application/json;charset=UTF-8")
      #expect(response.header("x-mbx-used-weight") == "1")
      #expect(response.header("x-mbx-used-weight-1m") == "1")
      #expect(response.header("x-mbx-uuid")?.utf8.count == 36)
      let info = try await server.get("/api/v3/exchangeInfo")
      let expected = Exchanges.world.response(to: .init(path: "/api/v3/exchangeInfo"), at: Exchanges.today)
      #expect(info.body == expected.body)
      #expect(info.header("x-mbx-used-weight-1m") == "21")
    }
  }

  @Test("compresses for who accepts it, and not for who does not")
  func gzip() async throws {
    try await Exchanges.with { server in
      let plain = try await server.get("/api/v3/exchangeInfo")
      let coded = try await server.get("/api/v3/exchangeInfo", ["--compressed"])
      #expect(plain.header("content-encoding") == nil)
      #expect(coded.header("content-encoding") == "gzip")
      #expect(coded.body == plain.body)
      let sent = try #require(coded.header("content-length").flatMap { Int($0) })
      #expect(sent < plain.body.count / 2)
    }
  }

  @Test("demands key and signature, and distinguishes each fault")
  func signing() async throws {
    try await Exchanges.with { server in
      let account = "/api/v3/account"
      #expect(try await server.getSigned(account).status == 200)
      let bare = try await server.get(account)
      #expect((bare.status, bare.code) == (401, -2014))
      let target = Signing().target(account, at: Exchanges.today)
      let unknown = String(repeating: "k", count: 64)
      let stranger = try await server.get(target, headers: ["X-MBX-APIKEY: \(unknown)"])
      #expect((stranger.status, stranger.code) == (401, -2015))
      let forged = try await server.get(target.dropLast(4) + "0000", headers: [Signing().header])
      #expect((forged.status, forged.code) == (400, -1022))
      let late = Signing().target(account, at: Exchanges.today.adding(milliseconds: -5001))
      #expect(try await server.get(late, headers: [Signing().header]).code == -1021)
      let wide = Signing().target(account, "recvWindow=60001", at: Exchanges.today)
      #expect(try await server.get(wide, headers: [Signing().header]).code == -1131)
      #expect(try await server.get(account + "?a=1", headers: [Signing().header]).code == -1102)
      #expect(try await server.getSigned(trades).code == -1102)
      #expect(try await server.getSigned("/sapi/v1/convert/tradeFlow").status == 404)
      #expect(try await server.get("/api/v1/account").status == 403)
    }
  }

  @Test("knows several keys of several accounts, and what each may read")
  func accounts() async throws {
    let documented = ExchangeKey.documented
    func key(
      _ letter: Character, _ world: SimulatedWorld?,
      _ permissions: Set<ExchangeKey.Permission> = [.spot, .wallet]
    )
      -> ExchangeKey
    {
      ExchangeKey(
        key: String(repeating: letter, count: 64), secret: "s\(letter)", world: world,
        permissions: permissions)
    }
    let rotated = key("r", nil)
    let other = key("o", Exchanges.stranger)
    let narrow = key("n", nil, [.spot])
    try await Exchanges.with(keys: [documented, rotated, other, narrow]) { server in
      let (account, wallet) = ("/api/v3/account", "/sapi/v1/capital/config/getall")
      let mine = try await server.getSigned(account)
      #expect(try await server.getSigned(account, key: rotated).body == mine.body)
      #expect(try await server.getSigned(account, key: narrow).body == mine.body)
      let theirs = try await server.getSigned(account, key: other)
      #expect(theirs.text.contains("111222333"))
      #expect(theirs.body != mine.body)
      #expect(try await server.getSigned(wallet, key: rotated).status == 200)
      let refused = try await server.getSigned(wallet, key: narrow)
      #expect((refused.status, refused.code) == (401, -1002))
      server.replaceKeys([rotated])
      #expect(try await server.getSigned(account).code == -2015)
      #expect(try await server.getSigned(account, key: rotated).status == 200)
    }
  }

  @Test("moves with its clock, and says what is true then")
  func time() async throws {
    try await Exchanges.with(at: Exchanges.before) { server in
      let symbol = Exchanges.busiest.symbol
      func known() async throws -> Int? {
        try await server.getSigned(trades, "symbol=\(symbol)&fromId=0&limit=1000").rows?.count
      }
      let first = try await known()
      server.clock.advance(to: Exchanges.today)
      let second = try await known()
      let truth = server.truth.trades(at: server.clock.worldTime).count { $0.symbol == symbol }
      #expect(try #require(first) < #require(second))
      #expect(second == min(1000, truth))
      server.clock.shift(by: .seconds(90))
      let stale = Signing().target("/api/v3/account", at: Exchanges.today)
      #expect(try await server.get(stale, headers: [Signing().header]).code == -1021)
    }
  }

  @Test("refuses a GET with a body as the content network does, and other methods")
  func shape() async throws {
    try await Exchanges.with { server in
      let body = try await server.get("/api/v3/time", ["-X", "GET", "-d", "a=1"])
      #expect(body.status == 403)
      #expect(body.text.contains("Bad request"))
      #expect(try await server.get("/api/v3/time", ["-X", "DELETE"]).status == 405)
    }
  }

  @Test("keeps connections, counts them, and serves fifty requests at once")
  func concurrency() async throws {
    try await Exchanges.with(rules: ExchangeRules(latency: .milliseconds(200))) { server in
      let folder = FileManager.default.temporaryDirectory.appending(path: "fifty-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let list = folder.appending(path: "urls")
      try (0..<100).map { _ in "url = \"\(server.baseURL)/api/v3/time\"\noutput = \"/dev/null\"" }
        .joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
      let exit = try await Curl.run(
        ["-sS", "--parallel", "--parallel-immediate", "--parallel-max", "50", "-K", list.path],
        folder: folder)
      #expect(exit == 0)
      let log = server.requests
      #expect(log.count == 100)
      #expect(log.count(status: 200) == 100)
      #expect((25...50).contains(log.peakInFlight))
      #expect(log.connections <= 60)
      #expect(log.peakWeight == 100)
      #expect(log.records.allSatisfy { $0.finishedAfter != nil })
    }
  }
}
