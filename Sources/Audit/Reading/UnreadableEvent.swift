/// An event that the archive holds and cannot give. The rest is answered without it.
public struct UnreadableEvent: Sendable, Hashable, CustomStringConvertible {
  public let sequence: UInt64
  public let reason: String

  public init(sequence: UInt64, reason: String) {
    self.sequence = sequence
    self.reason = reason
  }

  public var description: String { "event \(sequence) could not be read: \(reason)" }
}
