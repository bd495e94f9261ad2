import CSQLite
import EventModel
import Files
import Projections
import Replay

/// The file that `replay` writes: made beside its place and moved there when it is whole, or
/// caught up where it is in one transaction. Killed at any moment, the old file is still whole.
public enum TablesFile {
  /// Marks the file as ours in its SQLite header: the letters `bnus`.
  static let applicationID = 0x626E_7573
  /// The version of the tables and views that stand beside the schema's.
  static let layoutVersion = 4
  /// The oldest layout whose tables can still be read: it says nothing of runs left out.
  static let oldestLayout = 2

  /// Rows come in key order, so a page that is full is hardly needed again.
  private static let cacheKilobytes = 8192
  /// How many changed pages a catch-up holds before it has to sync its journal early: 64 MB.
  private static let spillPages = 2048

  /// Refuses a path at which no tables file can be: in an archive, or where something else stands, which is never
  /// replaced.
  public static func require(_ path: String) throws {
    _ = try place(path)
  }

  /// Opens a sink over the file.
  public static func open(
    _ path: String, of origin: Destination.Origin, mode: Destination.Mode
  ) throws -> SQLiteSink {
    let place = try place(path)
    if mode == .rebuild || place.isNew { return try build(at: place, of: origin) }
    let connection = try SQLiteConnection.open(place.path, mode: .readWrite)
    try check(connection, against: origin)
    try connection.execute(
      """
      PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;
      PRAGMA cache_size = -\(cacheKilobytes); PRAGMA cache_spill = \(spillPages)
      """)
    return try SQLiteSink(connection, schema: origin.schema, archive: origin.archive, finish: {})
  }

  private static func place(_ path: String) throws -> FilePlace {
    let place = try FilePlace.resolve(path)
    // SQLite's header: its name, and at 68 the mark of the program that wrote it.
    let head = try place.head(72)
    guard head.isEmpty || head.starts(with: "SQLite format 3\0".utf8) else {
      throw SinkError.foreign(destination: path, reason: "is not an SQLite database")
    }
    let mark = head.dropFirst(68).reduce(0) { $0 << 8 | Int($1) }
    guard head.isEmpty || mark == applicationID else {
      throw SinkError.foreign(destination: path, reason: "was not written by bnus-replay")
    }
    // What SQLite would read into the file, or write over.
    let nothing = [UInt8](repeating: 0, count: 8)
    let journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    try place.requireHarmless(suffix: "-journal", beginnings: [journal, nothing])
    try place.requireHarmless(
      suffix: "-wal", beginnings: [[0x37, 0x7F, 0x06, 0x82], [0x37, 0x7F, 0x06, 0x83], nothing])
    try place.requireHarmless(suffix: "-shm", beginnings: [[]])
    return place
  }

  private static func build(at place: FilePlace, of origin: Destination.Origin) throws -> SQLiteSink {
    let draft = try DraftFile.create(for: place)
    let connection = try SQLiteConnection.open(draft.path, mode: .readWrite)
    try draft.requireOwnName()
    // Nobody reads the draft before it is whole and synced, so it needs no journal.
    try connection.execute(
      """
      PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -\(cacheKilobytes);
      PRAGMA application_id = \(applicationID); PRAGMA user_version = \(layoutVersion);
      """)
    try connection.execute(TableLayout.all(of: origin.schema))
    let sink = try SQLiteSink(
      connection, schema: origin.schema, archive: origin.archive,
      wrote: { draft.beginWriting() }
    ) { () throws(SinkError) in
      try draft.takePlace()
    }
    try sink.closeEmpty()
    return sink
  }

  /// Refuses a file that was not made from this archive under this schema.
  private static func check(
    _ connection: SQLiteConnection, against origin: Destination.Origin
  ) throws(SinkError) {
    let path = connection.path
    func refuse(_ reason: String) -> SinkError { .refused(destination: path, reason: reason) }
    guard try connection.number("PRAGMA application_id") == applicationID else {
      throw .foreign(destination: path, reason: "was not written by bnus-replay")
    }
    let layout = try connection.number("PRAGMA user_version")
    guard (oldestLayout...layoutVersion).contains(layout) else {
      throw refuse("has layout \(layout), this version writes layout \(layoutVersion)")
    }
    try connection.prepare("SELECT DISTINCT archive_id, schema FROM _replay").rows {
      (row: borrowing SQLiteRow) throws(SinkError) in
      guard row.text(0) == origin.archive.hex else {
        throw refuse("was made from another archive (\(row.text(0)))")
      }
      guard row.integer(1) == origin.schema.version.number else {
        throw refuse("holds schema \(row.integer(1)), not \(origin.schema.version.number)")
      }
    }
    if layout < layoutVersion { throw .outdated(destination: path, layout: layout) }
  }
}

extension SQLiteConnection {
  /// The one number that a query gives.
  func number(_ sql: String) throws(SinkError) -> Int {
    var value: Int64 = 0
    try prepare(sql).rows { (row: borrowing SQLiteRow) throws(SinkError) in
      value = row.integer(0)
    }
    return Int(clamping: value)
  }
}

extension SinkError {
  init(_ error: FilesError) {
    self =
      switch error {
      case .diskFull(let path): .full(destination: path)
      case .busy(let path): .busy(destination: path)
      default: .cannotPlace(reason: error.description)
      }
  }
}
