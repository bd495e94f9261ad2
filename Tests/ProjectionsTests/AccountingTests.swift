import BinanceUS
import EventModel
import TestKit
import Testing

@testable import Projections
@testable import Replay

@Suite("The accounting of a replay")
struct AccountingTests {
  /// A projection that forgets the second record of every response.
  private final class Forgetful: Projection {
    let table: TableSchema
    private let inner: MappedProjection

    init(_ table: TableSchema) { (self.table, inner) = (table, MappedProjection(table)) }

    func project(_ response: Response, into batch: RowBatch) {
      inner.project(response, into: batch)
      if batch.rowCount > 1 { batch.dropLastRow() }
    }
  }

  /// A sink that reports one row less than it took.
  private final class Miscounting: TableSink {
    let inner = MemorySink()
    func state(of table: TableSchema) -> TableState { inner.state(of: table) }
    func begin() { inner.begin() }
    func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt {
      let receipt = try inner.write(batch)
      return WriteReceipt(inserted: receipt.inserted - 1, lost: receipt.lost)
    }
    func note(_ note: ResponseNote) { inner.note(note) }
    func hasRun(_ run: RunID, in table: TableSchema) -> Bool { inner.hasRun(run, in: table) }
    func read(_ run: RunID, in table: TableSchema) -> RunReading { inner.read(run, in: table) }
    func store(_ digest: RunDigest, in table: TableSchema) { inner.store(digest, in: table) }
    func storedDigests(of table: TableSchema) -> [RunDigest] { inner.storedDigests(of: table) }
    func close(_ table: TableSchema, at position: TablePosition, digest: Digest) {
      inner.close(table, at: position, digest: digest)
    }
    func store(_ runs: [RunRecord]) { inner.store(runs) }
    func commit() { inner.commit() }
  }

  private func archive() throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    let row = "{\"symbol\":\"S\",\"id\":%,\"orderId\":1}"
    let page = (1...3).map { row.replacing("%", with: "\($0)") }.joined(separator: ",")
    try archive.record("/api/v3/myTrades", query: "symbol=S", "[\(page)]")
    return archive
  }

  @Test("a record that nobody accounts for fails the replay, naming table and event")
  func records() throws {
    let archive = try archive()
    let trade = try #require(TableCatalogue.latest.table(named: "trade"))
    let schema = Schema(
      version: .exchangeUpgrade,
      tables: [
        TableDefinition(trade.schema, since: trade.since, reads: trade.reads) { Forgetful(trade.schema) }
      ])
    let sink = MemorySink()
    let plan = try ReplayPlan(schema: schema, through: 1, jobs: 1, sink: sink)
    let error = #expect(throws: ReplayError.self) { try plan.run(of: archive.log) }
    guard case .accountingOpen("trade", 1, let detail) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(detail == "3 records, 2 accounted for")
    #expect(sink.rows(of: trade.schema).isEmpty)
  }

  @Test("a row that the sink does not report fails the replay, and nothing becomes visible")
  func rows() throws {
    let archive = try archive()
    let sink = Miscounting()
    let plan = try ReplayPlan(schema: TableCatalogue.latest, through: 1, jobs: 1, sink: sink)
    #expect(throws: ReplayError.self) { try plan.run(of: archive.log) }
    #expect(sink.inner.notes.isEmpty)
  }

  @Test("for every response records are rows, faults and what is left out", arguments: UInt64(60)...69)
  func law(seed: UInt64) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 120))
    for schema in TableCatalogue.schemas {
      let sink = MemorySink()
      let plan = try ReplayPlan(schema: schema, through: archive.last, jobs: 2, sink: sink)
      let report = try plan.run(of: archive.log)
      for table in report.tables {
        let notes = sink.notes.filter { $0.table.name == table.name }
        let records = notes.reduce(0) { $0 + $1.tally.records }
        #expect(table.after.records == records, "seed \(seed)")
        #expect(table.after.isClosed, "seed \(seed)")
        #expect(table.after.responses == notes.count, "seed \(seed)")
        #expect(table.leftOut.values.reduce(0, +) == table.after.leftOut, "seed \(seed)")
      }
      let faults = sink.notes.reduce(0) { $0 + $1.tally.faults.count + ($1.tally.bodyFault == nil ? 0 : 1) }
      #expect(report.quarantined == faults, "seed \(seed)")
    }
  }

  @Test("a catch-up reports what it met, not of what stood there before")
  func quarantinedNow() throws {
    let archive = try archive()
    try archive.record("/api/v3/myTrades", query: "symbol=S", "<html>")
    let sink = MemorySink()
    func run() throws -> Int {
      let plan = try ReplayPlan(schema: TableCatalogue.latest, through: archive.last, jobs: 1, sink: sink)
      return try plan.run(of: archive.log).quarantined
    }
    #expect(try run() == 1)
    #expect(try run() == 0)
    try archive.record("/api/v3/myTrades", query: "symbol=S", "[7,8]")
    #expect(try run() == 2)
  }

  @Test("a table that no schema has is named, and the tables there are")
  func unknownTable() throws {
    let error = #expect(throws: ReplayError.self) {
      try ReplayPlan(
        schema: TableCatalogue.latest, only: ["trade", "trades"], through: 0, jobs: 1, sink: MemorySink())
    }
    #expect(error?.description.contains("no table trades; the tables are exchange_info,") == true)
  }

  @Test("progress comes after each response and ends at the last")
  func progress() throws {
    let archive = try archive()
    try archive.record("/api/v3/time", "{\"serverTime\":1}")
    let sink = MemorySink()
    var seen: [ReplayProgress] = []
    let plan = try ReplayPlan(schema: TableCatalogue.latest, through: 2, jobs: 1, sink: sink)
    _ = try plan.run(of: archive.log) { seen.append($0) }
    #expect(seen.map(\.sequence) == [1, 2])
    #expect(seen.map(\.rows) == [3, 4])
    #expect(seen.allSatisfy { $0.first == 1 && $0.through == 2 })
  }

  @Test("an error that the caller throws out of progress ends the replay")
  func stopped() throws {
    struct Stop: Error {}
    let archive = try archive()
    for jobs in 1...4 {
      let sink = MemorySink()
      let plan = try ReplayPlan(schema: TableCatalogue.latest, through: 1, jobs: jobs, sink: sink)
      #expect(throws: Stop.self) { try plan.run(of: archive.log) { _ in throw Stop() } }
    }
  }
}
