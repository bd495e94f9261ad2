import CommandKit
import Foundation

/// A place that `replay` writes tables to. A new one joins `all`, and every attack on `replay` takes it in.
protocol TablesDestination: Sendable {
  /// Its name in the names of attempts.
  var name: String { get }
  /// What `replay --to` is given.
  var argument: String { get }
  /// Which names it has in a workplace where it is whole.
  var names: Set<String> { get }
  /// What distinguishes states of the tables; nil where there are none.
  func state(in place: Workplace) throws -> [String]?
}

enum TablesDestinations {
  static let all: [any TablesDestination] = [SQLiteDestination()]
}

/// A file of SQLite.
struct SQLiteDestination: TablesDestination {
  let name = "sqlite"
  let argument = "t.sqlite"
  let names: Set<String> = ["t.sqlite"]

  private static let query =
    "PRAGMA integrity_check; SELECT \"table\", through_sequence, tree_root, digest, \"rows\" FROM _replay ORDER BY \"table\""

  func state(in place: Workplace) throws -> [String]? {
    place.has(argument) ? try place.query(argument, Self.query) : nil
  }
}
