public import Replay

/// Compares the provenance tables with what a replay writes into them.
extension TablesReader {
  /// A difference in a provenance table, or in the definition of a table or view.
  public struct ProvenanceDifference: Sendable {
    public let table: String
    public let what: String
  }

  /// Compares with a sink that was given the same responses and runs. Row by row in the order of the
  /// keys; no row is held.
  public func provenanceDifferences(from expected: SQLiteSink) throws(SinkError) -> [ProvenanceDifference] {
    var found: [ProvenanceDifference] = []
    for table in try expected.connection.provenanceTables() {
      let key = table.key.map(quoted).joined(separator: ", ")
      let sql = "SELECT * FROM \(quoted(table.name)) ORDER BY \(key)"
      let mine: RowStream
      do throws(SinkError) {
        mine = RowStream(try connection.prepare(sql))
      } catch {
        found.append(ProvenanceDifference(table: table.name, what: "it cannot be read: \(error)"))
        continue
      }
      let theirs = RowStream(try expected.connection.prepare(sql))
      if let what = try Self.firstDifference(mine, theirs, table) {
        found.append(ProvenanceDifference(table: table.name, what: what))
      }
    }
    return found
  }

  /// The definitions of our tables and views that are not what this version writes. Whatever else
  /// somebody put into the file is theirs.
  public func definitionDifferences() throws(SinkError) -> [ProvenanceDifference] {
    let model = try SQLiteConnection.open("", mode: .readWrite)
    try model.execute(TableLayout.all(of: schema, layout: try connection.number("PRAGMA user_version")))
    let sql = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    var mine: [String: String] = [:]
    try connection.prepare(sql).rows { (row: borrowing SQLiteRow) throws(SinkError) in
      mine[row.text(0)] = row.text(1)
    }
    var found: [ProvenanceDifference] = []
    try model.prepare(sql).rows { (row: borrowing SQLiteRow) throws(SinkError) in
      let name = row.text(0)
      if mine[name] != row.text(1) {
        let what = mine[name] == nil ? "it is not there" : "its definition is not what replay writes"
        found.append(ProvenanceDifference(table: name, what: what))
      }
    }
    return found
  }

  private static func firstDifference(
    _ mine: RowStream, _ theirs: RowStream, _ table: (name: String, key: [String], columns: [String])
  ) throws(SinkError) -> String? {
    while true {
      let (hasMine, hasTheirs) = (try mine.next(), try theirs.next())
      if !hasMine, !hasTheirs { return nil }
      guard hasMine, hasTheirs, mine.columnCount == table.columns.count else {
        return hasMine ? "it has rows that the log does not give" : "it lacks rows that the log gives"
      }
      for column in table.columns.indices where !mine.isEqual(column, to: theirs) {
        let names = table.key.compactMap { table.columns.firstIndex(of: $0) }
        let key = names.map { "\(mine.value($0))" }.joined(separator: " ")
        return "\(table.columns[column]) of the row \(key) is not what the log gives"
      }
    }
  }
}

extension SQLiteConnection {
  /// The tables that every replay fills beside the schema's, with their keys, by name. `_replay`
  /// and `_run_rows` are compared by what they say.
  fileprivate func provenanceTables() throws(SinkError) -> [(name: String, key: [String], columns: [String])]
  {
    var tables: [(name: String, key: [String], columns: [String])] = []
    for name in ["_checkpoint", "_envelope", "_quarantine", "_run"] {
      var (key, columns): ([(place: Int64, name: String)], [String]) = ([], [])
      try prepare("SELECT name, pk FROM pragma_table_info(\(literal(name))) ORDER BY cid").rows {
        (row: borrowing SQLiteRow) throws(SinkError) in
        columns.append(row.text(0))
        if row.integer(1) > 0 { key.append((row.integer(1), row.text(0))) }
      }
      tables.append((name, key.sorted { $0.place < $1.place }.map(\.name), columns))
    }
    return tables
  }
}
