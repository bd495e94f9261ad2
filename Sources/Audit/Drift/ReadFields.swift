import BinanceUS
import Projections

/// The fields of an endpoint's responses that a column of any schema reads, as paths.
struct ReadFields {
  private var paths: Set<String> = []
  let isProjected: Bool

  init(endpoint: String) {
    let tables = TableCatalogue.schemas.flatMap(\.tables).filter { table in
      table.reads.contains { $0.path == endpoint }
    }
    isProjected = !tables.isEmpty
    for table in tables {
      let shape = table.schema.shape
      for record in ReadFields.recordPaths(shape) {
        paths.formUnion(table.schema.fields.map { record.isEmpty ? $0 : "\(record).\($0)" })
      }
      for column in table.schema.columns {
        switch (column.source, shape) {
        case (.envelope(let name), _): paths.insert(name)
        case (.parent(let names), .nested(_, in: let outer)):
          paths.formUnion(names.map { "\(outer)[].\($0)" })
        case (.inherited(let name), .nested(_, in: let outer)): paths.insert("\(outer)[].\(name)")
        default: break
        }
      }
    }
  }

  /// Whether a response of this endpoint may be one record instead of an array.
  static func mayBeLoneRecord(endpoint: String) -> Bool {
    TableCatalogue.latest.tables.contains { table in
      table.schema.shape == .arrayOrObject && table.reads.contains { $0.path == endpoint }
    }
  }

  private static func recordPaths(_ shape: RecordShape) -> [String] {
    switch shape {
    case .array, .arrayOrObject: ["[]"]
    case .object: [""]
    case .member(let name), .memberUnlessNone(let name, _): ["\(name)[]"]
    case .eitherMember(let name, let other): ["\(name)[]", "\(other)[]"]
    case .nested(let name, in: let outer): ["\(outer)[].\(name)[]"]
    }
  }

  /// Whether the field, something around it or something within it is read.
  func holds(_ path: String) -> Bool {
    paths.contains { read in
      read == path || ReadFields.lies(path, within: read) || ReadFields.lies(read, within: path)
    }
  }

  private static func lies(_ inner: String, within outer: String) -> Bool {
    if outer.isEmpty { return true }
    guard inner.hasPrefix(outer) else { return false }
    let next = inner.utf8.dropFirst(outer.utf8.count).first
    return next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
  }
}
