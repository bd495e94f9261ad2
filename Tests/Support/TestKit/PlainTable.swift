import BinanceUS
import EventModel
import JSONView
public import Projections
public import Replay

/// What one table must hold after a log, by the plain rules.
public struct PlainTable {
  /// The table's definition.
  public let definition: TableDefinition
  /// Rows by the cells of their stored key.
  public private(set) var rows: [[PlainCell]: [PlainCell]] = [:]
  /// What became of every record.
  public private(set) var position = TablePosition()
  /// The rows of `_quarantine`, without the words of the reason.
  public private(set) var quarantine: [[PlainCell]] = []
  /// The rows of `_envelope`.
  public private(set) var envelopes: [[PlainCell]] = []
  /// The rows of `_checkpoint`, by source and symbol.
  public private(set) var checkpoints: [[PlainCell]: [PlainCell]] = [:]

  private let version: Int

  init(_ definition: TableDefinition, version: Int) {
    self.definition = definition
    self.version = version
  }

  private var schema: TableSchema { definition.schema }

  /// Takes the next event of the log.
  mutating func take(_ event: PlainEvent) {
    position.through = event.header.sequence
    guard event.header.kind == .response, (200...299).contains(event.header.status),
      definition.reads.contains(where: { $0.path == event.header.endpoint })
    else { return }
    position.responses += 1
    guard let response = PlainRecords(event.body, shape: schema.shape), let beside = cellsBeside(response)
    else {
      position.bodyFaults += 1
      return refuse("", event)
    }
    var highest: Int64?
    var made: [(cells: [PlainCell], record: JSONValue)] = []
    for (index, record) in response.records.enumerated() {
      position.records += 1
      guard let around = cellsAround(record.parent)?.merging(cellsOfRequest(event), uniquingKeysWith: { $1 })
      else {
        position.recordFaults += 1
        refuse(record.pointer, event)
        continue
      }
      let known = beside.merging(around) { $1 }
      switch PlainRow(record.value, at: index, of: event, in: schema, beside: known, parent: record.parent)
        .outcome
      {
      case .row(let cells):
        made.append((cells, record.value))
        if let column = schema.nature.pagingColumn, case .integer(let id) = cells[place(column)] {
          highest = max(highest ?? id, id)
        }
      case .leftOut: position.leftOut += 1
      case .fault:
        position.recordFaults += 1
        refuse(record.pointer, event)
      }
    }
    for cells in numbered(made) { keep(cells) }
    note(event, response, highest)
  }

  /// Rows with their occurrence, where the table counts it: equal in the rest of the identity, by their bytes.
  private func numbered(_ made: [(cells: [PlainCell], record: JSONValue)]) -> [[PlainCell]] {
    guard let column = schema.columns.firstIndex(where: { $0.source == .occurrence }) else {
      return made.map(\.cells)
    }
    let rest = schema.identity.filter { place($0) != column }
    let text = made.map { Array($0.record.rawText.utf8) }
    return made.enumerated().map { index, row in
      let before = made.indices.filter { other in
        cells(rest, of: made[other].cells) == cells(rest, of: row.cells)
          && (text[other].lexicographicallyPrecedes(text[index])
            || (text[other] == text[index] && other < index))
      }
      var numbered = row.cells
      numbered[column] = .count(before.count &+ 1)
      return numbered
    }
  }

  private func place(_ name: String) -> Int { schema.columns.firstIndex { $0.name == name } ?? -1 }

  private func cells(_ names: [String], of row: [PlainCell]) -> [PlainCell] { names.map { row[place($0)] } }

  /// The columns that come from beside the records; nil where one does not fit.
  private func cellsBeside(_ response: PlainRecords) -> [String: PlainCell]? {
    var found: [String: PlainCell] = [:]
    for column in schema.columns {
      guard case .envelope(let name) = column.source,
        let member = response.envelope.first(where: { $0.key == name }), !member.value.isNull
      else { continue }
      guard let cell = PlainConversion.cell(member.value, as: column.type) else { return nil }
      found[column.name] = cell
    }
    return found
  }

  /// The columns that come from what a record stands in; nil where one does not fit.
  private func cellsAround(_ parent: JSONValue?) -> [String: PlainCell]? {
    var found: [String: PlainCell] = [:]
    for column in schema.columns {
      let names: [String]
      switch column.source {
      case .parent(let spellings): names = spellings
      case .inherited(let name): names = [name]
      default: continue
      }
      let spellings = names.map { name in (parent?.members ?? []).filter { $0.key == name }.map(\.value) }
      if spellings.contains(where: { $0.count > 1 }) { return nil }
      let values = spellings.flatMap { $0 }.filter { !$0.isNull }
      if values.count > 1 { return nil }
      guard let value = values.first else { continue }
      guard let cell = PlainConversion.cell(value, as: column.type) else { return nil }
      found[column.name] = cell
    }
    return found
  }

  /// The columns that the request decides.
  private func cellsOfRequest(_ event: PlainEvent) -> [String: PlainCell] {
    var found: [String: PlainCell] = [:]
    for column in schema.columns {
      switch column.source {
      case .parameter(let name):
        let sides = event.header.query.split(separator: "&").map { $0.split(separator: "=") }
        if let value = sides.first(where: { $0.first ?? "" == name })?.last {
          found[column.name] = .text(String(value))
        }
      case .endpoint(let words):
        let word = words.words.first { $0.key.path == event.header.endpoint }
        if let word { found[column.name] = .text(word.value) }
      default: continue
      }
    }
    return found
  }

  /// Later events and later records win, for they come later here.
  private mutating func keep(_ row: [PlainCell]) {
    position.rowsMade += 1
    let key = cells(schema.storedKey, of: row)
    if let standing = rows.updateValue(row, forKey: key) {
      position.superseded += 1
      if cells(schema.identity, of: standing) != cells(schema.identity, of: row) { position.lost += 1 }
    } else {
      position.rows += 1
    }
  }

  private mutating func refuse(_ pointer: String, _ event: PlainEvent) {
    quarantine.append([
      .text(schema.name), .count(event.header.sequence), .text(pointer), .text(event.header.run.text),
      .text(event.header.endpoint), .count(version),
    ])
  }

  private mutating func note(_ event: PlainEvent, _ response: PlainRecords, _ highest: Int64?) {
    let header = event.header
    let parameters = header.query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
    var isPart = parameters.contains {
      ["symbol", "symbols", "permissions", "asset", "stakingAsset"].contains($0[0])
    }
    if case .windowed = schema.nature { isPart = true }
    let observed = PlainCell.text(header.observedAt.iso8601)
    envelopes.append([
      .text(schema.name), .count(header.sequence), .text(header.run.text), .text(header.endpoint),
      .text(header.query), observed, .count(isPart ? 0 : 1), .count(response.records.count),
      response.envelopeText.isEmpty ? .null : .text(response.envelopeText),
    ])
    let symbol = parameters.first { $0[0] == "symbol" }.map { $0.count > 1 ? String($0[1]) : "" } ?? ""
    let key = [PlainCell.text(header.endpoint), .text(symbol)]
    let old = checkpoints[key]
    let lastID = max(old?[4] ?? .null, highest.map { .integer($0) } ?? .null)
    let isNewer = old.map { [observed, .count(header.sequence)] > [$0[2], $0[5]] } ?? true
    let newest = isNewer ? [observed, .text(header.run.text)] : [old?[2] ?? .null, old?[3] ?? .null]
    checkpoints[key] = key + newest + [lastID, isNewer ? .count(header.sequence) : old?[5] ?? .null]
  }
}

private func > (left: [PlainCell], right: [PlainCell]) -> Bool { precedes(right, left) }
