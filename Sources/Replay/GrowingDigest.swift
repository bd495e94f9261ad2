import EventModel
import Projections

/// A table's digest while a replay adds runs, the same for every destination. It is continued from the one that the
/// table had, as long as every run sorts after all others. A run that sorts before, or goes on after it had ended, makes
/// it unknown: then the digests of all runs are to be read.
struct GrowingDigest {
  /// The table's rows and digest with the runs so far; nil where they are to be read.
  private(set) var known: (rows: Int, digest: Digest)?
  /// The id of the table's last run; empty where it has none.
  private var last = ""

  /// The digest of a table as a sink has it.
  init(of state: TableState) {
    known = state.digest.map { (state.position.rows, $0) }
    last = state.lastRun?.text ?? ""
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

extension RunDigest {
  /// A table's rows and digest, out of the digests of all its runs in the order of their ids.
  static func table(_ runs: [RunDigest]) -> (rows: Int, digest: Digest) {
    (runs.reduce(0) { $0 + $1.rows }, table(runs.map(\.digest)))
  }
}
