import EventModel
import Projections

/// Reads rows of one run after another, in key order, into their digests.
struct RunDigester {
  private let groupColumn: Int
  private var hasher = RunHasher()
  private let encoded = RowEncoding()
  private let group = RowEncoding()

  init(_ table: TableSchema) {
    guard let column = table.index(of: table.storedKey[1]) else {
      preconditionFailure("a key names columns of its table")
    }
    groupColumn = column
  }

  /// Adds the next row of the run.
  mutating func add(_ row: borrowing SQLiteRow) {
    encoded.removeAll()
    group.removeAll()
    for column in 0..<row.columnCount { row.append(column, to: encoded) }
    row.append(groupColumn, to: group)
    hasher.add(encoded.bytes, rows: 1, group: group.bytes)
  }

  /// Ends the run; the next row begins another.
  mutating func finish(_ run: RunID) -> RunDigest {
    let (rows, digest) = hasher.finish()
    hasher = RunHasher()
    return RunDigest(run: run, rows: rows, digest: digest)
  }
}

extension SQLiteRow {
  /// The cell as a table's digest sees it. A number with a fraction or a blob, which no replay writes, is
  /// encoded as nothing that a replay writes.
  func append(_ column: Int, to encoding: RowEncoding) {
    switch kind(column) {
    case .null: encoding.appendNull()
    case .integer: encoding.append(integer(column))
    case .text: encoding.append(bytes(column))
    case .other:
      encoding.append(Int64.min)
      encoding.append(bytes(column))
    }
  }
}
