import Projections
import Replay

/// Counts the rows that are lost to a key that is too short: rows that replace a row of another entry
/// of the world. Only tables whose identity has columns that their key lacks have one.
final class LossCounter {
  private let keyColumns: [Int]
  private let identityColumns: [Int]
  private let lookUp: SQLiteStatement

  private init(keyColumns: [Int], identityColumns: [Int], lookUp: SQLiteStatement) {
    self.keyColumns = keyColumns
    self.identityColumns = identityColumns
    self.lookUp = lookUp
  }

  static func make(
    for table: TableSchema, on connection: SQLiteConnection
  ) throws(SinkError) -> LossCounter? {
    let hidden = table.identity.filter { !table.key.contains($0) }
    if hidden.isEmpty { return nil }
    let keys = table.storedKey.map { "\(quoted($0)) = ?" }.joined(separator: " AND ")
    return LossCounter(
      keyColumns: table.storedKey.compactMap { table.index(of: $0) },
      identityColumns: hidden.compactMap { table.index(of: $0) },
      lookUp: try connection.prepare(
        "SELECT \(hidden.map(quoted).joined(separator: ", ")) FROM \(quoted(table.name)) WHERE \(keys)"
      ))
  }

  /// Rows lost when this batch is written to the table as it stands now.
  func count(_ batch: RowBatch) throws(SinkError) -> Int {
    var lost = 0
    var previous: (key: [[UInt8]], identity: [[UInt8]])?
    for row in batch.keyOrder.rows.map({ Int($0) }) {
      let key = values(keyColumns, of: row, in: batch)
      let identity = values(identityColumns, of: row, in: batch)
      let standing = previous?.key == key ? previous?.identity : try stored(keyColumns, of: row, in: batch)
      if let standing, standing != identity { lost += 1 }
      previous = (key, identity)
    }
    return lost
  }

  private func values(_ columns: [Int], of row: Int, in batch: RowBatch) -> [[UInt8]] {
    columns.map { column in
      let cell = batch.row(row)[column]
      return switch cell.kind {
      case .null: []
      case .integer: Array(String(cell.payload).utf8)
      case .bodyText, .ownText: Array(batch.bytes(of: cell))
      }
    }
  }

  private func stored(
    _ key: [Int], of row: Int, in batch: RowBatch
  ) throws(SinkError) -> [[UInt8]]? {
    var found: [[UInt8]]?
    let bindings = key.map { column -> SQLiteStatement.Value in
      let cell = batch.row(row)[column]
      return cell.kind == .integer ? .integer(cell.payload) : .bytes(Array(batch.bytes(of: cell)))
    }
    let count = identityColumns.count
    try lookUp.rows(bindings) { (row: borrowing SQLiteRow) throws(SinkError) in
      var identity: [[UInt8]] = []
      for column in 0..<count { identity.append(Array(row.bytes(column))) }
      found = identity
    }
    return found
  }
}
