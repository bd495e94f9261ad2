/// Numbers the rows of one response that are equal in all of the identity but this number, in the order of their
/// records' bytes. Only a history has such a column: of a snapshot, rows are copied from the response before.
struct Occurrences {
  private let column: Int
  private let identity: [Int]
  /// By row, where its record stands in the body.
  private var records: [Range<Int>] = []
  private var order = KeyOrder()

  /// Nil where the table has no such column.
  init?(_ table: TableSchema) {
    guard let column = table.columns.firstIndex(where: { $0.source == .occurrence }) else { return nil }
    self.column = column
    identity = table.identity.compactMap { table.index(of: $0) }.filter { $0 != column }
  }

  mutating func begin() { records.removeAll(keepingCapacity: true) }

  /// Takes the record that the batch's last row was read from.
  mutating func keep(_ record: Range<Int>) { records.append(record) }

  /// Fills the column once every row is there.
  mutating func number(_ batch: RowBatch) {
    order.sort(batch, by: identity)
    var equal: [Int] = []
    for row in order.rows.map({ Int($0) }) {
      if let first = equal.first, !order.isEqual(first, row) { number(&equal, in: batch) }
      equal.append(row)
    }
    number(&equal, in: batch)
  }

  private func number(_ rows: inout [Int], in batch: RowBatch) {
    if rows.count > 1 {
      func bytes(_ row: Int) -> UnsafeRawBufferPointer {
        batch.body(records[row].lowerBound, records[row].count)
      }
      rows.sort { left, right in
        let order = KeyBytes.compare(bytes(left), bytes(right))
        return order < 0 || (order == 0 && left < right)
      }
    }
    for (place, row) in rows.enumerated() {
      batch.fill(column: column, of: row, with: .integer(Int64(place) +| 1))
    }
    rows.removeAll(keepingCapacity: true)
  }
}
