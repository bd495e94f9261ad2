/// Everything that the log knows of an event except its body's bytes; the leaf of the tree.
///
/// A header is read without decompressing a body. Its bytes are specified in docs/format.md.
public struct EventHeader: Sendable, Hashable {
  /// The event's place in the log, gapless from 1.
  public var sequence: UInt64
  /// The run that it belongs to.
  public var run: RunID
  /// Its number within the run; (run, ordinal) is its identity.
  public var ordinal: UInt32
  public var kind: EventKind
  /// The endpoint that was requested, by its path; empty for events of the run itself.
  public var endpoint: String
  public var method: String
  public var host: String
  public var path: String
  /// The canonical query: no key, no signature, no timestamp.
  public var query: String
  /// The number of the attempt, from 1; 0 where that has no meaning.
  public var attempt: UInt16
  /// When the response had arrived.
  public var observedAt: Timestamp
  /// When it was appended; never decreases along the log.
  public var appendedAt: Timestamp
  /// From request to response, where it was measured.
  public var durationMicroseconds: Int64?
  public var httpVersion: HTTPVersion
  /// The HTTP status, 0 for none.
  public var status: UInt16
  public var responseHeaders: [HeaderField]
  /// How many bytes the body has.
  public var bodyBytes: UInt64
  /// SHA-256 of the body.
  public var bodyDigest: Digest
  public var flags: EventFlags
  public var salt: Salt

  /// A header from all its fields, body length and digest included.
  public init(
    sequence: UInt64, run: RunID, ordinal: UInt32, kind: EventKind, endpoint: String, method: String,
    host: String,
    path: String, query: String, attempt: UInt16, observedAt: Timestamp, appendedAt: Timestamp,
    durationMicroseconds: Int64?, httpVersion: HTTPVersion, status: UInt16, responseHeaders: [HeaderField],
    bodyBytes: UInt64, bodyDigest: Digest, flags: EventFlags, salt: Salt
  ) {
    self.sequence = sequence
    self.run = run
    self.ordinal = ordinal
    self.kind = kind
    self.endpoint = endpoint
    self.method = method
    self.host = host
    self.path = path
    self.query = query
    self.attempt = attempt
    self.observedAt = observedAt
    self.appendedAt = appendedAt
    self.durationMicroseconds = durationMicroseconds
    self.httpVersion = httpVersion
    self.status = status
    self.responseHeaders = responseHeaders
    self.bodyBytes = bodyBytes
    self.bodyDigest = bodyDigest
    self.flags = flags
    self.salt = salt
  }

  /// A response with a status from 200 to 299.
  public var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// No response, or one with a status other than 2xx.
  public var isFailure: Bool { kind == .failure || (kind == .response && !isSuccess) }

  /// The key of this event's request in the index.
  public var requestKey: RequestKey { RequestKey(method: method, path: path, query: query) }
}
