import EventLog
import EventModel

/// Checks the events of a file against an archive and against each other, before any is added.
struct ImportCheck: ~Copyable {
  /// Why an event is refused, as text that follows "line 7:".
  struct Refusal: Error {
    let reason: String
  }

  private let log: EventLog?
  private let latest: LatestTime
  /// By run and ordinal, to find contradictions within the file.
  private var contents: [RunID: [UInt32: Digest]] = [:]
  /// The sequence that the next new event will get.
  private var next: UInt64

  init(against log: EventLog?, latest: LatestTime) throws {
    self.log = log
    self.latest = latest
    next = try (log?.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence } ?? 0) +| 1
  }

  mutating func add(_ event: NewEvent, _ part: FilePart) throws {
    let (digest, isThere) = try look(at: event)
    let ordinal = event.ordinal ?? 0
    let before = contents[event.run, default: [:]].updateValue(digest, forKey: ordinal)
    guard before ?? digest == digest else {
      throw Refusal(reason: "run \(event.run) has another event \(ordinal) on an earlier \(part.word)")
    }
    guard !isThere, before == nil else { return }
    // What an archive recorded is restored as is, even where that machine's clock was ahead.
    let keepsPlace = event.sequence == next && event.appendedAt != nil
    next +|= 1
    guard keepsPlace || latest.admits(event.observedAt) else {
      throw Refusal(
        reason: """
          observed at \(latest.refusal(of: event.observedAt)). Correct the time; the whole export of an \
          archive is restored with the times it has, into an archive of its own (--archive)
          """)
    }
  }

  /// The event's content, and whether the archive holds it.
  private func look(at event: NewEvent) throws -> (content: Digest, isThere: Bool) {
    do {
      guard let log else { return (try event.contentDigest(), false) }
      return try log.read { (snapshot: borrowing Snapshot) in
        (try snapshot.check(event), try snapshot.sequence(run: event.run, ordinal: event.ordinal ?? 0) != nil)
      }
    } catch let error as EventLogError {
      switch error {
      case .headerTooLarge, .invalidEvent, .bodyTooLarge, .identityConflict:
        throw Refusal(reason: "\(error)")
      default: throw error
      }
    }
  }
}
