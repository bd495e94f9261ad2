import Projections
public import Sinks

/// Two sides to compare, and the rule by which their rows are matched.
public struct DiffPlan {
  /// One side: a tables file, and which rows of it.
  public struct Side {
    public let tables: TablesReader
    public let rows: TablesReader.RowSet

    public init(_ tables: TablesReader, _ rows: TablesReader.RowSet = .all) {
      self.tables = tables
      self.rows = rows
    }
  }

  enum Matching {
    /// Rows that were read from the same record.
    case record
    /// Rows of the same key, run included.
    case key
    /// Rows of the same real-world entry, whichever run saw it.
    case entry
    /// Rows of the same real-world entry and the same run.
    case entryOfRun
  }

  let left: Side
  let right: Side
  private let matching: Matching

  /// Two schemas on the same events.
  public static func schemas(_ left: TablesReader, _ right: TablesReader) -> DiffPlan {
    DiffPlan(left: Side(left), right: Side(right), matching: .record)
  }

  /// What two runs received.
  public static func runs(_ left: String, _ right: String, in tables: TablesReader) -> DiffPlan {
    DiffPlan(left: Side(tables, .run(left)), right: Side(tables, .run(right)), matching: .entry)
  }

  /// What was known at two points of the log.
  public static func points(_ left: TablesReader, _ right: TablesReader) -> DiffPlan {
    DiffPlan(left: Side(left, .latest), right: Side(right, .latest), matching: .entry)
  }

  /// Two tables files of any origin.
  public static func files(_ left: TablesReader, _ right: TablesReader) -> DiffPlan {
    let isOneArchive = left.archive == right.archive
    let isOneSchema = left.schema.version == right.schema.version
    let matching: Matching = isOneSchema ? .key : isOneArchive ? .record : .entryOfRun
    return DiffPlan(left: Side(left), right: Side(right), matching: matching)
  }

  /// Where runs are compared, the right one: it can lack an entry because it did not send the request again.
  var requestingRun: String? {
    if case .run(let run) = right.rows { run } else { nil }
  }

  /// The tables of both sides, by name.
  var tables: [(left: TableSchema, right: TableSchema)] {
    left.tables.schema.tables.compactMap { definition in
      right.tables.schema.table(named: definition.schema.name).map { (definition.schema, $0.schema) }
    }
  }

  /// The columns by which rows are matched.
  func matchColumns(_ left: TableSchema, _ right: TableSchema) -> [String] {
    switch matching {
    case .record: ["_event_seq", "_event_row"]
    case .key: right.storedKey
    case .entry: right.identity
    case .entryOfRun: ["run_id"] + right.identity
    }
  }

  /// The columns whose values are compared.
  func comparedColumns(_ left: TableSchema, _ right: TableSchema) -> [String] {
    let names = Set(left.columns.map(\.name))
    let isOneShape = left.columns.map(\.name) == right.columns.map(\.name)
    var leftOut = Set(matchColumns(left, right))
    if !isOneShape { leftOut.insert("extra") }
    switch matching {
    case .key where self.left.tables.archive == self.right.tables.archive: break
    case .key, .entryOfRun: leftOut.formUnion(["_event_seq", "_event_row"])
    case .record, .entry: leftOut.formUnion(["run_id", "_event_seq", "_event_row"])
    }
    return right.columns.map(\.name).filter { names.contains($0) && !leftOut.contains($0) }
  }
}
