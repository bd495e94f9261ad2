import EventModel
import Replay

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
      position.responses = row.count(1)
      position.bodyFaults = row.count(2)
      position.records = row.count(3)
      position.rowsMade = row.count(4)
      position.recordFaults = row.count(5)
      position.leftOut = row.count(6)
      position.rows = row.count(7)
      position.superseded = row.count(8)
      position.lost = row.count(9)
      position.treeRoot = Digest(hex: row.bytes(10))
      position.omitted = Digest(hex: row.bytes(11))
    }
    return position
  }
}
