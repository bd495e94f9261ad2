/// A record, or a whole body, that could not be read.
public struct Fault: Sendable, Hashable {
  /// JSON pointer of the record in the body; empty for the whole body.
  public let pointer: String
  /// What was wrong with it, without its content.
  public let reason: String

  public init(pointer: String, reason: String) {
    self.pointer = pointer
    self.reason = reason
  }
}

/// What became of the records of one response, so that every one is accounted for:
/// `records == rows + record faults + left out`.
public struct ResponseTally: Sendable {
  /// Records that the body held, read or not.
  public var records = 0
  /// Records that are not this table's concern, by reason.
  public var leftOut: [String: Int] = [:]
  /// Records that could not be read.
  public var faults: [Fault] = []
  /// Set where the body as a whole could not be read; it then counts no records.
  public var bodyFault: Fault?
  /// Members of the body outside the records, as one JSON object; empty where there are none.
  public var envelope: [UInt8] = []

  package var leftOutCount: Int { leftOut.values.reduce(0, +) }
}
