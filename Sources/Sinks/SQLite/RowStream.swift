public import Projections
public import Replay

/// Rows of a tables file, one at a time, in an order that two streams share.
public final class RowStream {
  private let statement: SQLiteStatement

  init(_ statement: SQLiteStatement) { self.statement = statement }

  /// Goes to the next row; false after the last.
  public func next() throws(SinkError) -> Bool { try statement.step() }

  /// Columns of the current row.
  var columnCount: Int { statement.current.columnCount }

  /// A value of the current row, copied.
  public func value(_ column: Int) -> RowValue { statement.current.value(column) }

  /// Whether a column of the current rows of two streams is the same.
  public func isEqual(_ column: Int, to other: RowStream) -> Bool {
    order(column, beside: other) == 0
  }

  /// Below, at or above zero as a column of this stream's row sorts before, with or after that
  /// of another's: NULL first, then integers, then text by its bytes, as SQLite sorts.
  public func order(_ column: Int, beside other: RowStream) -> Int {
    let mine = statement.current
    let theirs = other.statement.current
    let ranks = (rank(mine, column), rank(theirs, column))
    if ranks.0 != ranks.1 { return ranks.0 - ranks.1 }
    switch ranks.0 {
    case 0: return 0
    case 1:
      let numbers = (mine.integer(column), theirs.integer(column))
      return numbers.0 == numbers.1 ? 0 : numbers.0 < numbers.1 ? -1 : 1
    default: return KeyBytes.compare(mine.bytes(column), theirs.bytes(column))
    }
  }

  private func rank(_ row: borrowing SQLiteRow, _ column: Int) -> Int {
    row.isNull(column) ? 0 : row.isInteger(column) ? 1 : 2
  }
}

extension TablesReader {
  /// Which rows of a table.
  public enum RowSet: Sendable {
    /// All that every run saw.
    case all
    /// What one run saw.
    case run(String)
    /// What was observed last.
    case latest
  }

  /// Rows of a table, as these columns, in the order of some columns.
  public func stream(
    of table: TableSchema, _ rows: RowSet, columns: [String], orderedBy order: [String]
  ) throws(SinkError) -> RowStream {
    let names = columns.map(quoted).joined(separator: ", ")
    let source =
      switch rows {
      case .all: quoted(table.name)
      case .run(let run): "\(quoted(table.name)) WHERE run_id = \(literal(run))"
      case .latest: quoted(table.name + "_latest")
      }
    let sorting = order.map(quoted).joined(separator: ", ")
    return RowStream(try connection.prepare("SELECT \(names) FROM \(source) ORDER BY \(sorting)"))
  }

  /// Whether a run has a successful response to the same request as an event.
  public func repeats(_ run: String, requestOf sequence: Int64, of table: TableSchema) throws(SinkError)
    -> Bool
  {
    try connection.number(
      """
      SELECT EXISTS (SELECT 1 FROM _envelope AS a JOIN _envelope AS b
        ON b."table" = a."table" AND b.endpoint = a.endpoint AND b.query = a.query
        WHERE a."table" = \(literal(table.name)) AND a._event_seq = \(sequence)
          AND b.run_id = \(literal(run)))
      """) == 1
  }
}
