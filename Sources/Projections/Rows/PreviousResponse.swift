import JSONView

/// The response that a table was given before the current one, so that a record which is byte for byte
/// what it was there is not read again: its row is copied.
///
/// Snapshots repeat themselves; from one hour to the next nearly all symbols of an exchange stay
/// as they are. It is a shortcut and nothing else: what a record becomes depends on its bytes
/// alone, so the rows are those that reading it would give.
struct PreviousResponse: ~Copyable {
  /// Where a record stood, and the row it became; -1 where it became none.
  private struct Record {
    var start = 0
    var length = 0
    var tokens = 0
    var row = -1
  }

  private let isUsed: Bool
  /// What a record alone decides: not the run, the provenance and what stands once in a response.
  private let columns: [Int]
  private var batch: RowBatch?
  private var fillings = 0
  private var old: [Record] = []
  private var new: [Record] = []
  private var lastContent: UInt64 = 0

  /// Used for snapshots alone: pages of a history do not repeat themselves.
  init(_ table: TableSchema) {
    isUsed = !table.nature.addsUp
    columns = table.columns.indices.filter { place in
      switch table.columns[place].source {
      case .field, .eitherField, .inherited, .meaning, .derived, .unclaimed: true
      case .parent, .envelope, .parameter, .endpoint, .occurrence, .run, .eventSequence, .eventRow: false
      }
    }
  }

  /// Begins a response. The rows of the previous one are gone where their batch was emptied since.
  mutating func begin(_ batch: RowBatch) {
    new.removeAll(keepingCapacity: true)
    if self.batch === batch || self.batch?.fillings != fillings { forget() }
  }

  /// Makes the next record's row where the record repeats the one that stood at this place.
  @inline(__always)
  mutating func repeatRecord(at index: Int, scanner: inout RowScanner, into batch: RowBatch) -> Bool {
    guard index < old.count, old[index].row >= 0, let other = self.batch else { return false }
    let record = old[index]
    let bytes = other.body(record.start, record.length)
    guard scanner.skip(bytes, tokens: record.tokens) else { return false }
    let start = scanner.recordRange.lowerBound
    batch.beginRow(
      from: index, repeating: columns, of: record.row, in: other, shiftedBy: start - record.start)
    batch.tally.records += 1
    add(
      Record(start: start, length: record.length, tokens: record.tokens, row: batch.rowCount - 1), at: index)
    return true
  }

  /// Remembers the record that the batch's last row was read from.
  mutating func keep(_ range: Range<Int>, tokens: Int, at index: Int, in batch: RowBatch) {
    guard isUsed else { return }
    lastContent +|= 1
    batch.setContent(lastContent)
    add(
      Record(start: range.lowerBound, length: range.count, tokens: tokens, row: batch.rowCount - 1), at: index
    )
  }

  private mutating func add(_ record: Record, at index: Int) {
    while new.count < index { new.append(Record()) }
    new.append(record)
  }

  /// Makes the response, which was read to its end, the previous one.
  mutating func end(_ batch: RowBatch) {
    guard isUsed else { return }
    self.batch = batch
    fillings = batch.fillings
    swap(&old, &new)
  }

  /// Forgets the previous response.
  mutating func forget() {
    batch = nil
    old.removeAll(keepingCapacity: true)
  }
}
