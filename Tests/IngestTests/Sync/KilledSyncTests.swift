import BinanceUS
import EventLog
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("Killed syncs", .serialized)
struct KilledSyncTests {
  @Test("after twenty runs killed at random moments one clean run has everything")
  func killed() async throws {
    let bench = try await SyncBench(account: .light, rules: ExchangeRules(weightLimit: 1_000_000))
    bench.log.close()
    var random = SeededGenerator(seed: 20)
    for _ in 1...20 {
      try await run(bench, killAfter: .milliseconds(20 + Int(random.next() % 400)))
    }
    #expect(try await run(bench, killAfter: nil) == 0)
    try await run(bench, killAfter: nil)
    let log = try EventLog.open(at: bench.directory.file("archive"), mode: .readOnly)
    #expect(try LogVerifier(log).verify().isWhole)
    #expect(try CursorCheck.isTrue(of: log))
    log.close()
    let again = try bench.reopened()
    #expect(try again.differences() == [])
    await again.stop()
  }

  /// Runs the command; its exit code, or nil where it was killed. Never blocks a thread, because
  /// the server shares them.
  @discardableResult
  private func run(_ bench: SyncBench, killAfter pause: Duration?) async throws -> Int32? {
    let process = Process()
    process.executableURL = URL(filePath: Captures.package + "/.build/debug/bnus-replay")
    process.arguments = [
      "sync", "-q", "--archive", bench.directory.file("archive"), "--base-url", bench.server.baseURL,
      "--symbols", "all",
    ]
    process.currentDirectoryURL = URL(filePath: bench.directory.path)
    process.environment = [
      "BINANCE_US_API_KEY": ExchangeKey.documented.key,
      "BINANCE_US_API_SECRET": ExchangeKey.documented.secret,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return try await withCheckedThrowingContinuation { reply in
      process.terminationHandler = { ended in
        reply.resume(returning: ended.terminationReason == .exit ? ended.terminationStatus : nil)
      }
      do { try process.run() } catch { reply.resume(throwing: error) }
      if let pause {
        let id = process.processIdentifier
        Task {
          try await Task.sleep(for: pause)
          kill(id, SIGKILL)
        }
      }
    }
  }
}
