public import EventModel
public import Projections

/// Where rows end up: a destination of tables. It knows tables and rows, and neither the log nor JSON.
///
/// What is the same for every destination is done above it, by the replay: growing digests, positions, the accounting,
/// which runs have to be read again. A replay calls `begin`, then for each response in log order `write` and `note`,
/// then for each table `store` and `close`, and last `commit`; all of it becomes visible at once or not at all.
/// Called from one thread. Whatever throws ends the replay, and nothing is called after it.
public protocol TableSink: AnyObject {
  /// How far a table has come; `.empty` where it never began.
  func state(of table: TableSchema) throws(SinkError) -> TableState
  /// Opens the one transaction of a replay.
  func begin() throws(SinkError)
  /// Writes a batch; of two rows with one key the one with the higher provenance stays.
  func write(_ batch: RowBatch) throws(SinkError) -> WriteReceipt
  /// Keeps what is to be known of a response besides its rows: its envelope, how far a source
  /// has come, and what could not be read.
  func note(_ note: ResponseNote) throws(SinkError)
  /// Whether the table has rows of this run from an earlier replay.
  func hasRun(_ run: RunID, in table: TableSchema) throws(SinkError) -> Bool
  /// Reads a run's rows in key order.
  func read(_ run: RunID, in table: TableSchema) throws(SinkError) -> RunReading
  /// Keeps a run's digest.
  func store(_ digest: RunDigest, in table: TableSchema) throws(SinkError)
  /// The digests of a table's runs as they were stored, in the order of the runs' ids.
  func storedDigests(of table: TableSchema) throws(SinkError) -> [RunDigest]
  /// Keeps how far a table has come.
  func close(_ table: TableSchema, at position: TablePosition, digest: Digest) throws(SinkError)
  /// Keeps what is to be known of runs.
  func store(_ runs: [RunRecord]) throws(SinkError)
  /// Makes everything since `begin` durable and visible.
  func commit() throws(SinkError)
}

/// A table as a sink has it between two replays.
public struct TableState: Sendable {
  public let position: TablePosition
  /// The digest over its runs; nil where it cannot be read.
  public let digest: Digest?
  /// The last of its runs by id; nil where it has none.
  public let lastRun: RunID?

  public init(position: TablePosition, digest: Digest?, lastRun: RunID?) {
    self.position = position
    self.digest = digest
    self.lastRun = lastRun
  }

  /// A table that never began.
  public static let empty = TableState(position: .empty, digest: RunDigest.emptyTable, lastRun: nil)
}

/// What reading a run's rows gave.
public struct RunReading: Sendable {
  public let digest: RunDigest
  /// Rows of the run that turned out to be replaced though `write` called them inserted.
  public let superseded: Int
  /// Of those, rows of another entry that the key does not distinguish.
  public let lost: Int

  public init(_ digest: RunDigest, superseded: Int = 0, lost: Int = 0) {
    self.digest = digest
    self.superseded = superseded
    self.lost = lost
  }
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
  /// Successful responses read.
  public var responses = 0
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
  /// Of those, rows of another entry that the key does not distinguish.
  public var lost = 0

  public static let empty = TablePosition()

  public init() {}

  /// Every record is accounted for, and every row.
  var isClosed: Bool {
    records == rowsMade + recordFaults + leftOut && rowsMade == rows + superseded
  }
}

/// What is to be known of a response besides its rows.
public struct ResponseNote: Sendable {
  public let table: TableSchema
  public let header: EventHeader
  /// What the response was about, where the request named one symbol.
  public let symbol: String
  /// Whether the response covers all there is of a snapshot.
  public let isWhole: Bool
  /// The highest id of a history's page; nil where there is none.
  public let lastID: Int64?
  public let tally: ResponseTally
}
