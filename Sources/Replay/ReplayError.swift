import Projections

/// Why a replay cannot go on.
public enum ReplayError: Error, CustomStringConvertible, Sendable {
  /// The sums of a table do not close: a record or a row is unaccounted for.
  case accountingOpen(table: String, sequence: UInt64?, detail: String)
  /// The tables are already beyond the point requested.
  case beyond(table: String, through: UInt64, requested: UInt64)
  /// The tables hold events that are not the log's, though of the same archive: a copy of it went another way.
  case otherBranch(table: String, through: UInt64)
  /// Other runs were left out when the tables were made than are left out now.
  case omissionsChanged(table: String)
  /// A table that no schema has.
  case unknownTable(String)

  public var description: String {
    switch self {
    case .accountingOpen(let table, let sequence, let detail):
      "the accounting of \(table) does not close\(sequence.map { " at event \($0)" } ?? ""): \(detail). Nothing was written; please report this as a bug"
    case .beyond(let table, let through, let requested):
      "\(table) already holds events up to \(through), beyond event \(requested)"
    case .otherBranch(let table, let through):
      "\(table) holds events up to \(through) that this archive does not: it was made from a copy of the archive that went another way"
    case .omissionsChanged(let table):
      "other runs are left out now than when \(table) was made"
    case .unknownTable(let name):
      "there is no table \(name); the tables are \(TableCatalogue.names.joined(separator: ", "))"
    }
  }

  /// What to try.
  public var remedy: Remedy? {
    switch self {
    case .beyond, .otherBranch: .rebuildOrMove
    case .omissionsChanged: .rebuild
    case .accountingOpen, .unknownTable: nil
    }
  }
}
