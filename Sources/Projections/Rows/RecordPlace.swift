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
    defer { withExtendedLifetime(body) {} }
    guard var groups = NestedGroups(table) else {
      var scanner = RowScanner(fields: [], shape: table.shape.scannerShape)
      try scanner.begin(body.bytes)
      return try place(index, in: &scanner).found
    }
    guard let base = body.bytes.baseAddress else { return nil }
    let conversion = CellConversion(bytes: base, arena: ByteArena())
    try groups.begin(body.bytes)
    var before = 0
    while let group = try groups.next(conversion) {
      guard case .records(let start, _) = group else {
        before += 1
        continue
      }
      var scanner = RowScanner(fields: [], shape: .array)
      try scanner.begin(groups.records)
      let (found, count) = try place(index - before, in: &scanner)
      if let found {
        let range = found.range.lowerBound + Int(start)..<found.range.upperBound + Int(start)
        return RecordPlace(range: range, pointer: groups.pointer + found.pointer)
      }
      before += count
    }
    return nil
  }

  /// The record at `index` of a scan, or how many records there are.
  private static func place(
    _ index: Int, in scanner: inout RowScanner
  ) throws(JSONError) -> (found: RecordPlace?, count: Int) {
    while true {
      switch try scanner.next() {
      case .end: return (nil, scanner.recordIndex + 1)
      case .notAnObject: continue
      case .record where scanner.recordIndex == index:
        return (RecordPlace(range: scanner.recordRange, pointer: scanner.recordPointer), 0)
      case .record: continue
      }
    }
  }
}
