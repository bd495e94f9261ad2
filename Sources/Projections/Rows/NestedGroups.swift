import JSONView

/// The groups of a body whose records stand in an array of each object of an array.
struct NestedGroups: ~Copyable {
  /// What a group holds.
  enum Group {
    /// An array of records, which begins at this place of the body.
    case records(start: UInt32)
    /// Something that is no group.
    case fault(Fault)
  }

  private let member: String
  private let columns: [(column: Int, type: ColumnType, fields: Range<Int>)]
  private var scanner: RowScanner
  private var copy = PaddedBytes()

  /// Nil where the table's records do not stand so.
  init?(_ table: TableSchema) {
    guard case .nested(let member, _) = table.shape else { return nil }
    self.member = member
    var (fields, columns): ([String], [(Int, ColumnType, Range<Int>)]) = ([member], [])
    for (place, column) in table.columns.enumerated() {
      guard case .parent(let names) = column.source else { continue }
      columns.append((place, column.type, fields.count..<fields.count + names.count))
      fields += names
    }
    self.columns = columns
    scanner = RowScanner(fields: fields, shape: table.shape.scannerShape)
  }

  /// Begins a body.
  mutating func begin(_ bytes: UnsafeRawBufferPointer) throws(JSONError) { try scanner.begin(bytes) }

  /// Goes to the next group; nil at the end.
  mutating func next(_ conversion: CellConversion) throws(JSONError) -> Group? {
    switch try scanner.next() {
    case .end: return nil
    case .notAnObject(let kind):
      return .fault(
        Fault(pointer: scanner.recordPointer, reason: "the record is \(kind.name), not an object"))
    case .record:
      let value = scanner.cells[0]
      guard value.kind == .array else {
        return .fault(
          Fault(pointer: scanner.recordPointer, reason: "\(member) is \(value.kind.name), not an array"))
      }
      copy.replace(
        copying: UnsafeRawBufferPointer(start: conversion.bytes + Int(value.start), count: Int(value.length)))
      return .records(start: value.start)
    }
  }

  /// The group's array; valid until the next group.
  var records: UnsafeRawBufferPointer { copy.unsafeBytes }

  /// The JSON pointer of the group's array.
  var pointer: String { "\(scanner.recordPointer)/\(member)" }

  /// What stands around the groups; complete after the last.
  var envelope: [UnknownField] { scanner.envelope }

  /// Fills what a group says of its records. Gives the reason where it does not fit.
  func fill(_ rows: Range<Int>, of batch: RowBatch, _ conversion: CellConversion) -> String? {
    for (column, type, fields) in columns {
      let values = scanner.cells
      guard let value = fields.lazy.map({ values[$0] }).first(where: { $0.kind != .missing }),
        value.kind != .null
      else { continue }
      guard let cell = conversion.cell(value, as: type) else {
        let name = batch.table.columns[column].name
        return "\(name) is \(value.kind.name), which is no \(type.words)"
      }
      for row in rows { batch.fill(column: column, of: row, with: cell) }
    }
    return nil
  }
}
