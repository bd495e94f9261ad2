import Projections

extension SQLiteRow {
  /// The cell as a table's digest sees it. What no replay writes, a number with a fraction or a blob, is encoded as
  /// nothing that a replay writes is.
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
