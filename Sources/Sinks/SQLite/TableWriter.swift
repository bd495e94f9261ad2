import CSQLite
import EventModel
import Projections
import Replay

/// Writes batches into one table of a connection.
final class TableWriter {
  private let table: TableSchema
  private let connection: SQLiteConnection
  private let module: BatchModule
  private let insert: SQLiteStatement
  private let losses: LossCounter?
  /// Rowids grow by one a row and nothing is ever deleted, so the highest one counts the rows.
  private var lastRowID: Int64

  init(_ table: TableSchema, on connection: SQLiteConnection) throws(SinkError) {
    self.table = table
    self.connection = connection
    let source = "_batch_\(table.name)"
    module = try BatchModule.attach(table, as: source, to: connection)
    insert = try connection.prepare(Self.upsert(table, from: source))
    losses = try LossCounter.make(for: table, on: connection)
    var last: Int64 = 0
    try connection.prepare("SELECT max(rowid) FROM \(quoted(table.name))").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in last = row.integer(0)
    }
    lastRowID = last
  }

  func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt {
    let lost = try losses?.count(batch) ?? 0
    sqlite3_set_last_insert_rowid(connection.handle, lastRowID)
    try module.show(batch) { () throws(SinkError) in
      try insert.run([.text(batch.run?.text ?? ""), .integer(Int64(clamping: batch.sequence))])
    }
    let newLast = sqlite3_last_insert_rowid(connection.handle)
    defer { lastRowID = newLast }
    return WriteReceipt(inserted: Int(clamping: newLast -| lastRowID), lost: lost)
  }

  /// Of two rows with one key the one with the higher provenance stays. Run and event are the same
  /// for all rows of a batch, so they are bound once, not read from each row.
  private static func upsert(_ table: TableSchema, from source: String) -> String {
    let target = quoted(table.name)
    let updates = table.columns.map(\.name).filter { !table.key.contains($0) }
      .map { "\(quoted($0)) = excluded.\(quoted($0))" }
    let values = table.columns.enumerated().map { place, column in
      switch column.source {
      case .run: "?1"
      case .eventSequence: "?2"
      default: BatchModule.column(place)
      }
    }
    return """
      INSERT INTO \(target) SELECT \(values.joined(separator: ", "))
      FROM temp.\(quoted(source)) WHERE true
      ON CONFLICT (\(table.storedKey.map(quoted).joined(separator: ", "))) DO UPDATE SET
      \(updates.joined(separator: ", "))
      WHERE (excluded._event_seq, excluded._event_row)
        > (\(target)._event_seq, \(target)._event_row)
      """
  }
}
