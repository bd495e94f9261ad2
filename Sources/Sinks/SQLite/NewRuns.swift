import EventLog
import Projections

/// The runs that a replay brings to a table, beside what the table was before: where they come
/// behind all others, the table's digest goes on from the one it had.
struct NewRuns {
  private let before: (rows: Int, digest: Digest)?
  /// The id of the table's last run before; empty where it had none.
  private let last: String
  private var runs: [RunID: RunDigest] = [:]

  init(of table: TableSchema, in connection: SQLiteConnection) throws(SinkError) {
    var before: (rows: Int, digest: Digest)?
    try connection.prepare("SELECT \"rows\", digest FROM _replay WHERE \"table\" = ?").rows([
      .text(table.name)
    ]) {
      (row: borrowing SQLiteRow) throws(SinkError) in
      before = Digest(hex: row.bytes(1)).map { (Int(row.integer(0)), $0) }
    }
    var last = ""
    try connection.prepare("SELECT run_id FROM _run_rows WHERE \"table\" = ? ORDER BY run_id DESC LIMIT 1")
      .rows([.text(table.name)]) {
        (row: borrowing SQLiteRow) throws(SinkError) in last = row.text(0)
      }
    (self.before, self.last) = (before, last)
  }

  /// Takes a run's digest; a later one of the same run takes its place.
  mutating func add(_ run: RunDigest) { runs[run.run] = run }

  /// The table's rows and digest with these runs; nil where the runs before have to be read.
  var digest: (rows: Int, digest: Digest)? {
    guard let before, runs.keys.allSatisfy({ last.utf8.lexicographicallyPrecedes($0.text.utf8) })
    else { return nil }
    let ordered = runs.values.sorted { $0.run < $1.run }
    return (
      ordered.reduce(before.rows) { $0 + $1.rows },
      RunDigest.table(ordered.map(\.digest), after: before.digest)
    )
  }
}

extension SQLiteConnection {
  /// A table's rows and digest, out of the digests of all its runs.
  func readTableDigest(of table: TableSchema) throws(SinkError) -> (rows: Int, digest: Digest) {
    var rows = 0
    var digests: [Digest] = []
    try prepare(
      "SELECT \"rows\", digest FROM _run_rows WHERE \"table\" = ? ORDER BY run_id"
    ).rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in
      rows += Int(row.integer(0))
      guard let digest = Digest(hex: row.bytes(1)) else {
        throw .failed(path: path, doing: "reading _run_rows", message: "a digest is not hex")
      }
      digests.append(digest)
    }
    return (rows, RunDigest.table(digests))
  }
}
