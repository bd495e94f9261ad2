public import EventModel
public import Projections
public import Replay

/// A sink of dictionaries: what the protocol requires and not a line more. The plain reference for
/// upsert, provenance order and digests.
public final class MemorySink: TableSink {
  private struct State {
    var rows: [String: [[PlainCell]: [PlainCell]]] = [:]
    var positions: [String: TablePosition] = [:]
    var digests: [String: [RunID: RunDigest]] = [:]
    var runs: [RunID: RunRecord] = [:]
    var notes: [ResponseNote] = []
  }

  private var committed = State()
  private var state = State()
  /// How many more batches are taken before a write fails; nil for all.
  public var writesLeft: Int?

  public init() {}

  /// The rows that are visible, by stored key.
  public func rows(of table: TableSchema) -> [[PlainCell]: [PlainCell]] { committed.rows[table.name] ?? [:] }

  /// The notes that are visible.
  public var notes: [ResponseNote] { committed.notes }

  /// The runs that are visible, in order of their ids.
  public var runs: [RunRecord] { committed.runs.values.sorted { $0.id < $1.id } }

  public func state(of table: TableSchema) -> TableState {
    let runs = storedDigests(of: table)
    return TableState(
      position: state.positions[table.name] ?? .empty, digest: RunDigest.table(runs.map(\.digest)),
      lastRun: runs.last?.run)
  }

  public func begin() { state = committed }

  public func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt {
    if let left = writesLeft {
      guard left > 0 else { throw .full(destination: "memory") }
      writesLeft = left - 1
    }
    var (inserted, lost) = (0, 0)
    for index in 0..<batch.rowCount {
      let row = (0..<batch.columnCount).map { cell(batch.row(index)[$0], of: batch) }
      let key = cells(batch.table.storedKey, of: row, batch.table)
      guard let standing = state.rows[batch.table.name]?[key] else {
        state.rows[batch.table.name, default: [:]][key] = row
        inserted += 1
        continue
      }
      let names = batch.table.identity
      if cells(names, of: standing, batch.table) != cells(names, of: row, batch.table) { lost += 1 }
      if precedes(Array(standing.suffix(2)), Array(row.suffix(2))) {
        state.rows[batch.table.name, default: [:]][key] = row
      }
    }
    return WriteReceipt(inserted: inserted, lost: lost)
  }

  public func note(_ note: ResponseNote) { state.notes.append(note) }

  public func hasRun(_ run: RunID, in table: TableSchema) -> Bool {
    state.digests[table.name]?[run] != nil
  }

  public func read(_ run: RunID, in table: TableSchema) -> RunReading {
    let mine = (state.rows[table.name] ?? [:]).filter { $0.key[0] == .text(run.text) }
    let digests = PlainDigests(mine)
    let none = [UInt8]().withUnsafeBytes(Digest.sha256)
    return RunReading(RunDigest(run: run, rows: mine.count, digest: digests.runs.first?.digest ?? none))
  }

  public func store(_ digest: RunDigest, in table: TableSchema) {
    state.digests[table.name, default: [:]][digest.run] = digest
  }

  public func storedDigests(of table: TableSchema) -> [RunDigest] {
    (state.digests[table.name] ?? [:]).values.sorted { $0.run < $1.run }
  }

  public func close(_ table: TableSchema, at position: TablePosition, digest: Digest) {
    state.positions[table.name] = position
  }

  public func store(_ runs: [RunRecord]) {
    for run in runs where run.lastSequence >= state.runs[run.id]?.lastSequence ?? 0 {
      state.runs[run.id] = run
    }
  }

  public func commit() { committed = state }

  private func cells(_ names: [String], of row: [PlainCell], _ table: TableSchema) -> [PlainCell] {
    names.compactMap { table.index(of: $0) }.map { row[$0] }
  }

  private func cell(_ cell: Cell, of batch: RowBatch) -> PlainCell {
    switch cell.kind {
    case .null: .null
    case .integer: .integer(cell.payload)
    case .bodyText, .ownText: .text(Array(batch.bytes(of: cell)))
    }
  }
}
