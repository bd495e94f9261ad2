import EventModel
import JSONView

/// Reads the records of a body into rows, column by column as the schema says.
///
/// The whole body is validated as JSON on the way; where it turns out not to be JSON, or not of
/// the expected shape, every row of it is taken back and the body is one fault.
struct ColumnMapper: ~Copyable {
  /// What a projection makes of a mapped record.
  enum Verdict {
    case keep
    case leaveOut(String)
    case fault(String)
  }

  private struct Take {
    let fields: Range<Int>
    let column: Int
    let type: ColumnType
    let isKey: Bool
    let mayLack: Bool
  }

  private let table: TableSchema
  private var scanner: RowScanner
  private let takes: [Take]
  private let unclaimedColumn: Int
  private var before: PreviousResponse
  private var occurrences: Occurrences?
  private var constants: ResponseColumns
  private var groups: NestedGroups?
  /// What the group gives the records that are being mapped; nil where they stand in none.
  private var surroundings: NestedGroups.Surroundings?
  /// The number of the next record in its response.
  private var index = 0

  init(_ table: TableSchema) {
    self.table = table
    before = PreviousResponse(table)
    occurrences = Occurrences(table)
    constants = ResponseColumns(table)
    groups = NestedGroups(table)
    scanner = RowScanner(fields: table.fields, shape: groups == nil ? table.shape.scannerShape : .array)
    var takes: [Take] = []
    var field = 0
    for (index, column) in table.columns.enumerated() where !column.source.fields.isEmpty {
      let fields = field..<field + column.source.fields.count
      field = fields.upperBound
      takes.append(
        Take(
          fields: fields, column: index, type: column.type, isKey: table.key.contains(column.name),
          mayLack: column.mayLack))
    }
    self.takes = takes
    unclaimedColumn = table.columns.count - 3
  }

  /// Maps every record. `refine` sees each mapped row and may fill derived cells, leave the
  /// record out or refuse it. It must depend on the row alone: where the previous response
  /// held the same record, its result is reused.
  mutating func map(
    _ response: Response, into batch: RowBatch,
    refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict
  ) {
    let bytes = response.body.bytes
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      batch.tally.bodyFault = Fault(pointer: "", reason: "the body is empty")
      return
    }
    do {
      let conversion = CellConversion(bytes: base, arena: batch.arena)
      before.begin(batch)
      occurrences?.begin()
      constants.begin(response, batch)
      index = 0
      let fault: String?
      if groups != nil {
        fault = try mapGroups(bytes, conversion, into: batch, refine: refine)
      } else {
        try scanner.begin(bytes)
        try mapRecords(conversion, into: batch, refine: refine)
        fault =
          Envelope.take(scanner.envelope, conversion, of: table, in: batch)
          ?? Envelope.lack(of: scanner, in: table.shape, conversion)
      }
      occurrences?.number(batch)
      before.end(batch)
      if let fault { refuseBody(fault, batch) }
    } catch {
      refuseBody("\(error)", batch)
    }
  }

  private mutating func refuseBody(_ reason: String, _ batch: RowBatch) {
    before.forget()
    batch.dropAllRows()
    batch.tally = ResponseTally()
    batch.tally.bodyFault = Fault(pointer: "", reason: reason)
  }

  /// Maps the records of every group, in their order. Gives the reason where what stands around them does not fit.
  private mutating func mapGroups(
    _ bytes: UnsafeRawBufferPointer, _ conversion: CellConversion, into batch: RowBatch,
    refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict
  ) throws(JSONError) -> String? {
    guard var groups = groups.take() else { return nil }
    do throws(JSONError) {
      let fault = try mapGroups(&groups, bytes, conversion, into: batch, refine: refine)
      self.groups = consume groups
      return fault
    } catch {
      self.groups = NestedGroups(table)
      throw error
    }
  }

  private mutating func mapGroups(
    _ groups: inout NestedGroups, _ bytes: UnsafeRawBufferPointer, _ conversion: CellConversion,
    into batch: RowBatch, refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict
  ) throws(JSONError) -> String? {
    try groups.begin(bytes)
    while let group = try groups.next(conversion) {
      switch group {
      case .fault(let fault):
        batch.tally.records += 1
        batch.tally.faults.append(fault)
        index += 1
      case .records(let start, let surroundings):
        self.surroundings = surroundings
        let inner = groups.records
        guard let base = inner.baseAddress else { continue }
        try scanner.begin(inner)
        let within = CellConversion(bytes: base, arena: batch.arena, start: start)
        try mapRecords(within, into: batch, at: groups.pointer, refine: refine)
      }
    }
    return Envelope.take(groups.envelope, conversion, of: table, in: batch)
  }

  private mutating func mapRecords(
    _ conversion: CellConversion, into batch: RowBatch, at pointer: String = "",
    refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict
  ) throws(JSONError) {
    while true {
      if before.repeatRecord(at: index, scanner: &scanner, into: batch) {
        index += 1
        continue
      }
      switch try scanner.next() {
      case .end: return
      case .notAnObject(let kind):
        fault("the record is \(kind.name), not an object", at: pointer, in: batch)
      case .record:
        let row = batch.beginRow(from: index)
        switch mapRecord(conversion, into: row, refine: refine, in: batch) {
        case .keep:
          let start = Int(conversion.start)
          let range = scanner.recordRange.lowerBound + start..<scanner.recordRange.upperBound + start
          before.keep(range, tokens: scanner.recordTokens, at: index, in: batch)
          occurrences?.keep(range)
        case .leaveOut(let reason):
          batch.dropLastRow()
          batch.tally.leftOut[reason, default: 0] += 1
        case .fault(let reason):
          batch.dropLastRow()
          fault(reason, at: pointer, in: batch)
        }
      }
      index += 1
      batch.tally.records += 1
    }
  }

  private func mapRecord(
    _ conversion: CellConversion, into row: UnsafeMutablePointer<Cell>,
    refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict, in batch: RowBatch
  ) -> Verdict {
    if let refusal = surroundings?.refusal { return .fault(refusal) }
    let values = scanner.cells
    for take in takes {
      var value = values[take.fields.lowerBound]
      if take.fields.count == 2 { value = Self.one(value, values[take.fields.lowerBound + 1]) }
      switch value.kind {
      case .missing, .null:
        if take.isKey {
          guard take.mayLack else { return .fault("the key field \(name(take)) is missing") }
          row[take.column] = .emptyText
        }
      case .duplicate:
        return .fault("the field \(name(take)) stands twice")
      default:
        guard let cell = conversion.cell(value, as: take.type) else {
          return .fault("\(name(take)) is \(value.kind.name), which is no \(take.type.words)")
        }
        if take.isKey, cell.kind == .null { return .fault("the key field \(name(take)) is none") }
        row[take.column] = cell
      }
    }
    if scanner.unknown.count > 0 || surroundings?.unknown.isEmpty == false {
      row[unclaimedColumn] = batch.arena.append(extra(conversion.bytes))
    }
    for (column, cell) in surroundings?.cells ?? [] where row[column].kind == .null { row[column] = cell }
    if let reason = constants.fill(row, in: batch) { return .fault(reason) }
    return refine(row, batch)
  }

  /// The fields that no column takes, the record's own and those of what it stands in.
  private func extra(_ bytes: UnsafeRawPointer) -> [UInt8] {
    let own = scanner.unknown.count > 0 ? Envelope.object(of: scanner.unknown, bytes) : []
    guard let around = surroundings?.unknown, !around.isEmpty else { return own }
    return own.isEmpty ? around : own.dropLast() + [UInt8(ascii: ",")] + around.dropFirst()
  }

  /// The one of two spellings that has a value; both are a field that stands twice.
  static func one(_ first: JSONCell, _ second: JSONCell) -> JSONCell {
    if second.kind == .missing || second.kind == .null { return first.kind == .missing ? second : first }
    return first.kind == .missing || first.kind == .null
      ? second : JSONCell(start: 0, length: 0, kind: .duplicate)
  }

  private func name(_ take: Take) -> String { table.columns[take.column].name }

  private func fault(_ reason: String, at pointer: String, in batch: RowBatch) {
    batch.tally.faults.append(Fault(pointer: pointer + scanner.recordPointer, reason: reason))
  }
}
