import BinanceUS
import EventLog
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@testable import Ingest

@Suite("What sync says", .serialized)
struct SyncWordsTests {
  /// A fault of the signed request, the exit code of a check, its outcome, and words of its message.
  static let checks: [(FaultKind?, Int32, String, Int?, [String])] = [
    (nil, 0, "accepted", nil, ["accepts the credentials"]),
    (.outsideWindow, 1, "clock_off", -1021, ["clock is off"]),
    (.badGateway, 1, "unreachable", nil, ["HTTP 502"]),
    (.cloudFrontBlocked, 1, "unreachable", nil, ["HTTP 403", "blocks this machine's address"]),
    (
      .redirect(status: 302, to: "https://elsewhere.example"), 1, "unreachable", nil,
      ["HTTP 302", "leads to https://elsewhere.example/api/v3/account,"]
    ),
    (.banned(seconds: 60), 1, "unreachable", -1003, ["HTTP 418", "banned this address"]),
    (.countryBlocked, 1, "unreachable", nil, ["US residents"]),
    (.connectionReset, 1, "unreachable", nil, ["connection"]),
    (.emptyBody, 1, "unreachable", nil, ["not JSON"]),
  ]

  @Test("a check is one JSON document, in the same words as without --json", arguments: 0..<checks.count)
  func check(index: Int) async throws {
    let (fault, exitCode, outcome, code, words) = Self.checks[index]
    let faults = fault.map { FaultPlan([Fault($0, .path("/api/v3/account"), .always)]) } ?? .none
    let bench = try await SyncBench(faults: faults)
    bench.log.close()
    let json = try await SyncChild.run(bench, ["--check", "--json"])
    let document = try Self.document(json.output)
    #expect(json.code == exitCode, "\(json)")
    #expect(
      document["ok"] as? Bool == (exitCode == 0) && document["outcome"] as? String == outcome, "\(json)")
    #expect(document["code"] as? Int == code)
    let message = try #require(document["message"] as? String)
    for part in words { #expect(message.contains(part), "\(message)") }
    #expect(!(json.output + json.errors).contains("signature="))
    let plain = try await SyncChild.run(bench, ["--check"])
    #expect(plain.code == exitCode && (plain.output + plain.errors).contains(message.prefix(60)), "\(plain)")
    await bench.server.stop()
  }

  @Test(
    "a refusal names its code and reason, in a check and at a run's end",
    arguments: [
      (-2015, "permission to read"), (-1022, "secret does not belong to the key"), (-2014, "copied whole"),
    ])
  func refused(code: Int, reason: String) async throws {
    let bench = try await SyncBench(account: .light)
    bench.log.close()
    let known = ExchangeKey.documented
    let key = code == -2014 ? "short-key-of-the-test" : known.key
    let secret = code == -1022 ? "another-secret-of-the-test" : known.secret
    if code == -2015 { bench.server.replaceKeys([]) }
    let configuration = #"{"api_key":"\#(key)","api_secret":"\#(secret)"}"#
    for arguments in [["--check"], ["-q"], []] {
      let child = try await SyncChild.run(bench, arguments, configuration: configuration)
      let last = child.errors.split(separator: "\n").last ?? ""
      #expect(child.code == 12, "\(child)")
      #expect(last.contains("code \(code)") && last.contains(reason), "\(child)")
    }
    let check = try await SyncChild.run(bench, ["--check", "--json"], configuration: configuration)
    let document = try Self.document(check.output)
    #expect(
      check.code == 12 && document["outcome"] as? String == "refused" && document["code"] as? Int == code)
    await bench.server.stop()
  }

  @Test("a clock that stays off is reported, with exit status 3 where public tables came")
  func clockOff() async throws {
    let bench = try await SyncBench(faults: [Fault(.outsideWindow, .any, .always)])
    let report = try await bench.sync()
    #expect(report.outcome == .partlyDone)
    #expect(report.categories == [.clock])
    #expect(report.failures.allSatisfy { $0.message.contains("clock is off") }, "\(report.failures)")
    #expect(bench.server.requests.count(path: "/api/v3/myTrades") == 0, "no symbol is tried")
    await bench.stop()
  }

  @Test("without credentials a run says what it left out")
  func leftOut() async throws {
    let bench = try await SyncBench()
    func run(_ only: Set<String>?) async throws -> SyncReport {
      try await bench.sync {
        $0.credentials = nil
        $0.only = only
      }
    }
    let all = try await run(nil)
    #expect(all.outcome == .done && all.remarks.count == 1)
    for table in ["account_balance", "wallet_details", "trade", "order"] {
      #expect(all.remarks[0].contains(table), "\(all.remarks)")
    }
    #expect(try await run(["ticker_price"]).remarks == [])
    let some = try await run(["ticker_price", "trade"])
    #expect(some.outcome == .partlyDone && some.remarks[0].contains("left out trade;"), "\(some.remarks)")
    await bench.stop()
  }

  @Test("a run that is interrupted reports no further try")
  func interrupted() async throws {
    let bench = try await SyncBench(faults: [Fault(.badGateway, .any, .always)])
    let (said, isStopped) = (Collected(), Collected())
    let report = try await bench.sync {
      $0.observer = { notice in
        // The response is stored; the run is interrupted before it is judged.
        if notice.text.hasPrefix("event ") { isStopped.add("") }
        said.add(notice.text)
      }
      $0.stop = StopSignal { !isStopped.texts.isEmpty }
    }
    #expect(report.outcome == .interrupted)
    #expect(said.texts.allSatisfy { !$0.contains("again") }, "\(said.texts)")
    await bench.stop()
  }

  private static func document(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }
}

private final class Collected: @unchecked Sendable {
  // Guarded by the lock.
  private var all: [String] = []
  private let lock = NSLock()

  func add(_ text: String) { lock.withLock { all.append(text) } }
  var texts: [String] { lock.withLock { all } }
}
