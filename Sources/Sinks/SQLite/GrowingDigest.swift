import EventModel
import Projections
import Replay

/// A table's digest while a replay brings runs: it goes on from the one that the table had, as long
/// as every run comes behind all others. A run from before, or one that goes on after it had ended,
/// makes it unknown: then the digests of all runs are to be read.
struct GrowingDigest {
  /// The table's rows and digest with the runs so far; nil where they are to be read.
  private(set) var known: (rows: Int, digest: Digest)?
  /// The id of the table's last run; empty where it has none.
  private var last = ""

  /// The digest of a table as it stands in a file.
  init(of table: TableSchema, in connection: SQLiteConnection) throws(SinkError) {
    var (known, last): ((rows: Int, digest: Digest)?, String) = (nil, "")
    try connection.prepare("SELECT \"rows\", digest FROM _replay WHERE \"table\" = ?").rows([
      .text(table.name)
    ]) { (row: borrowing SQLiteRow) throws(SinkError) in
      known = Digest(hex: row.bytes(1)).map { (row.count(0), $0) }
    }
    try connection.prepare(
      "SELECT run_id FROM _run_rows WHERE \"table\" = ? ORDER BY run_id DESC LIMIT 1"
    ).rows([.text(table.name)]) { (row: borrowing SQLiteRow) throws(SinkError) in last = row.text(0) }
    (self.known, self.last) = (known, last)
  }

  /// Takes in a run.
  mutating func add(_ run: RunDigest) {
    guard let before = known, last.utf8.lexicographicallyPrecedes(run.run.text.utf8) else {
      known = nil
      return
    }
    last = run.run.text
    known = (before.rows + run.rows, RunDigest.table([run.digest], after: before.digest))
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
      rows += row.count(0)
      guard let digest = Digest(hex: row.bytes(1)) else {
        throw .failed(path: path, doing: "reading _run_rows", message: "a digest is not hex")
      }
      digests.append(digest)
    }
    return (rows, RunDigest.table(digests))
  }
}
