import JSONView

/// The members around a response's records.
enum Envelope {
  /// Keeps them, and fills the columns that come from them. Gives the reason where one does not fit its column.
  static func take(
    _ members: [UnknownField], _ conversion: CellConversion, of table: TableSchema, in batch: RowBatch
  ) -> String? {
    if members.isEmpty { return nil }
    batch.tally.envelope = members.withUnsafeBufferPointer { object(of: $0, conversion.bytes) }
    for (index, column) in table.columns.enumerated() {
      guard case .envelope(let name) = column.source, let member = member(name, of: members, conversion),
        member.value.kind != .null
      else { continue }
      guard let cell = conversion.cell(member.bareValue, as: column.type) else {
        return "\(name) is \(member.value.kind.name), which is no \(column.type.words)"
      }
      batch.fill(column: index, with: cell)
    }
    return nil
  }

  /// The reason why a body without its member of records cannot be read: only where there are none may it be missing.
  static func lack(
    of scanner: borrowing RowScanner, in shape: RecordShape, _ conversion: CellConversion
  ) -> String? {
    guard scanner.lacksRecords, case .memberUnlessNone(let name, let total) = shape else { return nil }
    let count = member(total, of: scanner.envelope, conversion).flatMap {
      conversion.cell($0.bareValue, as: .integer)
    }
    if count?.kind == .integer, count?.payload == 0 { return nil }
    return "the array \(name) is missing, and \(total) is not 0"
  }

  /// Members as one JSON object, names and values byte for byte as received.
  static func object(of members: UnsafeBufferPointer<UnknownField>, _ bytes: UnsafeRawPointer) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "{")]
    for member in members {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(UInt8(ascii: "\""))
      text += UnsafeRawBufferPointer(start: bytes + Int(member.keyStart), count: Int(member.keyLength))
      text += "\":".utf8
      text += UnsafeRawBufferPointer(start: bytes + Int(member.value.start), count: Int(member.value.length))
    }
    text.append(UInt8(ascii: "}"))
    return text
  }

  private static func member(
    _ name: String, of members: [UnknownField], _ conversion: CellConversion
  ) -> UnknownField? {
    members.first { member in
      UnsafeRawBufferPointer(start: conversion.bytes + Int(member.keyStart), count: Int(member.keyLength))
        .elementsEqual(name.utf8)
    }
  }
}

extension UnknownField {
  /// The value as the cells of records are given: a string without its quotes.
  fileprivate var bareValue: JSONCell {
    switch value.kind {
    case .string, .escapedString:
      JSONCell(start: value.start +| 1, length: value.length -| 2, kind: value.kind)
    default: value
    }
  }
}
