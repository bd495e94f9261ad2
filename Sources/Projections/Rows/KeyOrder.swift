import Platform

/// The rows of a batch in the order of the stored key.
///
/// Keys are compared as bytes: text followed by a zero byte (zero bytes in it doubled with
/// 0xFF), integers as eight big-endian bytes with the sign flipped. That order is the one in
/// which SQLite keeps the key, so sorted batches append to its index instead of searching it,
/// and the one in which a table's digest reads the rows. `run_id`, the first key column, is the
/// same for all rows of an event and is left out.
public struct KeyOrder {
  /// Row numbers, ascending by key; rows of one key in the order they were made.
  public private(set) var rows: [UInt32] = []
  private var keys: [UInt8] = []
  private var starts: [Int] = []
  private var groupLengths: [Int] = []

  /// The whole key of a row.
  func key(of row: Int) -> ArraySlice<UInt8> { keys[starts[row]..<starts[row + 1]] }

  /// The first key column of a row.
  func groupKey(of row: Int) -> ArraySlice<UInt8> {
    keys[starts[row]..<starts[row] + groupLengths[row]]
  }

  /// Whether two rows have the same key.
  func isEqual(_ left: Int, _ right: Int) -> Bool {
    isSame(starts[left]..<starts[left + 1], starts[right]..<starts[right + 1])
  }

  /// Whether two rows have the same first key column.
  func isOneGroup(_ left: Int, _ right: Int) -> Bool {
    isSame(
      starts[left]..<starts[left] + groupLengths[left],
      starts[right]..<starts[right] + groupLengths[right])
  }

  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    keys.withUnsafeBytes { bytes in
      KeyBytes.compare(
        UnsafeRawBufferPointer(rebasing: bytes[left]), UnsafeRawBufferPointer(rebasing: bytes[right])) == 0
    }
  }

  mutating func sort(_ batch: RowBatch, by columns: [Int]) {
    keys.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    groupLengths.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      let start = keys.count
      starts.append(start)
      let cells = batch.row(row)
      for (place, column) in columns.enumerated() {
        append(cells[column], in: batch)
        if place == 0 { groupLengths.append(keys.count - start) }
      }
    }
    starts.append(keys.count)
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: 0..<UInt32(batch.rowCount))
    sortRows()
  }

  private mutating func append(_ cell: Cell, in batch: RowBatch) {
    if cell.kind == .integer {
      let flipped = UInt64(bitPattern: cell.payload) ^ (1 << 63)
      withUnsafeBytes(of: flipped.bigEndian) { keys.append(contentsOf: $0) }
      return
    }
    let text = batch.bytes(of: cell)
    guard let start = text.baseAddress else {
      keys.append(0)
      return
    }
    if Memory.firstIndex(of: 0, in: start, text.count) == nil {
      keys.append(contentsOf: text)
    } else {
      for byte in text {
        keys.append(byte)
        if byte == 0 { keys.append(0xFF) }
      }
    }
    keys.append(0)
  }

  private mutating func sortRows() {
    let (keys, starts) = (keys, starts)
    var sorted = rows
    keys.withUnsafeBytes { bytes in
      func isLess(_ left: UInt32, _ right: UInt32) -> Bool {
        let (a, b) = (Int(left), Int(right))
        let order = KeyBytes.compare(
          UnsafeRawBufferPointer(rebasing: bytes[starts[a]..<starts[a + 1]]),
          UnsafeRawBufferPointer(rebasing: bytes[starts[b]..<starts[b + 1]]))
        return order < 0 || (order == 0 && left < right)
      }
      let isSorted = zip(sorted, sorted.dropFirst()).allSatisfy { isLess($0, $1) }
      if !isSorted { sorted.sort(by: isLess) }
    }
    rows = sorted
  }
}

/// The order of keys as bytes.
public enum KeyBytes {
  /// Negative, zero or positive as the first sorts before, with or after the second.
  public static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let common = min(left.count, right.count)
    if common > 0, let a = left.baseAddress, let b = right.baseAddress {
      let order = Memory.compare(a, b, common)
      if order != 0 { return order }
    }
    return left.count - right.count
  }
}
