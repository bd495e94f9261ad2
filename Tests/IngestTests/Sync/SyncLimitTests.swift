import BinanceUS
import EventLog
import EventModel
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A sync and the exchange's limits", .serialized)
struct SyncLimitTests {
  /// `Retry-After`, and how long the pause after each refusal is, in seconds.
  static let lasting: [(header: String?, pause: Double)] = [
    (nil, 0.2), ("0", 0.2), ("1", 1), ("soon", 0.2), ("-7", 0.2),
  ]

  @Test(
    "a lasting 429 ends the run after three, partly done, and not before Retry-After has passed",
    arguments: lasting)
  func threeInARow(_ row: (header: String?, pause: Double)) async throws {
    let bench = try await SyncBench(account: .light)
    let headers = row.header.map { ["Retry-After": $0] } ?? [:]
    let body = #"{"code":-1003,"msg":"Too many requests; please use the websocket for live updates."}"#
    bench.server.inject([
      Fault(.says(status: 429, headers: headers, body: body), .path("/api/v3/myTrades"), .always)
    ])
    let start = ContinuousClock.now
    let report = try await bench.sync {
      $0.only = ["trade"]
      $0.retries.slowDownFloor = .milliseconds(200)
      $0.concurrency = 4
    }
    let took = ContinuousClock.now - start
    #expect(report.outcome == .partlyDone, "\(report.failures)")
    #expect(report.categories == [.rateLimit])
    #expect(report.pausedUntil != nil)
    // Four were under way together, then one by one.
    let count = bench.server.requests.count(path: "/api/v3/myTrades")
    #expect((3...6).contains(count), "\(count) requests")
    #expect(took >= .seconds(2 * row.pause) && took < .seconds(2 * row.pause + 30), "\(took)")
    await bench.stop()
  }

  @Test("429s with successful responses between them end no run")
  func between() async throws {
    let bench = try await SyncBench(
      account: .light,
      faults: [Fault(.tooManyRequests(retryAfter: 0), .path("/api/v3/allOrders"), .perMille(300))])
    let report = try await bench.sync {
      $0.retries.slowDownFloor = .milliseconds(5)
      $0.concurrency = 1
      $0.retries.refusalsInARow = 12
    }
    #expect(bench.server.requests.count(status: 429) > 3)
    #expect(report.outcome == .done, "\(report.failures)")
    #expect(try bench.differences() == [])
    await bench.stop()
  }

  /// What the refusal says, and its status.
  static let longPauses: [(status: Int, headers: [String: String], message: String)] = [
    (429, ["Retry-After": "315360000"], "Too much request weight used."),
    (429, ["Retry-After": "9223372036854775807"], "Too much request weight used."),
    (429, ["Retry-After": "99999999999999999999"], "Too much request weight used."),
    (429, [:], "Way too much request weight used; IP banned until 9223372036854775807."),
    (418, ["Retry-After": "9223372036854775807"], "Way too much request weight used."),
    (418, [:], "Way too much request weight used; IP banned until 9223372036854775807."),
  ]

  @Test(
    "a pause that is longer than --max-wait ends the run at once, and it says until when",
    arguments: longPauses)
  func longPause(_ row: (status: Int, headers: [String: String], message: String)) async throws {
    let body = #"{"code":-1003,"msg":"\#(row.message)"}"#
    let bench = try await SyncBench(
      account: .light,
      faults: [
        Fault(.says(status: row.status, headers: row.headers, body: body), .path("/api/v3/account"), .always)
      ])
    bench.log.close()
    let child = try await SyncChild.run(bench)
    #expect(child.code == 3, "\(child)")
    let year = row.headers["Retry-After"] == "315360000" ? "2036-" : "9999-12-31T23:59:59"
    #expect(child.output.contains(" until \(year)"), "\(child)")
    #expect(child.output.contains("account: rate_limit: "), "\(child)")
    #expect(bench.server.requests.count(path: "/api/v3/account") == 1)
    let reopened = try bench.reopened()
    #expect(try LogVerifier(reopened.log).verify().isWhole)
    await reopened.stop()
  }

  @Test("--max-wait sets what is too long")
  func maxWait() async throws {
    let bench = try await SyncBench(
      account: .light, faults: [Fault(.tooManyRequests(retryAfter: 3), .path("/api/v3/account"), .once)])
    bench.log.close()
    let short = try await SyncChild.run(bench, ["--max-wait", "2s"])
    #expect(short.code == 3, "\(short)")
    #expect(short.output.contains("longer than the 2 s"), "\(short)")
    bench.server.inject([Fault(.tooManyRequests(retryAfter: 1), .path("/api/v3/account"), .once)])
    #expect(try await SyncChild.run(bench, ["--max-wait", "2s"]).code == 0)
    for wrong in ["2", "0s", "-1m", "99999999999999999999d", "9223372036854775807d"] {
      #expect(try await SyncChild.run(bench, ["--max-wait=\(wrong)"]).code == 64, "\(wrong)")
    }
    await bench.server.stop()
  }

  /// Windows, and how many requests of weight 20 there is work for.
  static let windows: [Duration] = [.seconds(3)]

  @Test("95 % and more of a budget is used where there is work, and it is never passed", arguments: windows)
  func budget(window: Duration) async throws {
    let rules = ExchangeRules(weightLimit: 400, weightWindow: window, latency: .milliseconds(5))
    let bench = try await SyncBench(account: .light, rules: rules)
    let report = try await bench.sync { $0.only = ["trade", "order"] }
    #expect(report.outcome == .done, "\(report.failures)")
    #expect(bench.server.requests.count(status: 429) == 0)
    let length = Int64(window.components.seconds) &* 1000
    var spent: [Int64: Int] = [:]
    for record in bench.server.requests.records {
      spent[record.meterTime.milliseconds / length, default: 0] += record.weight
    }
    #expect(spent.values.allSatisfy { $0 <= 400 }, "\(spent)")
    // In the last window the work ends.
    let whole = spent.sorted { $0.key < $1.key }.dropLast().map(\.value)
    #expect(whole.count > 1 && whole.allSatisfy { $0 >= 380 }, "\(spent)")
    #expect(report.peakWeightPercent >= 95)
    await bench.stop()
  }

  @Test("a budget of a day that is spent ends the run and says until when")
  func dailyBudget() async throws {
    let rules = ExchangeRules(weightLimit: 400, weightWindow: .seconds(86_400))
    let bench = try await SyncBench(account: .light, rules: rules)
    let report = try await bench.sync()
    #expect(report.outcome == .partlyDone)
    #expect(report.categories == [.rateLimit])
    #expect(report.pausedUntil?.iso8601.hasPrefix("2026-09-21T00:00:00") == true, "\(report.failures)")
    #expect(bench.server.requests.count(status: 429) == 0)
    await bench.stop()
  }
}
