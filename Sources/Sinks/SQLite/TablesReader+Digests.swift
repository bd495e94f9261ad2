public import EventModel
public import Projections
public import Replay

extension TablesReader {
  /// What `_replay` says of a table.
  public struct Entry: Sendable {
    public let table: String
    public let position: TablePosition
    /// As it is written there: 64 hexadecimal digits, if nobody changed it.
    public let digest: String
    public let treeRoot: String?
  }

  /// What `_run_rows` says of a run, as it is written there.
  public struct ListedRun: Sendable {
    public let run: String
    public let rows: Int64
    public let digest: String
  }

  /// From here on everything is read as the file stands now, whatever is written meanwhile.
  public func holdStill() throws(SinkError) { try connection.execute("BEGIN") }

  /// What SQLite finds wrong with the file itself; nil where it finds nothing.
  public func structuralFault() throws(SinkError) -> String? {
    var words = "ok"
    try connection.prepare("PRAGMA integrity_check(1)").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in words = row.text(0)
    }
    return words == "ok" ? nil : words
  }

  /// The tables that `_replay` lists, by name.
  public func listedTables() throws(SinkError) -> [Entry] {
    var found: [(table: String, digest: String, treeRoot: String?)] = []
    try connection.prepare("SELECT \"table\", digest, tree_root FROM _replay ORDER BY 1").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in
      found.append((row.text(0), row.text(1), row.isNull(2) ? nil : row.text(2)))
    }
    var entries: [Entry] = []
    for entry in found {
      let position = try connection.position(of: entry.table)
      entries.append(
        Entry(table: entry.table, position: position, digest: entry.digest, treeRoot: entry.treeRoot))
    }
    return entries
  }

  /// The runs of a table that `_run_rows` lists, by id.
  public func listedRuns(of table: TableSchema) throws(SinkError) -> [ListedRun] {
    var found: [ListedRun] = []
    let sql = "SELECT run_id, \"rows\", digest FROM _run_rows WHERE \"table\" = ? ORDER BY run_id"
    try connection.prepare(sql).rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in
      found.append(ListedRun(run: row.text(0), rows: row.integer(1), digest: row.text(2)))
    }
    return found
  }

  /// Reads every row of a table and gives its runs' digests. No row is held.
  public func runDigests(of table: TableSchema) throws(SinkError) -> [RunID: RunDigest] {
    guard let runColumn = table.index(of: "run_id") else {
      preconditionFailure("every table has a column run_id")
    }
    var reading = RunDigester(table)
    var runs: [RunID: RunDigest] = [:]
    var open: RunID?
    let key = table.storedKey.map(quoted).joined(separator: ", ")
    try connection.prepare("SELECT * FROM \(quoted(table.name)) ORDER BY \(key)").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in
      guard row.columnCount == table.columns.count, let run = RunID(row.text(runColumn)) else {
        let message = "a row is none of schema \(schema.version.number)"
        throw .failed(destination: path, doing: "reading \(table.name)", message: message)
      }
      if let before = open, before != run { runs[before] = reading.finish(before) }
      open = run
      reading.add(row)
    }
    if let open { runs[open] = reading.finish(open) }
    return runs
  }
}
