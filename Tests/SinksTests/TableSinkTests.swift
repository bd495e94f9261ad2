import EventModel
import TestKit
import Testing

@testable import Projections
@testable import Replay
@testable import Sinks

/// The suite that every sink must pass: what `TableSink` promises.
@Suite("Every sink")
struct TableSinkTests {
  enum Kind: CaseIterable { case memory, sqlite }

  /// A sink with a way to look at what it made visible.
  struct Subject {
    let archive: ArchiveBuilder
    let schema: Schema
    let kind: Kind
    private let memory = MemorySink()

    init(_ kind: Kind, _ archive: ArchiveBuilder, _ schema: Schema) {
      (self.kind, self.archive, self.schema) = (kind, archive, schema)
    }

    /// A sink over what is there; for a file it is opened anew.
    func open() throws -> any TableSink {
      switch kind {
      case .memory: memory
      case .sqlite: try Destination.sqlite(path: path).open(of: archive.origin(schema), mode: .catchUp)
      }
    }

    private var path: String { archive.directory.file("suite.sqlite") }

    func rows(of table: TableSchema) throws -> [[PlainCell]: [PlainCell]] {
      guard kind == .sqlite else { return memory.rows(of: table) }
      let rows = try SQLiteFile(path).rows("SELECT * FROM \"\(table.name)\"")
      let places = table.storedKey.compactMap { table.index(of: $0) }
      return Dictionary(uniqueKeysWithValues: rows.map { row in (places.map { row[$0] }, row) })
    }
  }

  @discardableResult
  private func replay(_ subject: Subject, through: UInt64? = nil, jobs: Int = 1) throws -> ReplayReport {
    let sink = try subject.open()
    let plan = try plan(subject, through: through, jobs: jobs, sink: sink)
    return try plan.run(of: subject.archive.log)
  }

  private func plan(
    _ subject: Subject, through: UInt64?, jobs: Int, sink: some TableSink
  ) throws -> ReplayPlan {
    try ReplayPlan(schema: subject.schema, through: through ?? subject.archive.last, jobs: jobs, sink: sink)
  }

  private func subject(_ kind: Kind, _ seed: UInt64) throws -> Subject {
    Subject(kind, try ReplayLawTests.archive(seed), ReplayLawTests.schema(seed))
  }

  @Test(
    "rows, counters and digests are those of the plain reference, in one go or in several",
    arguments: Kind.allCases, UInt64(20)...25)
  func truth(kind: Kind, seed: UInt64) throws {
    let subject = try subject(kind, seed)
    for cut in [7, 8, 40, 90] as [UInt64] {
      let report = try replay(subject, through: cut, jobs: Int(clamping: seed % 3) + 1)
      let truth = try PlainTables(subject.archive.log, schema: subject.schema, through: cut)
      for (table, plain) in zip(report.tables, truth.tables) {
        let schema = plain.definition.schema
        #expect(table.after.withoutOrigin == plain.position, "seed \(seed), \(schema.name) through \(cut)")
        #expect(table.digest == PlainDigests(plain.rows).table, "seed \(seed), \(schema.name) through \(cut)")
        #expect(try subject.rows(of: schema) == plain.rows, "seed \(seed), \(schema.name) through \(cut)")
      }
    }
  }

  @Test("batches written in any order end in the same rows", arguments: Kind.allCases, UInt64(30)...35)
  func anyOrder(kind: Kind, seed: UInt64) throws {
    let subject = try subject(kind, seed)
    let inserted = try writeShuffled(subject, seed)
    let truth = try PlainTables(subject.archive.log, schema: subject.schema)
    #expect(inserted == truth.tables.reduce(0) { $0 + $1.rows.count }, "seed \(seed)")
    for plain in truth.tables {
      #expect(try subject.rows(of: plain.definition.schema) == plain.rows, "seed \(seed)")
    }
  }

  /// Gives how many rows were new; the sink is closed by then.
  private func writeShuffled(_ subject: Subject, _ seed: UInt64) throws -> Int {
    let sink = try subject.open()
    let plan = try plan(subject, through: nil, jobs: 1, sink: sink)
    let merge = FeedMerge(log: subject.archive.log, plan: plan, omitted: .none, pool: BatchPool())
    var batches: [RowBatch] = []
    while let next = try merge.next() { batches.append(next.batch) }
    var dice = SeededGenerator(seed: seed)
    try sink.begin()
    var inserted = 0
    for batch in batches.shuffled(using: &dice) where batch.rowCount > 0 {
      inserted += try sink.write(batch).inserted
    }
    try sink.commit()
    return inserted
  }

  @Test(
    "a run's digest read from its rows is the one that was stored", arguments: Kind.allCases, UInt64(40)...43)
  func readDigest(kind: Kind, seed: UInt64) throws {
    let subject = try subject(kind, seed)
    try replay(subject)
    let sink = try subject.open()
    try sink.begin()
    for plain in try PlainTables(subject.archive.log, schema: subject.schema).tables {
      let schema = plain.definition.schema
      for run in PlainDigests(plain.rows).runs {
        guard case .text(let name) = run.key else { continue }
        let id = try #require(RunID(String(decoding: name, as: UTF8.self)))
        #expect(try sink.hasRun(id, in: schema))
        let read = try sink.read(id, in: schema).digest
        #expect(
          read == RunDigest(run: id, rows: run.rows, digest: run.digest), "seed \(seed), \(schema.name)")
      }
      #expect(try !sink.hasRun(#require(RunID("no-such-run")), in: schema))
    }
  }

  @Test(
    "nothing is visible before the commit, and a replay begun anew gives the same", arguments: Kind.allCases)
  func nothingBefore(kind: Kind) throws {
    let subject = try subject(kind, 50)
    try replay(subject, through: 30)
    let before = try PlainTables(subject.archive.log, schema: subject.schema, through: 30)
    struct Stop: Error {}
    do {
      let sink = try subject.open()
      let plan = try plan(subject, through: nil, jobs: 1, sink: sink)
      #expect(throws: Stop.self) {
        try plan.run(of: subject.archive.log) { if $0.sequence > 60 { throw Stop() } }
      }
    }
    for plain in before.tables { #expect(try subject.rows(of: plain.definition.schema) == plain.rows) }
    let report = try replay(subject)
    let truth = try PlainTables(subject.archive.log, schema: subject.schema)
    #expect(report.tables.map(\.after.withoutOrigin) == truth.tables.map(\.position))
  }

  @Test("a replay with nothing new changes nothing", arguments: Kind.allCases)
  func nothingNew(kind: Kind) throws {
    let subject = try subject(kind, 51)
    let first = try replay(subject)
    let second = try replay(subject)
    #expect(first.tables.map(\.after) == second.tables.map(\.after))
    #expect(first.tables.map(\.digest) == second.tables.map(\.digest))
    #expect(second.tables.allSatisfy { $0.before == $0.after })
  }

  @Test("tables that are beyond the point requested are refused", arguments: Kind.allCases)
  func beyond(kind: Kind) throws {
    let subject = try subject(kind, 52)
    try replay(subject, through: 50)
    #expect(throws: ReplayError.self) { try replay(subject, through: 49) }
    try replay(subject, through: 50)
  }
}

extension TablePosition {
  /// Without the tree root, which the plain reference does not know.
  fileprivate var withoutOrigin: TablePosition {
    var position = self
    position.treeRoot = nil
    return position
  }
}
