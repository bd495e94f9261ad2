public import Projections

/// The statements that make a table and its view, read off its schema.
public enum TableLayout {
  /// Everything that a replay under a schema writes into: the tables, what says where they come
  /// from, and the views.
  static func all(of schema: Schema, layout: Int = TablesFile.layoutVersion) -> String {
    let tables = schema.tables.map(\.schema)
    let views = tables.map(latestView) + (layout < 4 ? [] : tables.flatMap(numberViews))
    return (tables.map(table) + [provenance(layout: layout)] + views).joined(separator: "\n")
  }

  /// `CREATE TABLE` for a table. Decimals are TEXT, so SQLite never makes numbers of them.
  public static func table(_ table: TableSchema) -> String {
    let keys = Set(table.key)
    let columns = table.columns.map { column in
      let isRequired = keys.contains(column.name) || column.isProvenance
      return "  \(quoted(column.name)) \(column.type.storage)\(isRequired ? " NOT NULL" : "")"
    }
    let key = table.storedKey.map(quoted).joined(separator: ", ")
    return """
      CREATE TABLE \(quoted(table.name)) (
      \(columns.joined(separator: ",\n")),
        PRIMARY KEY (\(key))
      );
      """
  }

  /// `CREATE VIEW <table>_latest`: of a snapshot the rows of the newest whole response (and what the
  /// same run received later about some of them alone), of a history the newest row of each entry.
  /// Newest is what was observed last, not what was stored last.
  public static func latestView(_ table: TableSchema) -> String {
    let name = quoted(table.name + "_latest")
    let columns = table.columns.map { quoted($0.name) }.joined(separator: ", ")
    if !table.nature.addsUp {
      return """
        CREATE VIEW \(name) AS
        SELECT \(columns) FROM \(quoted(table.name)) AS rows, (
          SELECT run_id AS newest_run, _event_seq AS newest FROM _envelope
          WHERE "table" = '\(table.name)'
          ORDER BY is_whole DESC, observed_at DESC, _event_seq DESC LIMIT 1)
        WHERE run_id = newest_run AND (_event_seq = newest OR (_event_seq > newest AND EXISTS (
          SELECT 1 FROM _envelope AS part
          WHERE part."table" = '\(table.name)' AND part._event_seq = rows._event_seq
            AND part.is_whole = 0)));
        """
    }
    let entry = table.identity.map(quoted).joined(separator: ", ")
    return """
      CREATE VIEW \(name) AS
      SELECT \(columns) FROM (
        SELECT rows.*, row_number() OVER (
          PARTITION BY \(entry)
          ORDER BY \(newestRowFirst)) AS _age
        FROM \(quoted(table.name)) AS rows
        \(envelopeOfRows(of: table)))
      WHERE _age = 1;
      """
  }

  /// The order of a table's rows, called `rows` and joined by `envelopeOfRows`, newest first: what was observed last,
  /// and of what was observed at one time what was stored last.
  static let newestRowFirst = "observed_at DESC, rows._event_seq DESC, _event_row DESC"

  /// Joins the envelope of the response that each of `rows` comes from.
  static func envelopeOfRows(of table: TableSchema) -> String {
    """
    JOIN _envelope ON _envelope._event_seq = rows._event_seq
        AND _envelope."table" = '\(table.name)'
    """
  }

  /// `CREATE VIEW <table>_numbers` and `<table>_latest_numbers` of a table with decimals: behind each decimal the same
  /// number as binary floating point. Text compares as text, which is easily forgotten.
  public static func numberViews(_ table: TableSchema) -> [String] {
    guard table.columns.contains(where: \.type.isDecimal) else { return [] }
    let columns = table.columns.map { column in
      let name = quoted(column.name)
      guard column.type.isDecimal else { return name }
      return "\(name), CAST(\(name) AS REAL) AS \(quoted(column.name + "_real"))"
    }.joined(separator: ", ")
    return [table.name, table.name + "_latest"].map { source in
      """
      CREATE VIEW \(quoted(source + "_numbers")) AS
      SELECT \(columns) FROM \(quoted(source));
      """
    }
  }

  /// The provenance tables, which say where the others come from.
  public static let provenance = provenance(layout: TablesFile.layoutVersion)

  /// The same as an older layout had them.
  private static func provenance(layout: Int) -> String { replay(layout: layout) + "\n" + origins }

  /// What was made from what, and whether it adds up.
  private static func replay(layout: Int) -> String {
    """
    CREATE TABLE _replay (
      "table" TEXT NOT NULL PRIMARY KEY,
      schema INTEGER NOT NULL,
      archive_id TEXT NOT NULL,
      through_sequence INTEGER NOT NULL,
      tree_root TEXT,
      digest TEXT NOT NULL,
      "rows" INTEGER NOT NULL,
      answers INTEGER NOT NULL,
      records INTEGER NOT NULL,
      rows_made INTEGER NOT NULL,
      superseded INTEGER NOT NULL,
      lost INTEGER NOT NULL,
      quarantined_records INTEGER NOT NULL,
      quarantined_bodies INTEGER NOT NULL,
      left_out INTEGER NOT NULL\(layout < 3 ? "" : ",\n  omitted TEXT")
    );
    """
  }

  private static let origins = """
    CREATE TABLE _run (
      run_id TEXT NOT NULL PRIMARY KEY,
      first_event_seq INTEGER NOT NULL,
      last_event_seq INTEGER NOT NULL,
      first_observed_at TEXT NOT NULL,
      last_observed_at TEXT NOT NULL,
      events INTEGER NOT NULL,
      responses INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      is_imported INTEGER NOT NULL,
      is_ended INTEGER NOT NULL
    );
    CREATE TABLE _run_rows (
      "table" TEXT NOT NULL,
      run_id TEXT NOT NULL,
      "rows" INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY ("table", run_id)
    ) WITHOUT ROWID;
    CREATE TABLE _envelope (
      "table" TEXT NOT NULL,
      _event_seq INTEGER NOT NULL,
      run_id TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      query TEXT NOT NULL,
      observed_at TEXT NOT NULL,
      is_whole INTEGER NOT NULL,
      records INTEGER NOT NULL,
      fields TEXT,
      PRIMARY KEY ("table", _event_seq)
    ) WITHOUT ROWID;
    CREATE TABLE _checkpoint (
      source TEXT NOT NULL,
      symbol TEXT NOT NULL,
      last_complete_at TEXT NOT NULL,
      run_id TEXT NOT NULL,
      last_id INTEGER,
      _event_seq INTEGER NOT NULL,
      PRIMARY KEY (source, symbol)
    ) WITHOUT ROWID;
    CREATE TABLE _quarantine (
      "table" TEXT NOT NULL,
      _event_seq INTEGER NOT NULL,
      pointer TEXT NOT NULL,
      run_id TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      reason TEXT NOT NULL,
      schema INTEGER NOT NULL,
      PRIMARY KEY ("table", _event_seq, pointer)
    ) WITHOUT ROWID;
    """
}

extension Column {
  /// Present in every row whatever the response held.
  var isProvenance: Bool {
    switch source {
    case .run, .eventSequence, .eventRow: true
    case .field, .eitherField, .parent, .inherited, .envelope, .parameter, .endpoint: false
    case .meaning, .derived, .occurrence, .unclaimed: false
    }
  }
}

extension ColumnType {
  /// The type as SQLite declares it.
  var storage: String {
    switch self {
    case .text, .decimal, .amount, .time, .instant, .json: "TEXT"
    case .integer, .boolean: "INTEGER"
    }
  }
}
