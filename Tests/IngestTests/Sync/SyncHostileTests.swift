import EventLog
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A sync from a hostile exchange", .serialized)
struct SyncHostileTests {
  static let numbers = [
    "-9223372036854775808", "-1", "0", "9223372036854774807", "9223372036854775807", "9223372036854775808",
    "99999999999999999999999999",
  ]

  /// The number wherever a response or a header has one, with N for it.
  private static func faults(_ number: String) -> FaultPlan {
    func says(_ path: String, _ body: String) -> Fault {
      let body = body.replacingOccurrences(of: "N", with: number)
      let headers = ["x-mbx-used-weight-1m": number, "Retry-After": number]
      return Fault(.says(status: 200, headers: headers, body: body), .path(path), .always)
    }
    let trade =
      #"{"symbol":"BTCUSDT","id":N,"orderId":N,"price":"N","qty":"N","quoteQty":"N","commission":"N","commissionAsset":"BTC","time":N,"isBuyer":true}"#
    let order =
      #"{"symbol":"BTCUSDT","orderId":N,"executedQty":"N","origQty":"N","status":"NEW","time":N,"updateTime":N}"#
    return [
      says("/api/v3/time", #"{"serverTime":N}"#),
      says(
        "/api/v3/exchangeInfo",
        #"{"serverTime":N,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":N,"limit":N},{"rateLimitType":"REQUEST_WEIGHT","interval":"DAY","intervalNum":N,"limit":6000}],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}"#
      ),
      says(
        "/api/v3/account", #"{"updateTime":N,"uid":N,"balances":[{"asset":"BTC","free":"N","locked":"1"}]}"#),
      says("/api/v3/myTrades", "[\(trade),\(trade)]"), says("/api/v3/allOrders", "[\(order)]"),
      says("/api/v3/order", order),
      says("/sapi/v1/capital/deposit/hisrec", #"[{"insertTime":N,"amount":"N"}]"#),
      says("/sapi/v1/asset/assetDistributionHistory", #"{"rows":[{"divTime":N,"amount":"N"}],"total":N}"#),
    ]
  }

  @Test("no number traps, in the first run or in a later one", arguments: numbers)
  func nothingTraps(number: String) async throws {
    let bench = try await SyncBench(account: .light, faults: Self.faults(number))
    bench.log.close()
    for flags in [["--symbols", "all"], [], ["--max-wait", "1s"]] {
      let child = try await SyncChild.run(bench, ["--max-wait", "2s"] + flags)
      #expect(child.code.map { [0, 1, 3].contains($0) } == true, "\(number): \(child)")
    }
    let reopened = try bench.reopened()
    #expect(try LogVerifier(reopened.log).verify().isWhole)
    await reopened.stop()
  }

  @Test("a source whose pages never end is given up and reported, and the others are fetched")
  func endlessPages() async throws {
    let row = #"{"asset":"BTC","amount":"1","divTime":1700000000000}"#
    let rows = Array(repeating: row, count: 1000).joined(separator: ",")
    let bench = try await SyncBench(
      account: .light,
      faults: [
        Fault(
          .endless(prefix: #"[{"n":"#, suffix: "},\(rows)]"), .path("/sapi/v1/capital/deposit/hisrec"),
          .always),
        Fault(
          .endless(prefix: #"{"n":"#, suffix: ",\"data\":[\(rows)]}"), .path("/sapi/v1/staking/history"),
          .always),
        Fault(
          .endless(prefix: "[", suffix: "]"), .path("/sapi/v1/fiatpayment/query/deposit/history"), .always),
      ])
    let report = try await bench.sync { $0.mostPages = 20 }
    #expect(report.outcome == .partlyDone)
    #expect(
      Set(report.failures.filter { !$0.isMinor }.map(\.source))
        == ["deposit/hisrec", "staking/history", "fiatpayment/deposit/history"], "\(report.failures)")
    #expect(report.failures.filter { !$0.isMinor }.allSatisfy { $0.message.contains("no end") })
    #expect(bench.server.requests.count(path: "/sapi/v1/capital/deposit/hisrec") == 20)
    #expect(bench.server.requests.count(path: "/sapi/v1/ocbs/orders") > 0)
    await bench.stop()
  }

  @Test("a history whose ids grow for ever by one is given up, and so is one of endless full pages")
  func endlessHistory() async throws {
    let bench = try await SyncBench(
      account: .light,
      faults: [
        Fault(.growing(rows: 2), .path("/api/v3/myTrades"), .always),
        Fault(.growing(rows: 1000), .path("/api/v3/allOrders"), .always),
      ])
    let report = try await bench.sync {
      $0.scope = .named(["BTCUSDT"])
      $0.mostHistoryPages = 30
      $0.mostReconciled = 5
    }
    #expect(report.outcome == .partlyDone)
    let failures = report.failures.filter { $0.message.contains("no end") }
    #expect(Set(failures.map(\.source)) == ["myTrades BTCUSDT", "allOrders BTCUSDT"], "\(report.failures)")
    // Five more for orders whose trades do not add up.
    #expect(bench.server.requests.count(path: "/api/v3/myTrades") == 35)
    #expect(report.remarks.contains { $0.contains("this run requests those of 5") }, "\(report.remarks)")
    await bench.stop()
  }

  @Test(
    "Ctrl-C during a stalled request ends the run within a second or two, and its end is recorded",
    arguments: [FaultKind.stalledHead, .stalledBody])
  func interrupted(kind: FaultKind) async throws {
    let bench = try await SyncBench(account: .light, faults: [Fault(kind, .path("/api/v3/account"), .always)])
    bench.log.close()
    let start = ContinuousClock.now
    let child = try await SyncChild.run(bench, killAfter: .seconds(2), signal: SIGINT)
    #expect(child.code == 130, "\(child)")
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(!child.errors.contains("trying again"), "\(child)")
    let reopened = try bench.reopened()
    let ending = try #require(try Export.all(reopened.log).split(separator: "\n").last)
    #expect(ending.contains(#""kind":"run_end""#) && ending.contains("interrupted"))
    await reopened.stop()
  }

  @Test("Ctrl-C during --check ends it at once")
  func interruptedCheck() async throws {
    let bench = try await SyncBench(account: .light, faults: [Fault(.stalledHead, .any, .always)])
    bench.log.close()
    let start = ContinuousClock.now
    let child = try await SyncChild.run(bench, ["--check"], killAfter: .seconds(1), signal: SIGINT)
    #expect(child.code == 130, "\(child)")
    #expect(ContinuousClock.now - start < .seconds(4))
    await bench.server.stop()
  }
}
