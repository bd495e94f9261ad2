public import EventLog
public import EventModel

/// A small archive in a directory of its own, filled event by event.
public final class ArchiveBuilder {
  /// Where the archive and whatever a test makes of it lie.
  public let directory: TemporaryDirectory
  /// The archive.
  public let log: EventLog
  private var ordinals: [RunID: UInt32] = [:]
  private var waiting: [NewEvent]?

  /// 2026-11-23T04:53:44.123456Z, when nothing else is said.
  public static let someTime = Timestamp(microseconds: 1_795_409_624_123_456)

  /// An empty archive. The map is small, so that many tests can hold one at a time.
  public init() throws {
    directory = try TemporaryDirectory("archive")
    log = try EventLog.open(at: directory.file("archive"), mode: .create, mapBytes: 256 << 20)
  }

  deinit { log.close() }

  /// The last sequence of the log.
  public var last: UInt64 {
    get throws { try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence } }
  }

  /// Appends events as they are, in one transaction.
  public func append(_ events: [NewEvent]) throws {
    _ = try log.append(contentsOf: events)
  }

  /// Appends what `fill` appends in one transaction, which takes a hundredth of the time.
  public func together(_ fill: () throws -> Void) throws {
    waiting = []
    try fill()
    let events = waiting ?? []
    waiting = nil
    try append(events)
  }

  private func append(_ event: NewEvent) throws -> UInt64 {
    guard waiting != nil else { return try log.append(event) }
    waiting?.append(event)
    return try last + UInt64(waiting?.count ?? 0)
  }

  /// Appends a response as the next event of a run and gives its sequence.
  @discardableResult
  public func record(
    _ endpoint: String, query: String = "", _ body: String, run: String = "run-1",
    at time: Timestamp = someTime, status: UInt16 = 200
  ) throws -> UInt64 {
    try record(endpoint, query: query, bytes: Array(body.utf8), run: run, at: time, status: status)
  }

  /// Appends a response of any bytes as the next event of a run and gives its sequence.
  @discardableResult
  public func record(
    _ endpoint: String, query: String = "", bytes: [UInt8], run: String = "run-1",
    at time: Timestamp = someTime, status: UInt16 = 200
  ) throws -> UInt64 {
    try append(event(.response, endpoint, query, bytes, run, time, status))
  }

  /// Appends an event that is no response: the start or end of a run, or a failure.
  @discardableResult
  public func mark(
    _ kind: EventKind, _ endpoint: String = "", run: String = "run-1", at time: Timestamp = someTime
  ) throws -> UInt64 {
    try append(event(kind, endpoint, "", [], run, time, 0))
  }

  private func event(
    _ kind: EventKind, _ endpoint: String, _ query: String, _ body: [UInt8], _ name: String,
    _ time: Timestamp, _ status: UInt16
  ) -> NewEvent {
    guard let run = RunID(name) else { preconditionFailure("\(name) is no run id") }
    let ordinal = ordinals[run, default: 0]
    ordinals[run] = ordinal + 1
    return NewEvent(
      run: run, ordinal: ordinal, kind: kind, endpoint: endpoint, method: endpoint.isEmpty ? "" : "GET",
      host: endpoint.isEmpty ? "" : "api.binance.us", path: endpoint, query: query,
      attempt: endpoint.isEmpty ? 0 : 1, observedAt: time, status: status, body: body)
  }
}
