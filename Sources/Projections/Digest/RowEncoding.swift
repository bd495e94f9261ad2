/// A row as the bytes its digest is made of, cell after cell in column order: `00` for NULL,
/// `01` and eight big-endian bytes for an integer, `02`, a four-byte big-endian length and the
/// bytes for text. Specified in docs/format.md.
///
/// Holds the bytes of one group or row at a time, in memory that is used again.
public final class RowEncoding {
  private let arena = ByteArena(capacity: 1 << 16)

  /// An encoding of nothing yet.
  public init() {}

  /// What was appended; valid until the next append or removal.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: arena.base, count: arena.count)
  }

  /// Forgets what was appended.
  public func removeAll() { arena.removeAll() }

  /// A NULL.
  public func appendNull() {
    arena.reserve(1).storeBytes(of: 0, as: UInt8.self)
    arena.advance(1)
  }

  /// An integer.
  public func append(_ value: Int64) {
    let start = arena.reserve(9)
    start.storeBytes(of: 1, as: UInt8.self)
    (start + 1).storeBytes(of: value.bigEndian, as: Int64.self)
    arena.advance(9)
  }

  /// A text's UTF-8.
  public func append(_ text: UnsafeRawBufferPointer) {
    let place = arena.reserve(5 + text.count)
    place.storeBytes(of: 2, as: UInt8.self)
    (place + 1).storeBytes(of: UInt32(text.count).bigEndian, as: UInt32.self)
    if let start = text.baseAddress { (place + 5).copyMemory(from: start, byteCount: text.count) }
    arena.advance(5 + text.count)
  }

  func append(_ row: Int, of batch: RowBatch) {
    append(row, of: batch, columns: 0..<batch.columnCount)
  }

  func append(_ row: Int, of batch: RowBatch, columns: Range<Int>) {
    let cells = batch.row(row)
    let texts = batch.textBases
    for column in columns {
      let cell = cells[column]
      switch cell.kind {
      case .null: appendNull()
      case .integer: append(cell.payload)
      case .bodyText, .ownText:
        append(UnsafeRawBufferPointer(start: texts.start(of: cell), count: Int(cell.length)))
      }
    }
  }
}
