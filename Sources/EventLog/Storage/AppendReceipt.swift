/// What an append did.
public struct AppendReceipt: Sendable, Hashable {
  /// How many events were added.
  public let appended: Int
  /// How many were in the log already, with the same content.
  public let alreadyThere: Int
  /// The first and last sequence that were added, nil when none was.
  public let firstSequence: UInt64?
  public let lastSequence: UInt64?
}
