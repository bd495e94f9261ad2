public import EventModel

/// What a replay did, table by table.
public struct ReplayReport: Sendable {
  /// One table's part.
  public struct Table: Sendable {
    public let name: String
    /// Where the table stood before.
    public let before: TablePosition
    /// Where it stands now.
    public let after: TablePosition
    /// SHA-256 over all its rows, as docs/format.md defines it.
    public let digest: Digest
    /// Records left out in this replay, by reason.
    public let leftOut: [String: Int]
  }

  /// The last event applied.
  public let through: UInt64
  public let tables: [Table]

  /// Bodies and records that this replay could not read.
  public var quarantined: Int {
    tables.reduce(0) { sum, table in
      sum + table.after.recordFaults - table.before.recordFaults + table.after.bodyFaults
        - table.before.bodyFaults
    }
  }
}

/// How far a replay has come.
public struct ReplayProgress: Sendable {
  public let sequence: UInt64
  public let first: UInt64
  public let through: UInt64
  public let rows: Int
  /// Bytes of JSON read so far.
  public let bytes: Int
}
