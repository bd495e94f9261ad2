public import EventModel
public import Projections
public import Replay

/// Tables without a name, which are gone when nothing refers to them: SQLite keeps them in memory, and in a
/// private file without a name where they outgrow its cache.
public enum ScratchTables {
  /// A sink over the tables and views of a schema, all empty.
  public static func sink(of schema: Schema, archive: ArchiveID) throws(SinkError) -> SQLiteSink {
    let sink = try sink(of: schema, archive: archive, making: TableLayout.all(of: schema))
    try sink.closeEmpty()
    return sink
  }

  /// A sink over one empty table that stands at event `through`.
  public static func sink(
    _ table: TableSchema, of schema: Schema, archive: ArchiveID, at through: UInt64
  ) throws(SinkError) -> SQLiteSink {
    let sink = try sink(
      of: schema, archive: archive, making: TableLayout.table(table) + TableLayout.provenance)
    var position = TablePosition.empty
    position.through = through
    try sink.close(table, at: position, digest: RunDigest.emptyTable)
    return sink
  }

  /// A sink that takes no rows, only what is noted of responses and runs.
  public static func provenance(of schema: Schema, archive: ArchiveID) throws(SinkError) -> SQLiteSink {
    let sink = try sink(of: schema, archive: archive, making: TableLayout.provenance)
    try sink.begin()
    return sink
  }

  private static func sink(
    of schema: Schema, archive: ArchiveID, making layout: String
  ) throws(SinkError) -> SQLiteSink {
    let connection = try SQLiteConnection.open("", mode: .readWrite)
    try connection.execute(
      "PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA user_version = \(TablesFile.layoutVersion)"
    )
    try connection.execute(layout)
    return try SQLiteSink(connection, schema: schema, archive: archive, finish: {})
  }
}
