/// A value of a row on its own, for whoever looks at single rows. A replay works on `Cell`s.
public enum RowValue: Sendable, Hashable {
  case null
  case integer(Int64)
  /// UTF-8.
  case text([UInt8])

  /// A cell's value, copied out of its batch.
  public init(_ cell: Cell, of batch: RowBatch) {
    switch cell.kind {
    case .null: self = .null
    case .integer: self = .integer(cell.payload)
    case .bodyText, .ownText: self = .text(Array(batch.bytes(of: cell)))
    }
  }

  /// A word of a key as this column would hold it; nil where it cannot.
  public init?(_ word: String, for column: Column) {
    switch column.type {
    case .integer, .boolean:
      guard let number = Int64(word) else { return nil }
      self = .integer(number)
    case .text, .decimal, .amount, .time, .instant, .json: self = .text(Array(word.utf8))
    }
  }
}

extension RowValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }
}
