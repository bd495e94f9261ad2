import JSONView

/// `exchange_info` of schema 3: mapped, with the limits of price, size and value lifted out of
/// the symbol's filters. A filter that is absent leaves its columns NULL; filters that are not an
/// array of objects refuse the record.
final class FilteredExchangeInfo: Projection {
  let table: TableSchema
  private var mapper: ColumnMapper
  private var filters: FilterReader

  init(_ table: TableSchema) {
    self.table = table
    mapper = ColumnMapper(table)
    filters = FilterReader(table)
  }

  func project(_ answer: Answer, into batch: RowBatch) {
    mapper.map(answer, into: batch) { row, batch in filters.lift(row, in: batch) }
  }
}

/// Finds the values of `FilterRule` in a symbol's `filters`.
private struct FilterReader: ~Copyable {
  private let filtersColumn: Int
  private let columns: [Int]
  private let typeBytes: [[[UInt8]]]
  private var scanner: RowScanner
  private var text = PaddedBytes()

  init(_ table: TableSchema) {
    guard let filters = table.index(of: "filters") else {
      preconditionFailure("exchange_info has a column filters")
    }
    filtersColumn = filters
    columns = FilterRule.all.compactMap { table.index(of: $0.column) }
    typeBytes = FilterRule.all.map { rule in rule.filterTypes.map { Array($0.utf8) } }
    scanner = RowScanner(fields: ["filterType"] + FilterRule.all.map(\.column), shape: .array)
  }

  mutating func lift(_ row: UnsafeMutablePointer<Cell>, in batch: RowBatch) -> ColumnMapper.Verdict {
    let place = row[filtersColumn]
    guard place.kind == .bodyText else { return .keep }
    let bytes = batch.bytes(of: place)
    do {
      text.replace(copying: bytes)
      try scanner.begin(text.unsafeBytes)
      while true {
        switch try scanner.next() {
        case .end: return .keep
        case .notAnObject: return .fault("filters holds something that is no object")
        case .record: take(offset: UInt32(place.payload), bytes: bytes, into: row)
        }
      }
    } catch {
      return .fault("filters is no array of objects")
    }
  }

  /// Takes what this filter says and no filter before it in the rule's preference said.
  private func take(
    offset: UInt32, bytes: UnsafeRawBufferPointer, into row: UnsafeMutablePointer<Cell>
  ) {
    let type = scanner.cells[0]
    guard type.kind == .string else { return }
    let name = bytes[Int(type.start)..<Int(type.start + type.length)]
    for (rule, column) in columns.enumerated() {
      let value = scanner.cells[rule + 1]
      guard value.kind == .string || value.kind == .number,
        let rank = typeBytes[rule].firstIndex(where: { $0.elementsEqual(name) }),
        rank == 0 || row[column].kind == .null
      else { continue }
      row[column] = .bodyText(offset: offset + value.start, length: value.length)
    }
  }
}
