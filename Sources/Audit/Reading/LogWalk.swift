public import EventLog
import EventModel
import JSONView

/// Visits events in log order. A damaged one is noted and skipped, so that only its own data is missing; events of runs
/// that are left out are skipped as well.
struct LogWalk: ~Copyable {
  /// What a body is verified against.
  enum BodyVerification {
    /// The checksum that compressed bodies carry; uncompressed ones are small and are verified against their digest.
    case checksums
    /// The digest in its header: for bodies whose bytes are shown.
    case digests
  }

  private let log: EventLog
  private let verification: BodyVerification
  private let omitted: Omissions
  private var reader = BodyReader()
  private(set) var unreadable: [UnreadableEvent] = []

  /// - Parameters:
  ///   - last: the point of the log at which runs are left out; its end where not given.
  ///   - named: runs that were named explicitly, which are not skipped.
  init(
    _ log: EventLog, verifying verification: BodyVerification = .checksums, through last: UInt64 = .max,
    naming named: Set<RunID> = []
  ) throws {
    self.log = log
    self.verification = verification
    omitted = try log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions(through: last) }
      .except(named)
  }

  /// Calls `use` with events and their bodies.
  ///
  /// - Parameters:
  ///   - wants: whether to decompress an event's body; where it is false the event comes with nil.
  ///   - use: takes an event.
  mutating func visit(
    _ sequences: some Collection<UInt64>, wants: (EventHeader) -> Bool, progress: AuditProgress.Observer,
    use: (EventHeader, BodyBuffer?) throws -> Void
  ) throws {
    let events = UInt64(sequences.count)
    var (done, bytes) = (UInt64(0), 0)
    for sequence in sequences {
      if let (header, body) = try event(sequence, wants) {
        bytes += body?.bytes.count ?? 0
        try use(header, body)
      }
      done +|= 1
      try progress(AuditProgress(done: done, events: events, bytes: bytes))
    }
  }

  /// An event and, where it is wanted, its body; nil where it cannot be read or its run is left out.
  mutating func event(
    _ sequence: UInt64, _ wants: (EventHeader) -> Bool = { _ in true }
  ) throws -> (EventHeader, BodyBuffer?)? {
    do {
      return try log.read { (snapshot: borrowing Snapshot) in
        let header = try snapshot.header(of: sequence)
        if omitted.contains(header.run) { return nil }
        guard wants(header) else { return (header, nil) }
        return (header, try body(of: header, in: snapshot))
      }
    } catch let error as EventLogError {
      guard case .damaged = error else { throw error }
      if unreadable.last?.sequence != sequence {
        unreadable.append(UnreadableEvent(sequence, error))
      }
      return nil
    }
  }

  private mutating func body(of header: EventHeader, in snapshot: borrowing Snapshot) throws(EventLogError)
    -> BodyBuffer
  {
    verification == .digests || header.bodyBytes <= 4096
      ? try reader.verifiedBody(of: header, in: snapshot)
      : try reader.body(of: header, in: snapshot)
  }
}

/// How far a walk over the log has come.
public struct AuditProgress: Sendable {
  /// Events visited, and how many there are.
  public let done: UInt64
  public let events: UInt64
  /// Bytes of JSON read so far.
  public let bytes: Int

  /// Called after each event; may throw to end the walk.
  public typealias Observer = (AuditProgress) throws -> Void
}

/// An event of the archive that cannot be read; results leave it out.
public struct UnreadableEvent: Sendable, Hashable, CustomStringConvertible {
  public let sequence: UInt64
  public let reason: String

  /// - Parameter error: the log's error, which names another event where that one is needed to decode this.
  public init(_ sequence: UInt64, _ error: EventLogError) {
    self.sequence = sequence
    if case .damaged(sequence, let what) = error { reason = what } else { reason = "\(error)" }
  }

  public var description: String { "event \(sequence) could not be read: \(reason)" }
}

extension BodyBuffer {
  /// The body as JSON; nil where it is not.
  var json: JSONValue? { JSONValue(json: Array(bytes)) }
}
