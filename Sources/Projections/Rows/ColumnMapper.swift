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
    let field: Int
    let column: Int
    let type: ColumnType
    let isKey: Bool
  }

  private let table: TableSchema
  private var scanner: RowScanner
  private let takes: [Take]
  private let unclaimedColumn: Int
  private var before: PreviousResponse
  private var occurrences: Occurrences?

  init(_ table: TableSchema) {
    self.table = table
    before = PreviousResponse(table)
    occurrences = Occurrences(table)
    scanner = RowScanner(fields: table.fields, shape: table.shape.scannerShape)
    var takes: [Take] = []
    for (index, column) in table.columns.enumerated() {
      guard case .field = column.source else { continue }
      takes.append(
        Take(
          field: takes.count, column: index, type: column.type,
          isKey: table.key.contains(column.name)))
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
      try scanner.begin(bytes)
      let conversion = CellConversion(bytes: base, arena: batch.arena)
      before.begin(batch)
      occurrences?.begin()
      try mapRecords(conversion, into: batch, refine: refine)
      occurrences?.number(batch)
      before.end(batch)
      if let fault = takeEnvelope(conversion, in: batch) { refuseBody(fault, batch) }
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

  private mutating func mapRecords(
    _ conversion: CellConversion, into batch: RowBatch,
    refine: (UnsafeMutablePointer<Cell>, RowBatch) -> Verdict
  ) throws(JSONError) {
    var index = 0
    while true {
      if before.repeatRecord(at: index, scanner: &scanner, into: batch) {
        index += 1
        continue
      }
      switch try scanner.next() {
      case .end: return
      case .notAnObject(let kind):
        fault("the record is \(kind.name), not an object", in: batch)
      case .record:
        let row = batch.beginRow(from: index)
        switch mapRecord(conversion, into: row, refine: refine, in: batch) {
        case .keep:
          before.keep(scanner.recordRange, tokens: scanner.recordTokens, at: index, in: batch)
          occurrences?.keep(scanner.recordRange)
        case .leaveOut(let reason):
          batch.dropLastRow()
          batch.tally.leftOut[reason, default: 0] += 1
        case .fault(let reason):
          batch.dropLastRow()
          fault(reason, in: batch)
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
    let values = scanner.cells
    for take in takes {
      let value = values[take.field]
      switch value.kind {
      case .missing, .null:
        if take.isKey { return .fault("the key field \(name(take)) is missing") }
      case .duplicate:
        return .fault("the field \(name(take)) stands twice")
      default:
        guard let cell = conversion.cell(value, as: take.type) else {
          return .fault("\(name(take)) is \(value.kind.name), which is no \(take.type.rawValue)")
        }
        if take.isKey, cell.kind == .null { return .fault("the key field \(name(take)) is none") }
        row[take.column] = cell
      }
    }
    if scanner.unknown.count > 0 {
      row[unclaimedColumn] = object(of: scanner.unknown, bytes: conversion.bytes, in: batch.arena)
    }
    return refine(row, batch)
  }

  private func name(_ take: Take) -> String { table.columns[take.column].name }

  private func fault(_ reason: String, in batch: RowBatch) {
    batch.tally.faults.append(Fault(pointer: scanner.recordPointer, reason: reason))
  }

  /// Fields as one JSON object, names and values byte for byte as received.
  private func object(
    of fields: UnsafeBufferPointer<UnknownField>, bytes: UnsafeRawPointer, in arena: ByteArena
  ) -> Cell {
    var text: [UInt8] = [UInt8(ascii: "{")]
    for field in fields { Self.append(field, bytes: bytes, to: &text) }
    text.append(UInt8(ascii: "}"))
    return arena.append(text)
  }

  /// Keeps the members around the records, and fills the columns that come from them. Gives the
  /// reason where one does not fit its column.
  private func takeEnvelope(_ conversion: CellConversion, in batch: RowBatch) -> String? {
    if scanner.envelope.isEmpty { return nil }
    var text: [UInt8] = [UInt8(ascii: "{")]
    for field in scanner.envelope { Self.append(field, bytes: conversion.bytes, to: &text) }
    text.append(UInt8(ascii: "}"))
    batch.tally.envelope = text
    for (index, column) in table.columns.enumerated() {
      guard case .envelope(let name) = column.source,
        let member = scanner.envelope.first(where: { $0.isNamed(name, in: conversion.bytes) }),
        member.value.kind != .null
      else { continue }
      guard let cell = conversion.cell(member.bareValue, as: column.type) else {
        return "\(name) is \(member.value.kind.name), which is no \(column.type.rawValue)"
      }
      batch.fill(column: index, with: cell)
    }
    return nil
  }

  private static func append(
    _ field: UnknownField, bytes: UnsafeRawPointer, to text: inout [UInt8]
  ) {
    if text.count > 1 { text.append(UInt8(ascii: ",")) }
    text.append(UInt8(ascii: "\""))
    text += UnsafeRawBufferPointer(start: bytes + Int(field.keyStart), count: Int(field.keyLength))
    text += "\":".utf8
    text += UnsafeRawBufferPointer(
      start: bytes + Int(field.value.start), count: Int(field.value.length))
  }
}

extension UnknownField {
  fileprivate func isNamed(_ name: String, in bytes: UnsafeRawPointer) -> Bool {
    UnsafeRawBufferPointer(start: bytes + Int(keyStart), count: Int(keyLength))
      .elementsEqual(name.utf8)
  }

  /// The value as the cells of records are given: a string without its quotes.
  fileprivate var bareValue: JSONCell {
    switch value.kind {
    case .string, .escapedString:
      JSONCell(start: value.start +| 1, length: value.length -| 2, kind: value.kind)
    default: value
    }
  }
}
