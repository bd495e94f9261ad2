public import EventModel
public import Projections
public import Replay

/// Where tables can be made, as `--to` names it. A new kind of destination is a folder beside `SQLite/` with its sink,
/// and a case here.
public enum Destination: Sendable, Hashable, CustomStringConvertible {
  /// An SQLite file.
  case sqlite(path: String)

  /// What tables are made from, and under which schema.
  public struct Origin: Sendable {
    public let archive: ArchiveID
    public let schema: Schema

    public init(archive: ArchiveID, schema: Schema) {
      self.archive = archive
      self.schema = schema
    }
  }

  /// What to do with tables that are there.
  public enum Mode: Sendable {
    /// Bring them up to date; refuse it where that is not possible.
    case catchUp
    /// Replace them, whatever archive, schema or layout they are of.
    case rebuild
  }

  /// The destination that a text names; nil for an empty one.
  public init?(_ text: String) {
    if text.isEmpty { return nil }
    self = .sqlite(path: text)
  }

  /// The text that names it.
  public var description: String {
    switch self {
    case .sqlite(let path): path
    }
  }

  /// Refuses a destination at which no tables can be.
  public func require() throws {
    switch self {
    case .sqlite(let path): try TablesFile.require(path)
    }
  }

  /// A sink that writes there.
  public func open(of origin: Origin, mode: Mode) throws -> any TableSink {
    switch self {
    case .sqlite(let path): try TablesFile.open(path, of: origin, mode: mode)
    }
  }

  /// The schema of the tables that are there; nil where none of ours are. Throws where they
  /// cannot be read for the moment.
  public func schema() throws(SinkError) -> Schema? {
    switch self {
    case .sqlite(let path):
      do {
        return try TablesReader.open(path).schema
      } catch {
        switch error {
        case .busy, .failed, .full: throw error
        default: return nil
        }
      }
    }
  }

  /// How far each of the tables that are there has come, by name.
  public func positions() throws -> [(table: String, position: TablePosition)] {
    switch self {
    case .sqlite(let path): try TablesReader.open(path).listedTables().map { ($0.table, $0.position) }
    }
  }
}
