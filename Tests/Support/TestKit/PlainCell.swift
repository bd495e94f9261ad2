/// One value of a table, as a plain value; ordered as SQLite orders keys.
public enum PlainCell: Hashable, Comparable, Sendable, CustomStringConvertible {
  case null
  case integer(Int64)
  case text([UInt8])

  /// A text cell.
  public static func text(_ text: String) -> PlainCell { .text(Array(text.utf8)) }

  /// An integer cell.
  public static func count(_ number: some BinaryInteger) -> PlainCell { .integer(Int64(number)) }

  public static func < (left: PlainCell, right: PlainCell) -> Bool {
    switch (left, right) {
    case (.null, .null), (.integer, .null), (.text, .null), (.text, .integer): false
    case (.null, _), (.integer, .text): true
    case (.integer(let a), .integer(let b)): a < b
    case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
    }
  }

  public var description: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .text(let bytes): String(decoding: bytes, as: UTF8.self).debugDescription
    }
  }
}

/// The order of whole rows: by their first cell, then the next.
public func precedes(_ left: [PlainCell], _ right: [PlainCell]) -> Bool {
  left.lexicographicallyPrecedes(right)
}
