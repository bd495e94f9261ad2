import JSONView

/// The groups of a body whose records stand in an array of each object of an array.
struct NestedGroups: ~Copyable {
  /// What a group holds.
  enum Group {
    /// An array of records, which begins at this place of the body, and what its group gives each of them.
    case records(start: UInt32, Surroundings)
    /// Something that is no group.
    case fault(Fault)
  }

  /// What a group gives its records.
  struct Surroundings {
    /// Cells of columns, for rows whose records leave them empty.
    var cells: [(column: Int, cell: Cell)] = []
    /// The group's fields that no column takes, as one JSON object; empty where there are none.
    var unknown: [UInt8] = []
    /// Why the records cannot be rows; nil where they can.
    var refusal: String?
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
      let names: [String]
      switch column.source {
      case .parent(let spellings): names = spellings
      case .inherited(let name): names = [name]
      default: continue
      }
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
      return .records(start: value.start, surroundings(conversion))
    }
  }

  /// The group's array; valid until the next group.
  var records: UnsafeRawBufferPointer { copy.unsafeBytes }

  /// The JSON pointer of the group's array.
  var pointer: String { "\(scanner.recordPointer)/\(member)" }

  /// What stands around the groups; complete after the last.
  var envelope: [UnknownField] { scanner.envelope }

  private func surroundings(_ conversion: CellConversion) -> Surroundings {
    var found = Surroundings()
    let values = scanner.cells
    for (column, type, fields) in columns {
      let value = fields.dropFirst().reduce(values[fields.lowerBound]) { ColumnMapper.one($0, values[$1]) }
      if value.kind == .missing || value.kind == .null { continue }
      if let cell = conversion.cell(value, as: type) {
        found.cells.append((column, cell))
      } else {
        found.refusal =
          "a field of what the record stands in is \(value.kind.name), which is no \(type.words)"
      }
    }
    if scanner.unknown.count > 0 { found.unknown = Envelope.object(of: scanner.unknown, conversion.bytes) }
    return found
  }
}
