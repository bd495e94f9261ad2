public import EventModel
public import Projections

/// Which row to explain: a table, its key or the beginning of it, and perhaps a run.
public struct RowQuery {
  /// The schema that reads the responses.
  public let schema: Schema
  /// The table, under that schema.
  public let definition: TableDefinition
  /// The leading columns of the key and what they hold.
  public let columns: [(name: String, value: RowValue)]
  /// The run whose row it is; nil for the row that was observed last.
  public let run: RunID?

  /// The table's schema.
  public var table: TableSchema { definition.schema }

  /// - Parameter words: values of the key's columns in their order, without the run; the beginning of the key is enough
  ///   where it identifies one entry.
  public init(
    schema: Schema, table name: String, words: [String], run: RunID? = nil
  ) throws(AuditError) {
    guard let definition = schema.table(named: name) else {
      let names = schema.tables.map(\.schema.name).joined(separator: ", ")
      throw .notFound("there is no table \(name); the tables are \(names)")
    }
    self.schema = schema
    self.definition = definition
    self.run = run
    let key = Self.keyColumns(of: definition.schema)
    guard words.count <= key.count else {
      throw .notFound("the key of \(name) is \(key.joined(separator: ", ")), and a run (--run)")
    }
    var columns: [(name: String, value: RowValue)] = []
    for (name, word) in zip(key, words) {
      guard let index = definition.schema.index(of: name),
        let value = RowValue(word, for: definition.schema.columns[index])
      else { throw .notFound("\(name) is an integer; \(word) is not") }
      columns.append((name, value))
    }
    self.columns = columns
  }

  /// The columns of a table's key that a query names, in order: all but the run.
  public static func keyColumns(of table: TableSchema) -> [String] { table.key.filter { $0 != "run_id" } }

  /// Whether the whole key is given.
  var isWholeKey: Bool { columns.count == Self.keyColumns(of: table).count }

  /// Whether at most one real-world entry can match.
  var namesOneEntry: Bool { table.identity.allSatisfy { name in columns.contains { $0.name == name } } }

  /// The key as people write it.
  var text: String {
    ([table.name] + columns.map { "\($0.value)" }).joined(separator: " ")
      + (run.map { " of run \($0.text)" } ?? "")
  }

  /// Whether a row of a batch matches.
  func matches(_ row: Int, of batch: RowBatch) -> Bool {
    let cells = batch.row(row)
    return columns.allSatisfy { name, value in
      table.index(of: name).map { RowValue(cells[$0], of: batch) == value } ?? false
    }
  }

  /// The real-world entry that a row is about.
  func entry(_ row: [RowValue]) -> [RowValue] {
    table.identity.compactMap { table.index(of: $0) }.map { row[$0] }
  }

  func ambiguous(_ entries: [[RowValue]]) -> AuditError {
    let some = entries.prefix(3).map { $0.map(\.description).joined(separator: " ") }
    let more = entries.count > 3 ? " …" : ""
    return .notFound(
      "\(text) is not enough to name one row; give more of the key, for example: \(some.joined(separator: "; "))\(more)"
    )
  }

  func nothing(_ where: String) -> AuditError {
    .notFound("there is no \(text) in \(`where`)")
  }
}
