import Ingest
import SimulatedExchange
import SyncKit
import TestKit
import Testing

@testable import Playback

@Suite("A sync against a served archive", .serialized)
struct SyncAgainstArchiveTests {
  /// The columns of a table but for what names run, event and time of reading.
  private static func rows(_ table: String, of file: SQLiteFile) throws -> Set<[PlainCell]> {
    let own: Set = ["run_id", "_event_seq", "_event_row", "_observed_at", "_ingested_at"]
    let columns = try file.texts("SELECT name FROM pragma_table_info('\(table)')").filter {
      !own.contains($0)
    }
    #expect(columns.count > 1, "\(table)")
    let list = columns.map { "\"\($0)\"" }.joined(separator: ",")
    return Set(try file.rows("SELECT \(list) FROM \"\(table)\""))
  }

  @Test("gives the same tables as the exchange did, one day or three", arguments: [1, 3])
  func sameTables(days: Int) async throws {
    let exchange = try await RecordedExchange(account: .ordinary, days: days)
    let served = try await ServedArchive(exchange.archive)
    let copy = try ArchiveBuilder()
    let report = try await Sync.run(try RecordedExchange.settings(served.server.url), into: copy.log)
    try await served.server.stop()
    #expect(report.failures.allSatisfy { $0.isMinor }, "\(report.failures)")
    let first = try Tables.make(of: exchange.archive.log, in: exchange.archive.directory)
    let second = try Tables.make(of: copy.log, in: copy.directory)
    for table in [
      "exchange_info", "ticker_price", "account_balance", "wallet_details", "trade", "order", "server_time",
    ] {
      let (left, right) = (
        try Self.rows("\(table)_latest", of: first), try Self.rows("\(table)_latest", of: second)
      )
      #expect(!left.isEmpty, "\(table)")
      #expect(
        left == right,
        "\(table): \(left.subtracting(right).count) and \(right.subtracting(left).count) differ")
      guard days == 1 else { continue }
      #expect(try Self.rows(table, of: first) == Self.rows(table, of: second), "\(table)")
    }
  }

  @Test("in sequence, every sync gets what the one of that day got")
  func recordedRuns() async throws {
    let exchange = try await RecordedExchange(days: 2)
    let served = try await ServedArchive(exchange.archive) { $0.mode = .sequence }
    let copy = try ArchiveBuilder()
    for _ in 1...2 {
      let report = try await Sync.run(try RecordedExchange.settings(served.server.url), into: copy.log)
      #expect(report.failures.allSatisfy { $0.isMinor }, "\(report.failures)")
    }
    try await served.server.stop()
    let first = try Tables.make(of: exchange.archive.log, in: exchange.archive.directory)
    let second = try Tables.make(of: copy.log, in: copy.directory)
    for table in ["ticker_price", "account_balance", "trade", "order", "server_time"] {
      #expect(try Self.rows(table, of: first) == Self.rows(table, of: second), "\(table)")
    }
  }
}
