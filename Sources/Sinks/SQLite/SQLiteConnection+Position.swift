import EventLog
import Projections

extension SQLiteConnection {
  /// How far `_replay` says that a table has come.
  func position(of table: String) throws(SinkError) -> TablePosition {
    var position = TablePosition.empty
    try prepare(
      """
      SELECT through_sequence, answers, quarantined_bodies, records, rows_made,
        quarantined_records, left_out, "rows", superseded, lost, tree_root,
        \(try number("PRAGMA user_version") < 3 ? "NULL" : "omitted")
      FROM _replay WHERE "table" = ?
      """
    ).rows([.text(table)]) { (row: borrowing SQLiteRow) throws(SinkError) in
      position.through = UInt64(clamping: row.integer(0))
      position.answers = Int(row.integer(1))
      position.bodyFaults = Int(row.integer(2))
      position.records = Int(row.integer(3))
      position.rowsMade = Int(row.integer(4))
      position.recordFaults = Int(row.integer(5))
      position.leftOut = Int(row.integer(6))
      position.rows = Int(row.integer(7))
      position.superseded = Int(row.integer(8))
      position.lost = Int(row.integer(9))
      position.treeRoot = Digest(hex: row.bytes(10))
      position.omitted = Digest(hex: row.bytes(11))
    }
    return position
  }
}
