import BinanceUS
import EventLog
import EventModel
import Foundation
import TestKit
import Testing

@testable import Projections
@testable import Replay

@Suite("Feeds")
struct FeedTests {
  private func archive(_ seed: UInt64, _ count: Int = 90) throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: count))
    return archive
  }

  private func plan(_ archive: ArchiveBuilder, jobs: Int, only: [String]? = nil) throws -> ReplayPlan {
    try ReplayPlan(
      schema: TableCatalogue.latest, only: only, through: archive.last, jobs: jobs, sink: MemorySink())
  }

  @Test(
    "responses come in log order, and of one event in the order of the tables", arguments: UInt64(1)...6,
    1...5)
  func order(seed: UInt64, jobs: Int) throws {
    let archive = try archive(seed)
    let plan = try plan(archive, jobs: jobs)
    let merge = FeedMerge(log: archive.log, plan: plan, omitted: .none, pool: BatchPool())
    var seen: [(UInt64, Int)] = []
    while let next = try merge.next() { seen.append((next.response.header.sequence, next.table)) }
    let truth = try PlainEvent.all(of: archive.log).flatMap { event -> [(UInt64, Int)] in
      guard event.header.isSuccess else { return [] }
      return plan.tables.filter { $0.definition.reads.contains { $0.path == event.header.endpoint } }
        .map { (event.header.sequence, $0.place) }
    }
    #expect(seen.elementsEqual(truth, by: ==), "seed \(seed), \(jobs) jobs")
  }

  @Test("orders come from two endpoints in the order of the log")
  func twoEndpoints() throws {
    let archive = try ArchiveBuilder()
    let order = "{\"symbol\":\"B\",\"orderId\":1}"
    for place in 0..<6 {
      if place % 2 == 0 { try archive.record("/api/v3/allOrders", "[\(order)]", run: "run-\(place)") }
      if place % 2 == 1 { try archive.record("/api/v3/order", order, run: "run-\(place)") }
    }
    let sink = MemorySink()
    let report = try ReplayPlan(schema: TableCatalogue.latest, through: 6, jobs: 1, sink: sink)
      .run(of: archive.log)
    let table = try #require(report.tables.first { $0.name == "order" })
    #expect((table.after.rows, table.after.responses) == (6, 6))
    #expect(sink.notes.map(\.header.sequence) == [1, 2, 3, 4, 5, 6])
  }

  @Test("a log of more events than one look holds is read whole", arguments: [1, 3])
  func windows(jobs: Int) throws {
    let archive = try ArchiveBuilder()
    let run = try #require(RunID("r"))
    try archive.append(
      (0..<9000).map { ordinal in
        NewEvent(
          run: run, ordinal: UInt32(ordinal), endpoint: "/api/v3/time", method: "GET", path: "/api/v3/time",
          observedAt: ArchiveBuilder.someTime, status: ordinal % 100 == 0 ? 200 : 500,
          body: Array("{\"serverTime\":\(ordinal)}".utf8))
      })
    let merge = FeedMerge(
      log: archive.log, plan: try plan(archive, jobs: jobs), omitted: .none, pool: BatchPool())
    var seen: [UInt64] = []
    while let next = try merge.next() { seen.append(next.response.header.sequence) }
    #expect(seen == stride(from: 1, through: 9000, by: 100).map { $0 })
  }

  @Test("a sink that fails ends the replay, its feeds and their threads", arguments: 1...5)
  func failingSink(jobs: Int) throws {
    let archive = try archive(3, 200)
    for writes in [0, 1, 5, 20] {
      let sink = MemorySink()
      sink.writesLeft = writes
      let plan = try ReplayPlan(schema: TableCatalogue.latest, through: archive.last, jobs: jobs, sink: sink)
      #expect(throws: SinkError.self) { try plan.run(of: archive.log) }
      #expect(sink.notes.isEmpty)
    }
    try expectNoReaders(of: archive)
  }

  /// Closing waits for readers, and opening anew needs all of them gone: a feed that went on
  /// reading would be seen.
  private func expectNoReaders(of archive: ArchiveBuilder) throws {
    archive.log.close()
    let again = try EventLog.open(
      at: archive.directory.file("archive"), mode: .readWrite, mapBytes: 256 << 20)
    again.close()
  }

  @Test("a feed that was stopped lets go of everything it held", .timeLimit(.minutes(1)))
  func released() throws {
    let archive = try archive(4, 200)
    let (plan, log) = (try plan(archive, jobs: 2), archive.log)
    let (tables, reading) = (plan.tables, plan.reading)
    weak var held: FeedQueue?
    do {
      let queue = FeedQueue {
        TableFeed(log: log, tables: tables, reading: reading, omitted: .none, pool: BatchPool())
      }
      held = queue
      _ = try queue.take()
      queue.stop()
    }
    // The feed's thread holds the queue until it has ended.
    while held != nil { sched_yield() }
  }

  @Test("endpoints that are not read are never decompressed")
  func skipped() throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/myTrades", query: "symbol=B", "[{\"symbol\":\"B\",\"id\":1,\"orderId\":1}]")
    let large =
      "{\"symbols\":[" + String(repeating: "{\"symbol\":\"S\"},", count: 2000) + "{\"symbol\":\"T\"}]}"
    let damaged = try archive.record("/api/v3/exchangeInfo", large)
    archive.log.close()
    try Damage.body(of: damaged, length: large.utf8.count, in: archive.directory.file("archive"))
    let log = try EventLog.open(at: archive.directory.file("archive"), mode: .readOnly, mapBytes: 256 << 20)
    defer { log.close() }
    for (only, reads) in [(["trade"], true), (["exchange_info"], false)] {
      let sink = MemorySink()
      let plan = try ReplayPlan(schema: TableCatalogue.latest, only: only, through: 2, jobs: 1, sink: sink)
      if reads {
        #expect(try plan.run(of: log).tables[0].after.rows == 1)
      } else {
        #expect(throws: EventLogError.self) { try plan.run(of: log) }
      }
    }
  }
}

/// Spoils a stored body, for tests of who reads it.
private enum Damage {
  struct NotFound: Error {}

  /// Overwrites the middle of the zstd frame that is the largest in the archive's file.
  static func body(of sequence: UInt64, length: Int, in archive: String) throws {
    let path = archive + "/data.mdb"
    var file = try Data(contentsOf: URL(filePath: path))
    let magic = Data([0x28, 0xB5, 0x2F, 0xFD])
    var from = file.startIndex
    var count = 0
    while let found = file.range(of: magic, in: from..<file.endIndex) {
      // The frame header follows; what comes then is the compressed content.
      for place in found.upperBound + 6..<min(found.upperBound + 24, file.endIndex) { file[place] ^= 0xA5 }
      from = found.upperBound
      count += 1
    }
    guard count > 0 else { throw NotFound() }
    try file.write(to: URL(filePath: path))
  }
}
