import EventLog
import EventModel

/// Goes over events in log order. One that is damaged is noted and passed by, so that it costs
/// its own answer and nothing else; those of runs that are left out are passed by as well.
struct LogWalk: ~Copyable {
  /// What a body is held to.
  enum Care {
    /// The checksum that compressed bodies carry; those that are kept as they came are small and
    /// are held to their digest.
    case checksums
    /// The digest in its header: for what is handed on as the truth.
    case digests
  }

  private let log: EventLog
  private let care: Care
  private let omitted: Omissions
  private var reader = BodyReader()
  private(set) var unreadable: [UnreadableEvent] = []

  /// - Parameters:
  ///   - last: the point of the log at which runs are left out; its end where not given.
  ///   - named: runs that somebody asks for by name, which are not passed by.
  init(
    _ log: EventLog, care: Care = .checksums, through last: UInt64 = .max, naming named: Set<RunID> = []
  ) throws {
    self.log = log
    self.care = care
    omitted = try log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions(through: last) }
      .except(named)
  }

  /// Shows events with their bodies.
  ///
  /// - Parameters:
  ///   - wants: asked before a body is decompressed; without one the event comes with nil.
  ///   - use: what to do with an event.
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
    care == .digests || header.bodyBytes <= 4096
      ? try reader.verifiedBody(of: header, in: snapshot)
      : try reader.body(of: header, in: snapshot)
  }
}

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
