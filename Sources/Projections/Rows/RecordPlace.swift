public import EventModel
public import JSONView

/// Where a record stands in a response's body.
public struct RecordPlace: Sendable, Hashable {
  /// The record's bytes, from its first to its last bracket.
  public let range: Range<Int>
  /// RFC 6901, for example `/symbols/3`.
  public let pointer: String

  /// Finds the record at `index` of a body; nil where the body has no such record.
  public static func find(
    _ index: Int, in body: BodyBuffer, of table: TableSchema
  ) throws(JSONError) -> RecordPlace? {
    var scanner = RowScanner(fields: [], shape: table.shape.scannerShape)
    defer { withExtendedLifetime(body) {} }
    try scanner.begin(body.bytes)
    while true {
      switch try scanner.next() {
      case .end: return nil
      case .notAnObject: continue
      case .record where scanner.recordIndex == index:
        return RecordPlace(range: scanner.recordRange, pointer: scanner.recordPointer)
      case .record: continue
      }
    }
  }
}
