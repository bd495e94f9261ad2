public import EventModel
public import Projections
public import Replay

/// The tables of a schema in an SQLite file.
///
/// `TablesFile` opens it, over a file that is there or over a new one that takes its place when
/// the replay commits.
public final class SQLiteSink: TableSink {
  let connection: SQLiteConnection
  let schema: Schema
  let archive: ArchiveID
  /// What to do after every piece of rows.
  private let wrote: () -> Void
  private var rowsOfPiece = 0
  private static let pieceRows = 1 << 15
  private let finish: () throws(SinkError) -> Void
  private var writers: [String: TableWriter] = [:]
  private let envelope: SQLiteStatement
  private let checkpoint: SQLiteStatement
  private let quarantine: SQLiteStatement
  private let runRows: SQLiteStatement

  init(
    _ connection: SQLiteConnection, schema: Schema, archive: ArchiveID,
    wrote: @escaping () -> Void = {},
    finish: @escaping () throws(SinkError) -> Void
  ) throws(SinkError) {
    self.connection = connection
    self.schema = schema
    self.archive = archive
    self.wrote = wrote
    self.finish = finish
    envelope = try connection.prepare(Self.insertEnvelope)
    checkpoint = try connection.prepare(Self.insertCheckpoint)
    quarantine = try connection.prepare(Self.insertQuarantine)
    runRows = try connection.prepare("INSERT OR REPLACE INTO _run_rows VALUES (?, ?, ?, ?)")
  }

  public func state(of table: TableSchema) throws(SinkError) -> TableState {
    var (digest, last): (Digest?, RunID?) = (nil, nil)
    try connection.prepare("SELECT digest FROM _replay WHERE \"table\" = ?").rows([.text(table.name)]) {
      (row: borrowing SQLiteRow) throws(SinkError) in digest = Digest(hex: row.bytes(0))
    }
    try connection.prepare(
      "SELECT run_id FROM _run_rows WHERE \"table\" = ? ORDER BY run_id DESC LIMIT 1"
    ).rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in last = RunID(row.text(0)) }
    return TableState(position: try connection.position(of: table.name), digest: digest, lastRun: last)
  }

  public func begin() throws(SinkError) {
    try connection.execute("BEGIN IMMEDIATE")
  }

  public func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt {
    let receipt = try writer(of: batch.table).write(batch)
    rowsOfPiece += batch.rowCount
    if rowsOfPiece >= Self.pieceRows {
      rowsOfPiece = 0
      wrote()
    }
    return receipt
  }

  private func writer(of table: TableSchema) throws(SinkError) -> TableWriter {
    if let writer = writers[table.name] { return writer }
    let writer = try TableWriter(table, on: connection)
    writers[table.name] = writer
    return writer
  }

  public func note(_ note: ResponseNote) throws(SinkError) {
    let header = note.header
    let sequence = SQLiteStatement.Value.integer(Int64(clamping: header.sequence))
    for fault in note.tally.faults + [note.tally.bodyFault].compactMap({ $0 }) {
      try quarantine.run([
        .text(note.table.name), sequence, .text(fault.pointer), .text(header.run.text),
        .text(header.endpoint), .text(fault.reason), .integer(schema.version.number),
      ])
    }
    guard note.tally.bodyFault == nil else { return }
    try envelope.run([
      .text(note.table.name), sequence, .text(header.run.text), .text(header.endpoint),
      .text(header.query), .text(header.observedAt.iso8601), .integer(note.isWhole ? 1 : 0),
      .integer(note.tally.records),
      note.tally.envelope.isEmpty ? .null : .bytes(note.tally.envelope),
    ])
    try checkpoint.run([
      .text(header.endpoint), .text(note.symbol), .text(header.observedAt.iso8601),
      .text(header.run.text), note.lastID.map { .integer($0) } ?? .null, sequence,
    ])
  }

  public func hasRun(_ run: RunID, in table: TableSchema) throws(SinkError) -> Bool {
    var isThere = false
    try connection.prepare("SELECT 1 FROM _run_rows WHERE \"table\" = ? AND run_id = ?").rows(
      [.text(table.name), .text(run.text)]
    ) { (_: borrowing SQLiteRow) throws(SinkError) in isThere = true }
    return isThere
  }

  public func read(_ run: RunID, in table: TableSchema) throws(SinkError) -> RunReading {
    let key = table.storedKey.dropFirst().map(quoted).joined(separator: ", ")
    var digester = RunDigester(table)
    try connection.prepare(
      "SELECT * FROM \(quoted(table.name)) WHERE run_id = ? ORDER BY \(key)"
    ).rows([.text(run.text)]) { (row: borrowing SQLiteRow) throws(SinkError) in digester.add(row) }
    return RunReading(digester.finish(run))
  }

  public func store(_ digest: RunDigest, in table: TableSchema) throws(SinkError) {
    try runRows.run([
      .text(table.name), .text(digest.run.text), .integer(digest.rows), .text(digest.digest.hex),
    ])
  }

  public func storedDigests(of table: TableSchema) throws(SinkError) -> [RunDigest] {
    let path = connection.path
    var runs: [RunDigest] = []
    try connection.prepare(
      "SELECT run_id, \"rows\", digest FROM _run_rows WHERE \"table\" = ? ORDER BY run_id"
    ).rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in
      guard let run = RunID(row.text(0)), let digest = Digest(hex: row.bytes(2)) else {
        throw .failed(
          destination: path, doing: "reading _run_rows", message: "a run or a digest is not one")
      }
      runs.append(RunDigest(run: run, rows: row.count(1), digest: digest))
    }
    return runs
  }

  public func close(
    _ table: TableSchema, at position: TablePosition, digest: Digest
  ) throws(SinkError) {
    try connection.prepare(
      "INSERT OR REPLACE INTO _replay VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    ).run([
      .text(table.name), .integer(schema.version.number), .text(archive.hex),
      .integer(Int64(clamping: position.through)),
      position.treeRoot.map { .text($0.hex) } ?? .null,
      .text(digest.hex), .integer(position.rows), .integer(position.responses),
      .integer(position.records), .integer(position.rowsMade), .integer(position.superseded),
      .integer(position.lost), .integer(position.recordFaults), .integer(position.bodyFaults),
      .integer(position.leftOut), position.omitted.map { .text($0.hex) } ?? .null,
    ])
  }

  /// Says of every table that no event was applied yet.
  func closeEmpty() throws(SinkError) {
    let digest = RunDigest.emptyTable
    for table in schema.tables { try close(table.schema, at: .empty, digest: digest) }
  }

  public func store(_ runs: [RunRecord]) throws(SinkError) {
    let statement = try connection.prepare(
      Self.insertRun)
    for run in runs {
      try statement.run([
        .text(run.id.text), .integer(Int64(clamping: run.firstSequence)),
        .integer(Int64(clamping: run.lastSequence)),
        .text(run.firstObservedAt.iso8601), .text(run.lastObservedAt.iso8601),
        .integer(Int64(clamping: run.events)), .integer(Int64(clamping: run.responses)),
        .integer(Int64(clamping: run.failures)), .integer(run.imported ? 1 : 0),
        .integer(run.endSequence == nil ? 0 : 1),
      ])
    }
  }

  public func commit() throws(SinkError) {
    try connection.execute("COMMIT")
    try finish()
  }

  /// Keeps the later state of a run: a table that lags behind the others knows less of it.
  private static let insertRun = """
    INSERT INTO _run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      last_event_seq = excluded.last_event_seq, first_observed_at = excluded.first_observed_at,
      last_observed_at = excluded.last_observed_at, events = excluded.events,
      responses = excluded.responses, failures = excluded.failures,
      is_imported = excluded.is_imported, is_ended = excluded.is_ended
    WHERE excluded.last_event_seq >= last_event_seq
    """

  private static let insertEnvelope = """
    INSERT INTO _envelope VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private static let insertQuarantine = """
    INSERT INTO _quarantine VALUES (?, ?, ?, ?, ?, ?, ?)
    """

  /// The newest complete response of a source and symbol, and the highest id ever seen there.
  private static let insertCheckpoint = """
    INSERT INTO _checkpoint VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET
      last_id = nullif(max(ifnull(last_id, -1), ifnull(excluded.last_id, -1)), -1),
      last_complete_at = max(last_complete_at, excluded.last_complete_at),
      run_id = iif((excluded.last_complete_at, excluded._event_seq)
        > (last_complete_at, _event_seq), excluded.run_id, run_id),
      _event_seq = iif((excluded.last_complete_at, excluded._event_seq)
        > (last_complete_at, _event_seq), excluded._event_seq, _event_seq)
    """
}
