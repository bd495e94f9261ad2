import EventLog
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Synchronization
import TestKit
import Testing

@testable import Ingest
@testable import bnus_replay

@Suite("The progress of a sync", .serialized)
struct SyncProgressTests {
  @Test("names what is requested, the symbols done and the weight, and the time left of a wait")
  func words() {
    let now = ContinuousClock.now
    var progress = SyncProgress()
    #expect(SyncProgressLine.text(progress, at: now) == "sync: begins")
    progress.source = .trades(symbol: "BTCUSDT")
    (progress.symbolsDone, progress.symbols) = (12, 1047)
    (progress.weightUsed, progress.weightLimit) = (1240, 6000)
    let words = "sync: myTrades BTCUSDT, 12 of 1,047 symbols, weight 1,240 of 6,000"
    #expect(SyncProgressLine.text(progress, at: now) == words)
    progress.waitsUntil = now + .milliseconds(33_100)
    #expect(SyncProgressLine.text(progress, at: now) == words + ", waiting 0:34 for the limit")
    #expect(SyncProgressLine.text(progress, at: now + .seconds(40)) == words, "the wait is over")
  }

  @Test("every symbol is counted, and what the exchange says of the weight")
  func lines() async throws {
    let bench = try await SyncBench(account: .light)
    let seen = Mutex<[SyncProgress]>([])
    let report = try await bench.sync {
      $0.only = ["trade", "order"]
      $0.progress = { progress in seen.withLock { $0.append(progress) } }
    }
    let all = seen.withLock { $0 }
    #expect(all.map(\.symbolsDone) == all.map(\.symbolsDone).sorted())
    let last = try #require(all.last)
    #expect((last.symbolsDone, last.symbols) == (report.symbols, report.symbols))
    #expect((last.weightUsed, last.weightLimit) == (report.weightUsed, 6000))
    #expect(last.waitsUntil == nil && report.symbols > 10)
    await bench.stop()
  }

  @Test("on a terminal its line makes way for log lines and is gone at the end")
  func onTerminal() async throws {
    let bench = try await SyncBench(
      account: .light, rules: ExchangeRules(latency: .milliseconds(40)))
    bench.log.close()
    let child = try await SyncChild.run(
      bench, ["-v", "--symbols", "all", "--only", "trade,order"], isOnTerminal: true)
    #expect(child.code == 0, "\(child)")
    let mark = "\r\u{1B}[K"
    let lines = child.output.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
    let logged = lines.filter { $0.contains(" DEBUG run=") }
    #expect(logged.count > 40)
    #expect(logged.contains { $0.contains(mark) }, "no line of progress was drawn")
    for line in logged {
      // What stands on the screen is what follows the last clearing.
      let shown = line.components(separatedBy: mark).last ?? ""
      #expect(shown.hasPrefix("20") && !shown.contains("sync: "), "\(line)")
    }
    let left = try #require(lines.last { $0.contains("sync: ") })
    #expect(left.components(separatedBy: mark).last?.contains("sync: ") == false, "\(left)")
    #expect(
      child.output.components(separatedBy: mark).allSatisfy { $0.hasPrefix("sync: ") ? $0.count < 100 : true }
    )
    await bench.stop()
  }

  @Test("is silent with -q and with --json", arguments: ["-q", "--json"])
  func quiet(flag: String) async throws {
    let bench = try await SyncBench(
      account: .light, rules: ExchangeRules(latency: .milliseconds(40)))
    bench.log.close()
    let child = try await SyncChild.run(
      bench, [flag, "--log-level", "error", "--symbols", "all", "--only", "trade"], isOnTerminal: true)
    #expect(child.code == 0 && !child.output.contains("sync: "), "\(child)")
    await bench.stop()
  }
}
