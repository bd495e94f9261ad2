import BinanceUS
import EventLog
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("Killed syncs", .serialized)
struct KilledSyncTests {
  private static let all = ["-q", "--symbols", "all"]

  @Test("after twenty runs killed at random moments one clean run has everything")
  func killed() async throws {
    let bench = try await SyncBench(account: .light, rules: ExchangeRules(weightLimit: 1_000_000))
    bench.log.close()
    var random = SeededGenerator(seed: 20)
    for _ in 1...20 {
      _ = try await SyncChild.run(
        bench, Self.all, killAfter: .milliseconds(20 + Int(clamping: random.next() % 400)))
    }
    for _ in 1...2 { #expect(try await SyncChild.run(bench, Self.all).code == 0) }
    let log = try EventLog.open(at: bench.directory.file("archive"), mode: .readOnly)
    #expect(try LogVerifier(log).verify().isWhole)
    #expect(try CursorCheck.isTrue(of: log))
    log.close()
    let again = try bench.reopened()
    #expect(try again.differences() == [])
    await again.stop()
  }
}
