/// A row as the bytes its digest is made of, cell after cell in column order: `00` for NULL,
/// `01` and eight big-endian bytes for an integer, `02`, a four-byte big-endian length and the
/// bytes for text. Specified in docs/format.md.
public enum RowEncoding {
  /// A NULL.
  public static func appendNull(to bytes: inout [UInt8]) { bytes.append(0) }

  /// An integer.
  public static func append(_ value: Int64, to bytes: inout [UInt8]) {
    bytes.append(1)
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// A text's UTF-8.
  public static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    bytes.append(2)
    withUnsafeBytes(of: UInt32(text.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: text)
  }

  static func append(_ row: Int, of batch: RowBatch, to bytes: inout [UInt8]) {
    let cells = batch.row(row)
    let texts = batch.textBases
    for column in 0..<batch.columnCount {
      let cell = cells[column]
      switch cell.kind {
      case .null: appendNull(to: &bytes)
      case .integer: append(cell.payload, to: &bytes)
      case .bodyText, .ownText:
        append(
          UnsafeRawBufferPointer(start: texts.start(of: cell), count: Int(cell.length)), to: &bytes)
      }
    }
  }
}
