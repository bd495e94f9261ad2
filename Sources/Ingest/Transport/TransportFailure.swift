public import EventModel

/// A request that brought no whole answer: why, and what came before it broke.
public struct TransportFailure: Error, Sendable {
  /// What kind of failure it was.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The time limit passed, at whatever stage: connecting, waiting, or a body that stalled.
    case timeout
    /// No connection: nobody listens, no route, or a proxy that does not answer.
    case refused
    /// The name has no address.
    case unresolved
    /// The connection ended before the answer did, or what came was garbled on the way.
    case connectionLost
    /// TLS could not be agreed on, or the server did not prove that it is the one asked for.
    case tls
    /// The body passed the limit; the part up to the limit is kept.
    case bodyTooLarge
    /// The URL is none, or one that this transport does not ask (plain http to another machine).
    case invalidURL
    /// The task that waited was cancelled, or the transport was shut down.
    case cancelled
    /// Anything else: not HTTP, out of memory.
    case other

    /// Whether asking again in a moment may help: not where the server proved to be another, nor
    /// where the same answer would be too large again.
    public var mayPass: Bool { ![.tls, .bodyTooLarge, .invalidURL].contains(self) }
  }

  /// What kind of failure it was.
  public let kind: Kind
  /// A sentence for people: it names the host, never the query or a header field.
  public let message: String
  /// The status, if its line came.
  public let partialStatus: UInt16?
  /// The header fields that came.
  public let partialHeaders: [HeaderField]
  /// The part of the body that came, decoded as far as possible, never more than the limit.
  public let partialBody: [UInt8]
  /// When the request left for libcurl, or was refused before that.
  public let startedAt: Timestamp
  /// From there to the failure.
  public let durationMicroseconds: Int64

  /// A failure of these parts.
  public init(
    kind: Kind, message: String, partialStatus: UInt16? = nil, partialHeaders: [HeaderField] = [],
    partialBody: [UInt8] = [], startedAt: Timestamp, durationMicroseconds: Int64 = 0
  ) {
    self.kind = kind
    self.message = message
    self.partialStatus = partialStatus
    self.partialHeaders = partialHeaders
    self.partialBody = partialBody
    self.startedAt = startedAt
    self.durationMicroseconds = durationMicroseconds
  }
}

extension TransportFailure: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The sentence alone: what came may echo the request.
  public var description: String { message }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing but kind and sentence.
  public var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue, "message": message]) }
}
