import JSONView

/// One table: its name, key, columns, and where in a response its records stand.
public struct TableSchema: Sendable, Hashable {
  /// The table's name, as the seed gives it.
  public let name: String
  /// One sentence for the documentation.
  public let summary: String
  /// Where the records stand in a body.
  public let shape: RecordShape
  /// The primary key, in the order the contract names it.
  public let key: [String]
  /// What the table is: a snapshot, or a history of one kind or the other.
  public let nature: TableNature
  /// All columns in table order, provenance last.
  public let columns: [Column]

  /// - Parameters:
  ///   - key: the primary key as documented; must hold `run_id`.
  ///   - columns: the table's own columns; `run_id`, `extra`, `_event_seq` and `_event_row`
  ///     are added here.
  public init(
    name: String, summary: String, shape: RecordShape, key: [String], nature: TableNature, columns: [Column]
  ) {
    self.name = name
    self.summary = summary
    self.shape = shape
    self.key = key
    self.nature = nature
    self.columns =
      columns + [
        Column("run_id", .text, from: .run),
        Column("extra", .json, from: .unclaimed),
        Column("_event_seq", .integer, from: .eventSequence),
        Column("_event_row", .integer, from: .eventRow),
      ]
    precondition(key.contains("run_id"), "a table's key holds run_id")
    precondition(
      (key + nature.columns).allSatisfy { name in self.columns.contains { $0.name == name } },
      "key and nature name columns of the table")
    precondition(
      nature.addsUp || !self.columns.contains { $0.source == .occurrence },
      "in a snapshot an entity stands once")
    precondition(
      nature.pagingColumn.flatMap { self.index(of: $0) }.map { self.columns[$0].type == .integer } ?? true,
      "the id of a paged history is an integer")
  }

  /// The columns that identify an entry of the world, whichever run saw it.
  public var identity: [String] { nature.identity }

  /// How many columns every table has behind its own: `run_id`, `extra`, `_event_seq`, `_event_row`.
  static let addedColumns = 4

  /// The key as it is stored: the same columns with `run_id` first, so that the rows of one run
  /// lie together and adding a run costs the same in an old archive as in a new one.
  public var storedKey: [String] { ["run_id"] + key.filter { $0 != "run_id" } }

  /// The place of a column by name.
  public func index(of name: String) -> Int? {
    columns.firstIndex { $0.name == name }
  }

  /// The fields the scanner looks for, in column order.
  public var fields: [String] {
    columns.flatMap(\.source.fields)
  }
}

/// Where a table's records stand in a body.
public enum RecordShape: Sendable, Hashable {
  /// The body is an array of records.
  case array
  /// An array of records, or one record alone (as `ticker/24hr?symbol=` returns).
  case arrayOrObject
  /// The body is one record.
  case object
  /// The records stand in this member of the body.
  case member(String)
  /// The records stand in this member of the body, or in the other one.
  case eitherMember(String, String)
  /// The records stand in this member of the body, which may be missing where the number in the other one is 0.
  case memberUnlessNone(String, total: String)
  /// The records stand in `member` of every object of the array `outer`, which is a member of the body.
  case nested(String, in: String)

  /// Where the records stand; of records in records, the outer ones.
  var scannerShape: RowScanner.Shape {
    switch self {
    case .array: .array
    case .arrayOrObject: .arrayOrObject
    case .object: .object
    case .member(let name), .nested(_, in: let name): .member(name)
    case .eitherMember(let name, let other): .member(name, or: other)
    case .memberUnlessNone(let name, _): .member(name, mayLack: true)
    }
  }
}
