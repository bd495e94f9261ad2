public import EventModel
import Platform
public import Projections
public import Replay
import SystemPackage

/// A tables file opened for reading; nothing is written to it.
public final class TablesReader {
  /// The file.
  public let path: String
  /// The archive it was made from, as `ArchiveID.hex` writes it.
  public let archive: String
  /// The schema its tables have.
  public let schema: Schema
  let connection: SQLiteConnection

  private init(_ connection: SQLiteConnection, archive: String, schema: Schema) {
    self.connection = connection
    path = connection.path
    self.archive = archive
    self.schema = schema
  }

  /// Reads the tables that a sink has committed.
  public convenience init(over sink: SQLiteSink) {
    self.init(sink.connection, archive: sink.archive.hex, schema: sink.schema)
  }

  /// Opens a file that `replay` wrote; throws for any other.
  public static func open(_ path: String) throws(SinkError) -> TablesReader {
    func refuse(_ reason: String) -> SinkError { .unreadable(destination: path, reason: reason) }
    let status: FileStatus?
    do throws(Errno) {
      status = try FileStatus.of(path)
    } catch .noSuchFileOrDirectory {
      status = nil
    } catch {
      throw .cannotOpen(destination: path, reason: "\(error)")
    }
    guard let status, status.bytes > 0 else { throw .missing(destination: path) }
    guard status.kind == .regular else {
      throw .cannotOpen(destination: path, reason: "it is not a regular file")
    }
    let connection = try SQLiteConnection.open(path, mode: .readOnly)
    let mark: Int
    do throws(SinkError) {
      mark = try connection.number("PRAGMA application_id")
    } catch {
      guard case .refused(_, let reason) = error else { throw error }
      throw refuse(reason)
    }
    guard mark == TablesFile.applicationID else { throw refuse("was not written by bnus-replay") }
    let layout = try connection.number("PRAGMA user_version")
    let readable = TablesFile.oldestLayout...TablesFile.layoutVersion
    guard readable.contains(layout) else {
      throw .unknownLayout(destination: path, layout: layout, readable: readable)
    }
    var found: [(archive: String, schema: Int)] = []
    try connection.prepare("SELECT DISTINCT archive_id, schema FROM _replay").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in
      found.append((row.text(0), Int(clamping: row.integer(1))))
    }
    guard found.count == 1, let schema = TableCatalogue.schema(found[0].schema) else {
      throw refuse("does not say which schema its tables have")
    }
    return TablesReader(connection, archive: found[0].archive, schema: schema)
  }

  /// How far a table has come: the last event that was applied.
  public func through(_ table: TableSchema) throws(SinkError) -> UInt64 {
    var through: Int64 = 0
    try connection.prepare("SELECT through_sequence FROM _replay WHERE \"table\" = ?")
      .rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in through = row.integer(0) }
    return UInt64(clamping: through)
  }

  /// The newest row whose columns have these values, in column order; newest is what was
  /// observed last. Costs one search a run.
  public func newestRow(
    of table: TableSchema, where columns: [(name: String, value: RowValue)], run: RunID?
  ) throws(SinkError) -> [RowValue]? {
    var found: [RowValue]?
    let sql = """
      SELECT rows.* \(source(table, columns, run)) \(TableLayout.envelopeOfRows(of: table))
      ORDER BY \(TableLayout.newestRowFirst) LIMIT 1
      """
    try connection.prepare(sql).rows(bindings(columns, run)) {
      (row: borrowing SQLiteRow) throws(SinkError) in
      found = (0..<row.columnCount).map { row.value($0) }
    }
    return found
  }

  /// Different entries of the world, at most `limit`, whose columns have these values.
  public func entries(
    of table: TableSchema, where columns: [(name: String, value: RowValue)], run: RunID?, limit: Int
  ) throws(SinkError) -> [[RowValue]] {
    let names = table.identity.map { "rows." + quoted($0) }.joined(separator: ", ")
    let sql = "SELECT DISTINCT \(names) \(source(table, columns, run)) LIMIT \(limit)"
    var entries: [[RowValue]] = []
    try connection.prepare(sql).rows(bindings(columns, run)) {
      (row: borrowing SQLiteRow) throws(SinkError) in
      entries.append((0..<row.columnCount).map { row.value($0) })
    }
    return entries
  }

  /// The rows of a table as `rows`, each run in turn, so that every search finds its rows by the stored key, which `run_id` leads.
  private func source(
    _ table: TableSchema, _ columns: [(name: String, value: RowValue)], _ run: RunID?
  ) -> String {
    let wanted = columns.map { " AND rows.\(quoted($0.name)) = ?" }.joined()
    return """
      FROM _run_rows AS r CROSS JOIN \(quoted(table.name)) AS rows ON rows.run_id = r.run_id\(wanted)
      AND r."table" = \(literal(table.name))\(run == nil ? "" : " AND r.run_id = ?")
      """
  }

  private func bindings(
    _ columns: [(name: String, value: RowValue)], _ run: RunID?
  ) -> [SQLiteStatement.Value] {
    columns.map { SQLiteStatement.Value($0.value) } + (run.map { [.text($0.text)] } ?? [])
  }
}

extension SQLiteStatement.Value {
  init(_ value: RowValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .text(let bytes): self = .bytes(bytes)
    }
  }
}

extension SQLiteRow {
  /// A column's value, copied.
  func value(_ column: Int) -> RowValue {
    if isNull(column) { return .null }
    return isInteger(column) ? .integer(integer(column)) : .text(Array(bytes(column)))
  }
}

/// A text as SQL quotes it.
func literal(_ text: String) -> String {
  "'" + text.pieces(at: "'", keepingEmpty: true).joined(separator: "''") + "'"
}
