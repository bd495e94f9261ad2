/// An event on its way into the log.
public struct NewEvent: Sendable {
  public var run: RunID
  /// Its number within the run; nil for the next one, which is assigned on append.
  public var ordinal: UInt32?
  public var kind: EventKind
  public var endpoint: String
  public var method: String
  public var host: String
  public var path: String
  public var query: String
  public var attempt: UInt16
  public var observedAt: Timestamp
  public var durationMicroseconds: Int64?
  public var httpVersion: HTTPVersion
  public var status: UInt16
  public var responseHeaders: [HeaderField]
  public var flags: EventFlags
  /// The bytes exactly as received, after content decoding.
  public var body: [UInt8]
  /// Kept where given; otherwise a random one is used. Only for restoring an export.
  public var salt: Salt?
  /// Kept where `sequence` is the log's next and time does not go backwards. Only for restoring an export.
  public var appendedAt: Timestamp?
  /// The sequence that this event had in the exported archive. Only for restoring an export.
  public var sequence: UInt64?
  /// The archive that this was the first event of. Only for restoring an export.
  public var archive: ArchiveID?

  public init(
    run: RunID, ordinal: UInt32? = nil, kind: EventKind = .response, endpoint: String = "",
    method: String = "",
    host: String = "", path: String = "", query: String = "", attempt: UInt16 = 0, observedAt: Timestamp,
    durationMicroseconds: Int64? = nil, httpVersion: HTTPVersion = .unknown, status: UInt16 = 0,
    responseHeaders: [HeaderField] = [], flags: EventFlags = [], body: [UInt8] = [], salt: Salt? = nil,
    appendedAt: Timestamp? = nil, sequence: UInt64? = nil, archive: ArchiveID? = nil
  ) {
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
    self.durationMicroseconds = durationMicroseconds
    self.httpVersion = httpVersion
    self.status = status
    self.responseHeaders = responseHeaders
    self.flags = flags
    self.body = body
    self.salt = salt
    self.appendedAt = appendedAt
    self.sequence = sequence
    self.archive = archive
  }
}
