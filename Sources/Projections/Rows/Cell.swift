/// One value of a row: NULL, an integer, or bytes that lie in the response's body or in the
/// batch's own text.
///
/// 16 bytes. Text is a place, never a copy: `payload` is the offset of its first byte.
public struct Cell: Sendable {
  /// What a cell holds, and where text lies.
  public enum Kind: UInt8, Sendable {
    case null, integer, bodyText, ownText
  }

  public let payload: Int64
  public let length: UInt32
  public let kind: Kind

  public static let null = Cell(payload: 0, length: 0, kind: .null)

  static let emptyText = Cell(payload: 0, length: 0, kind: .ownText)

  /// A cell with this value.
  @inline(__always)
  public static func integer(_ value: Int64) -> Cell {
    Cell(payload: value, length: 0, kind: .integer)
  }

  @inline(__always)
  static func bodyText(offset: UInt32, length: UInt32) -> Cell {
    Cell(payload: Int64(offset), length: length, kind: .bodyText)
  }

  /// Text of the body that stands `bytes` further on.
  @inline(__always)
  func shifted(by bytes: Int) -> Cell {
    Cell(payload: payload +| Int64(bytes), length: length, kind: kind)
  }

  @inline(__always)
  static func ownText(offset: Int, length: Int) -> Cell {
    Cell(payload: Int64(offset), length: UInt32(length), kind: .ownText)
  }
}
