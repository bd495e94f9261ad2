/// How far a walk over the log has come.
public struct AuditProgress: Sendable {
  /// Events looked at, and how many there are.
  public let done: UInt64
  public let events: UInt64
  /// Bytes of JSON read so far.
  public let bytes: Int

  /// Called after each event; may throw to end the walk.
  public typealias Observer = (AuditProgress) throws -> Void
}
