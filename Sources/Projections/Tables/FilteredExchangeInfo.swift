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

  func project(_ response: Response, into batch: RowBatch) {
    mapper.map(response, into: batch) { row, batch in filters.lift(row, in: batch) }
  }
}

/// Finds the values of `FilterRule` in a symbol's `filters`.
private struct FilterReader: ~Copyable {
  private let filtersColumn: Int
  private let columns: [Int]
  private let typeBytes: [[[UInt8]]]
  private var scanner: RowScanner
  private var text = PaddedBytes()
  /// For each rule, the preference of the filter whose value was taken so far.
  private var ranks: [Int] = []

  init(_ table: TableSchema) {
    guard let filters = table.index(of: "filters") else {
      preconditionFailure("exchange_info has a column filters")
    }
    filtersColumn = filters
    columns = FilterRule.all.compactMap { table.index(of: $0.column) }
    typeBytes = FilterRule.all.map { rule in rule.filterTypes.map { Array($0.utf8) } }
    ranks = Array(repeating: .max, count: columns.count)
    scanner = RowScanner(fields: ["filterType"] + FilterRule.all.map(\.column), shape: .array)
  }

  mutating func lift(_ row: UnsafeMutablePointer<Cell>, in batch: RowBatch) -> ColumnMapper.Verdict {
    let place = row[filtersColumn]
    guard place.kind == .bodyText else { return .keep }
    let bytes = batch.bytes(of: place)
    for rule in ranks.indices { ranks[rule] = .max }
    do {
      text.replace(copying: bytes)
      try scanner.begin(text.unsafeBytes)
      while true {
        switch try scanner.next() {
        case .end: return .keep
        case .notAnObject: return .fault("filters holds something that is no object")
        case .record: take(offset: UInt32(place.payload), bytes: bytes, into: row, of: batch)
        }
      }
    } catch {
      return .fault("filters is no array of objects")
    }
  }

  /// Takes the values of this filter where no filter that the rule prefers had them.
  private mutating func take(
    offset: UInt32, bytes: UnsafeRawBufferPointer, into row: UnsafeMutablePointer<Cell>, of batch: RowBatch
  ) {
    let type = scanner.cells[0]
    switch type.kind {
    case .string:
      let name = bytes[Int(type.start)..<Int(type.start +| type.length)]
      take(filter: name, offset: offset, bytes: bytes, into: row, of: batch)
    case .escapedString:
      take(filter: unescaped(type, in: bytes), offset: offset, bytes: bytes, into: row, of: batch)
    default: return
    }
  }

  private mutating func take(
    filter name: some Collection<UInt8>, offset: UInt32, bytes: UnsafeRawBufferPointer,
    into row: UnsafeMutablePointer<Cell>, of batch: RowBatch
  ) {
    for (rule, column) in columns.enumerated() {
      let value = scanner.cells[rule + 1]
      guard value.kind.isString || value.kind == .number,
        let rank = typeBytes[rule].firstIndex(where: { $0.elementsEqual(name) }), rank < ranks[rule]
      else { continue }
      ranks[rule] = rank
      row[column] =
        value.kind == .escapedString
        ? batch.arena.append(unescaped(value, in: bytes))
        : .bodyText(offset: offset +| value.start, length: value.length)
    }
  }

  private func unescaped(_ value: JSONCell, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    JSONText.unescape(
      UnsafeRawBufferPointer(rebasing: bytes[Int(value.start)..<Int(value.start +| value.length)]),
      into: &text
    )
    return text
  }
}

/// One value inside `filters` that has a column of its own.
struct FilterRule {
  let column: String
  /// The filters that may hold it; the first that does wins.
  let filterTypes: [String]

  var meaning: String { "`\(column)` of \(filterTypes.joined(separator: " or ")) in `filters`" }

  static let all = [
    FilterRule(column: "minPrice", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "maxPrice", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "tickSize", filterTypes: ["PRICE_FILTER"]),
    FilterRule(column: "minQty", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "maxQty", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "stepSize", filterTypes: ["LOT_SIZE"]),
    FilterRule(column: "minNotional", filterTypes: ["NOTIONAL", "MIN_NOTIONAL"]),
  ]
}
