public import EventLog
public import EventModel
public import Projections

/// Where rows end up. A sink knows tables and rows, and nothing of logs or JSON.
///
/// A replay calls `begin`, then for each answer in log order `write` and `note`, then for each
/// table `store` and `close`, and last `commit`; all of it becomes visible at once or not at all.
/// Called from one thread.
public protocol TableSink: AnyObject {
  /// How far the table with this name has come; `.empty` where it never began.
  func position(of table: TableSchema) throws(SinkError) -> TablePosition
  /// Opens the one transaction of a replay.
  func begin() throws(SinkError)
  /// Writes a batch; of two rows with one key the one with the higher provenance stays.
  func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt
  /// Keeps what is to be known of an answer besides its rows: its envelope, how far a source
  /// has come, and what could not be read.
  func note(_ note: AnswerNote) throws(SinkError)
  /// Whether the table has rows of this run from an earlier replay.
  func hasRun(_ run: RunID, in table: TableSchema) throws(SinkError) -> Bool
  /// A run's digest by reading its rows in key order.
  func readDigest(of run: RunID, in table: TableSchema) throws(SinkError) -> RunDigest
  /// Keeps a run's digest.
  func store(_ digest: RunDigest, in table: TableSchema) throws(SinkError)
  /// The digest over all runs of a table, and their rows.
  func digest(of table: TableSchema) throws(SinkError) -> (rows: Int, digest: Digest)
  /// Keeps how far a table has come.
  func close(_ table: TableSchema, at position: TablePosition, digest: Digest) throws(SinkError)
  /// Keeps what is to be known of runs.
  func store(_ runs: [RunRecord]) throws(SinkError)
  /// Makes everything since `begin` durable and visible.
  func commit() throws(SinkError)
}

/// What a write did.
public struct WriteReceipt: Sendable {
  /// Rows whose key was new to the table; the others met a row of their key.
  public let inserted: Int
  /// Rows that met a row of their key which is another entry of the world, so that one of the
  /// two is gone from the table.
  public let lost: Int

  public init(inserted: Int, lost: Int) {
    self.inserted = inserted
    self.lost = lost
  }
}

/// How far a table has come, and what became of every record on the way.
public struct TablePosition: Sendable, Hashable {
  /// The last event that has been applied; 0 before the first.
  public var through: UInt64 = 0
  /// The log's tree root over the events applied; nil before the first.
  public var treeRoot: Digest?
  /// `Omissions.digest` of the runs that were left out; nil where none was.
  public var omitted: Digest?
  /// Good answers read.
  public var answers = 0
  /// Bodies that could not be read as a whole.
  public var bodyFaults = 0
  /// Records in the bodies read.
  public var records = 0
  /// Rows made of them.
  public var rowsMade = 0
  /// Records refused.
  public var recordFaults = 0
  /// Records that are none of the table's concern.
  public var leftOut = 0
  /// Rows in the table.
  public var rows = 0
  /// Rows replaced by a later row of the same key.
  public var superseded = 0
  /// Of those, rows of another entry that the key cannot tell apart.
  public var lost = 0

  public static let empty = TablePosition()

  public init() {}

  /// Every record is accounted for, and every row.
  var isClosed: Bool {
    records == rowsMade + recordFaults + leftOut && rowsMade == rows + superseded
  }
}

/// What is to be known of an answer besides its rows.
public struct AnswerNote: Sendable {
  public let table: TableSchema
  public let header: EventHeader
  /// What the answer was about, where the request named one symbol.
  public let symbol: String
  /// Whether the answer covers all there is of a snapshot.
  public let isWhole: Bool
  /// The highest id of a history's page; nil where there is none.
  public let lastID: Int64?
  public let tally: AnswerTally
}

/// Why a sink cannot go on.
public enum SinkError: Error, CustomStringConvertible, Sendable {
  /// The file is of another archive, schema or layout; `--rebuild` replaces it.
  case refused(path: String, reason: String)
  /// The file has an older layout: it is ours, and has to be made anew.
  case outdated(path: String, layout: Int)
  /// The file is not one of ours, and is never replaced.
  case foreign(path: String, reason: String)
  /// The file cannot be made beside its place, or not be moved there; the reason is a sentence.
  case cannotPlace(reason: String)
  /// The file cannot answer questions; the reason says what to try.
  case unreadable(path: String, reason: String)
  /// No room left on the device.
  case diskFull(path: String)
  /// Another process is writing it.
  case busy(path: String)
  /// The file cannot be made or read at all.
  case cannotOpen(path: String, reason: String)
  /// Anything else the database says.
  case failed(path: String, doing: String, message: String)
  /// The log that the rows come from could not be read.
  case log(EventLogError)

  public var description: String {
    switch self {
    case .refused(let path, let reason):
      "\(path) \(reason); give --rebuild to replace it, or another name after --to"
    case .outdated(let path, let layout):
      "\(path) has layout \(layout), which an older version wrote; give --rebuild to make it anew"
    case .foreign(let path, let reason):
      "\(path) \(reason) and is not replaced, not by --rebuild either; give the tables another name"
    case .cannotPlace(let reason): reason
    case .unreadable(let path, let reason):
      "\(path) \(reason)"
    case .diskFull(let path):
      "the disk is full while writing \(path); what was there before is untouched. Make room and run the command again"
    case .busy(let path):
      "\(path) is being written by another process; wait for it and run the command again"
    case .cannotOpen(let path, let reason):
      "cannot open \(path): \(reason)"
    case .failed(let path, let doing, let message):
      "\(path): \(doing) failed: \(message)"
    case .log(let error): "\(error)"
    }
  }
}
