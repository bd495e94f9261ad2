import BinanceUS
import EventModel
import JSONView
import Projections

/// A record as a row, by the plain rules.
struct PlainRow {
  enum Outcome {
    case row([PlainCell])
    case leftOut
    case fault
  }

  private(set) var outcome = Outcome.fault

  init(
    _ record: JSONValue, at index: Int, of event: PlainEvent, in schema: TableSchema,
    beside: [String: PlainCell], parent: JSONValue?
  ) {
    guard let members = record.members else { return }
    var cells: [String: PlainCell] = beside
    for column in schema.columns {
      let names: [String]
      switch column.source {
      case .field(let name), .inherited(let name): names = [name]
      case .eitherField(let name, let other): names = [name, other]
      case .parameter, .endpoint:
        if schema.key.contains(column.name), cells[column.name] == nil { return }
        continue
      default: continue
      }
      let spellings = names.map { name in members.filter { $0.key == name }.map(\.value) }
      if spellings.contains(where: { $0.count > 1 }) { return }
      let values = spellings.flatMap { $0 }.filter { !$0.isNull }
      if values.count > 1 { return }
      if let value = values.first {
        guard let cell = PlainConversion.cell(value, as: column.type) else { return }
        // What is none in the record is none of its own.
        if case .inherited = column.source, cell == .null { continue }
        cells[column.name] = cell
      }
      if schema.key.contains(column.name), cells[column.name, default: .null] == .null {
        guard column.mayLack else { return }
        cells[column.name] = .text("")
      }
    }
    PlainRow.meanings(&cells, of: schema)
    let claimed = Set(schema.fields)
    var extra = PlainRecords.object(record, of: event.body) { !claimed.contains($0.key) }
    if let parent, case .nested(let member, _) = schema.shape {
      let known = schema.columns.flatMap { column -> [String] in
        switch column.source {
        case .parent(let names): names
        case .inherited(let name): [name]
        default: []
        }
      }
      let around = PlainRecords.object(parent, of: event.body) { $0.key != member && !known.contains($0.key) }
      extra =
        extra.isEmpty
        ? around : around.isEmpty ? extra : extra.dropLast() + [UInt8(ascii: ",")] + around.dropFirst()
    }
    cells["extra"] = extra.isEmpty ? .null : .text(extra)
    cells["run_id"] = .text(event.header.run.text)
    cells["_event_seq"] = .count(event.header.sequence)
    cells["_event_row"] = .count(index)
    if schema.name == "account_balance" {
      guard case .text(let free) = cells["free"], case .text(let locked) = cells["locked"],
        let a = PlainDecimal(String(decoding: free, as: UTF8.self)),
        let b = PlainDecimal(String(decoding: locked, as: UTF8.self))
      else { return }
      if a.units <= 0, b.units <= 0 {
        outcome = .leftOut
        return
      }
      cells["total"] = .text((a + b).text)
    }
    if schema.name == "exchange_info", schema.index(of: "minPrice") != nil {
      guard let limits = PlainRow.limits(record["filters"]) else { return }
      cells.merge(limits) { _, lifted in lifted }
    }
    outcome = .row(schema.columns.map { cells[$0.name] ?? .null })
  }

  /// What a status means, in words.
  private static func meanings(_ cells: inout [String: PlainCell], of schema: TableSchema) {
    for column in schema.columns {
      guard case .meaning(let name, let words) = column.source else { continue }
      switch cells[name] ?? .null {
      case .text(let text):
        let lower = String(decoding: text, as: UTF8.self).lowercased()
        let word = words.words.first { $0.value.lowercased() == lower }
        cells[column.name] = .text(word?.meaning ?? "unknown")
      case .integer(let number):
        let word = words.words.first { $0.value == "\(number)" }
        cells[column.name] = .text(word?.meaning ?? "unknown")
      default: continue
      }
    }
  }

  /// The limits of price, size and value that schema 3 lifts out of `filters`; nil where these
  /// are no array of objects.
  private static func limits(_ filters: JSONValue?) -> [String: PlainCell]? {
    guard let filters, !filters.isNull else { return [:] }
    guard let elements = filters.elements, elements.allSatisfy({ $0.members != nil }) else { return nil }
    let places = [
      "minPrice": ["PRICE_FILTER"], "maxPrice": ["PRICE_FILTER"], "tickSize": ["PRICE_FILTER"],
      "minQty": ["LOT_SIZE"], "maxQty": ["LOT_SIZE"], "stepSize": ["LOT_SIZE"],
      "minNotional": ["NOTIONAL", "MIN_NOTIONAL"],
    ]
    var limits: [String: PlainCell] = [:]
    for (column, types) in places {
      let holders = types.compactMap { type in elements.first { $0["filterType"]?.text == type } }
      let value = holders.compactMap { $0[column] }.first { $0.text != nil || $0.numberText != nil }
      limits[column] = (value?.text ?? value?.numberText).map { .text($0) }
    }
    return limits
  }
}
