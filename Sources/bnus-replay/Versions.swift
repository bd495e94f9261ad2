import EventLog
import Projections

/// The version of the program and of what it writes.
enum Versions {
  static let program = "0.1.0"

  static var text: String {
    """
    bnus-replay \(program)
    archive format \(ArchiveFormat.version)
    table schemas \(TableCatalogue.schemas.map { "\($0.version.number)" }.joined(separator: ", "))
    """
  }
}
