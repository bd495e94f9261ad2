public import EventLog

/// An event that the archive holds and cannot give. The rest is answered without it.
public struct UnreadableEvent: Sendable, Hashable, CustomStringConvertible {
  public let sequence: UInt64
  public let reason: String

  /// - Parameter error: what the log said; of another event where that one is needed to decode this.
  public init(_ sequence: UInt64, _ error: EventLogError) {
    self.sequence = sequence
    if case .damaged(sequence, let what) = error { reason = what } else { reason = "\(error)" }
  }

  public var description: String { "event \(sequence) could not be read: \(reason)" }
}
