public import EventModel

/// What holding a tables file to the log gave.
public struct TablesReport: Sendable {
  /// A table as the log gives it.
  public struct Table: Sendable {
    public let name: String
    /// The event through which the file says it is complete.
    public let through: UInt64
    public let rows: Int
    public let digest: Digest
  }

  /// One thing that the file says and the log does not.
  public struct Difference: Sendable, CustomStringConvertible {
    public let table: String
    /// The run it belongs to; nil where it belongs to none.
    public let run: RunID?
    /// A sentence's predicate: "its rows are not what the log gives".
    public let what: String

    public var description: String { "\(table)\(run.map { ", run \($0)" } ?? ""): \(what)" }
  }

  public let file: String
  public let schema: Int
  public internal(set) var tables: [Table] = []
  /// In the order of tables and runs; empty where the tables say exactly what the log says.
  public internal(set) var differences: [Difference] = []

  init(file: String, schema: Int) {
    self.file = file
    self.schema = schema
  }

  mutating func add(_ table: String, run: RunID? = nil, _ what: String) {
    differences.append(Difference(table: table, run: run, what: what))
  }
}
