import BinanceUS
import EventLog
import Foundation
import Ingest
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@Suite("A sync under faults", .serialized)
struct SyncFaultTests {
  /// A fault that strikes once in a while, and the outcomes a run under it may have.
  static let passing: [(name: String, kind: FaultKind)] = [
    ("CDN refusal", .cloudFrontBadRequest), ("502", .badGateway), ("504", .gatewayTimeout),
    ("-1000", .unknownError), ("-1001", .disconnected), ("-1006", .unexpectedResponse),
    ("-1007", .backendTimeout), ("-1008", .busy), ("429", .tooManyRequests(retryAfter: 0)),
    ("malformed JSON", .malformedJSON), ("text code", .textCode), ("truncated", .truncatedBody),
    ("reset", .connectionReset), ("closed", .connectionClosed), ("clock", .outsideWindow),
    ("redirect", .redirect(status: 302, to: "https://example.com/")), ("echo", .echo),
  ]

  @Test("nothing stored is lost, and a later run heals", arguments: 0..<17)
  func heals(index: Int) async throws {
    let fault = Self.passing[index]
    let faults = FaultPlan(seed: UInt64(index), [Fault(fault.kind, .any, .perMille(120))])
    let bench = try await SyncBench(account: .light, faults: faults)
    let before = try await bench.sync { $0.retries.retries = 1 }
    #expect(before.outcome != .refused, "\(fault.name)")
    bench.server.inject(.none)
    var report = try await bench.sync()
    #expect(report.outcome == .done, "\(fault.name): \(report.failures)")
    report = try await bench.sync()
    #expect(try bench.differences() == [], "\(fault.name)")
    #expect(try LogVerifier(bench.log).verify().isWhole)
    await bench.stop()
  }

  @Test("a 200 that is not JSON is requested again, and is a failure of data where it stays")
  func noJSON() async throws {
    let faults: FaultPlan = [
      Fault(.malformedJSON, .path("/api/v3/ticker/24hr"), .once),
      Fault(.emptyBody, .path("/sapi/v1/capital/config/getall"), .always),
    ]
    let bench = try await SyncBench(account: .light, faults: faults)
    let report = try await bench.sync()
    #expect(report.outcome == .partlyDone)
    #expect(report.sources["ticker/24hr"]?.retries == 1 && report.sources["config/getall"]?.retries == 3)
    #expect(report.failures.map(\.source) == ["config/getall"])
    #expect(report.failures.map(\.category) == [.data])
    await bench.stop()
  }

  @Test("what one symbol's response is too large for leaves the others alone")
  func tooLarge() async throws {
    let faults: FaultPlan = [Fault(.hugeBody(mebibytes: 17), .symbol("BTCUSDT"), .always)]
    let bench = try await SyncBench(account: .light, faults: faults)
    let report = try await bench.sync()
    #expect(Set(report.failures.map(\.source)) == ["myTrades BTCUSDT", "allOrders BTCUSDT"])
    #expect(report.sources.values.allSatisfy { $0.retries == 0 })
    bench.server.inject(.none)
    try await bench.sync()
    #expect(try bench.differences() == [])
    await bench.stop()
  }

  @Test("a failing symbol leaves the others alone")
  func isolation() async throws {
    let faults: FaultPlan = [Fault(.badGateway, .symbol("BTCUSDT"), .always)]
    let bench = try await SyncBench(account: .light, faults: faults)
    let report = try await bench.sync { $0.retries.retries = 1 }
    #expect(report.outcome == .partlyDone)
    let symbols = Set(report.failures.filter { !$0.isMinor }.map(\.source))
    #expect(symbols.allSatisfy { $0.hasSuffix("BTCUSDT") }, "\(symbols)")
    await bench.stop()
  }

  @Test("with a low weight limit nobody is banned and the run still finishes")
  func lowLimit() async throws {
    let rules = ExchangeRules(weightLimit: 700, weightWindow: .seconds(60))
    let bench = try await SyncBench(account: .light, rules: rules)
    let clock = bench.server.clock
    let waiter = Task {
      while !Task.isCancelled {
        clock.advance(by: .milliseconds(700))
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    let report = try await bench.sync { $0.only = ["trade", "order"] }
    waiter.cancel()
    #expect(bench.server.requests.count(status: 418) == 0)
    #expect(report.outcome == .done, "\(report.failures)")
    await bench.stop()
  }

  @Test("a ban ends the run and is reported with its end")
  func banned() async throws {
    let bench = try await SyncBench(
      account: .light, faults: [Fault(.banned(seconds: 300), .path("/api/v3/myTrades"), .nth(3))])
    let report = try await bench.sync()
    #expect(report.bannedUntil != nil)
    #expect(report.outcome == .partlyDone)
    await bench.stop()
  }

  @Test(
    "a country or a law in the way ends the run with one clear sentence",
    arguments: [
      FaultKind.countryBlocked, .legalBlock,
    ])
  func countryBlocked(kind: FaultKind) async throws {
    let bench = try await SyncBench(faults: [Fault(kind, .any, .always)])
    bench.log.close()
    let child = try await SyncChild.run(bench, ["-q"])
    #expect(child.code == 1, "\(child)")
    #expect(bench.server.requests.count == 1)
    #expect(child.errors.components(separatedBy: "US residents").count == 2, "\(child)")
    #expect(child.output == "")
    let check = try await SyncChild.run(bench, ["--check"])
    #expect(check.code == 1 && check.errors.contains("US residents"), "\(check)")
    await bench.stop()
  }

  @Test("what stalls is given up, stored as far as it came, and requested again")
  func stalled() async throws {
    let faults: FaultPlan = [
      Fault(.stalledHead, .path("/api/v3/account"), .once),
      Fault(.stalledBody, .path("/api/v3/exchangeInfo"), .once),
      Fault(.stalledBody, .symbol("BTCUSDT"), .always),
    ]
    let bench = try await SyncBench(account: .light, faults: faults)
    let report = try await bench.sync {
      $0.timeout = .seconds(1)
      $0.retries.retries = 1
    }
    #expect(report.outcome == .partlyDone, "\(report.failures)")
    #expect(report.sources["account"]?.retries == 1 && report.sources["exchangeInfo"]?.retries == 1)
    let failures = report.failures.filter { !$0.isMinor }
    #expect(Set(failures.map(\.source)) == ["myTrades BTCUSDT", "allOrders BTCUSDT"])
    #expect(failures.allSatisfy { $0.category == .network && $0.message.contains("timeout") })
    #expect(try Export.all(bench.log).contains("body_truncated"), "what came is kept")
    bench.server.inject(.none)
    #expect(try await bench.sync().outcome == .done)
    #expect(try bench.differences() == [])
    await bench.stop()
  }

  @Test("a history without its beginning is completed by the next run")
  func missingBeginning() async throws {
    let bench = try await SyncBench(
      account: .ordinary, rules: ExchangeRules(weightLimit: 1_000_000),
      faults: [Fault(.missingBeginning, .any, .always)])
    #expect(try await bench.sync().outcome == .done)
    #expect(try bench.differences().contains { $0.hasPrefix("trade lacks") })
    bench.server.inject(.none)
    #expect(try await bench.sync().outcome == .done)
    #expect(try bench.differences() == [])
    await bench.stop()
  }

  @Test("refused credentials end their sources, and the run says so")
  func refused() async throws {
    let bench = try await SyncBench(account: .light)
    bench.server.replaceKeys([ExchangeKey(key: "another-key-of-the-test", secret: "s", world: nil)])
    let report = try await bench.sync()
    #expect(report.outcome == .refused)
    await bench.stop()
  }

  @Test("a first sync with four at once is far faster than one by one")
  func concurrency() async throws {
    func seconds(_ concurrency: Int) async throws -> Double {
      let bench = try await SyncBench(
        account: .light, rules: ExchangeRules(latency: .milliseconds(50)))
      let start = ContinuousClock.now
      try await bench.sync {
        $0.concurrency = concurrency
        $0.only = ["trade", "order"]
      }
      let passed = ContinuousClock.now - start
      await bench.stop()
      return Double(passed.components.attoseconds) / 1e18 + Double(passed.components.seconds)
    }
    let (one, four) = (try await seconds(1), try await seconds(4))
    print("one by one \(one) s, four at once \(four) s")
    #expect(one / four > 2.5, "\(one) s against \(four) s")
  }
}
