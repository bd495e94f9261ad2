import EventLog
import EventModel

/// Finds which responses an archive holds already, from any run: those of the same request, time, status and
/// bytes.
///
/// This is the rule for responses without a run and ordinal: saved bodies, and files of other programs. A crawler whose
/// times are whole seconds may have received the same response twice at one time: its second copy counts as held only
/// where the archive holds two.
///
/// The events of a request are read once, so an import costs what the archive holds of the
/// requests in it, and not the product of both.
struct KnownResponses {
  private struct Content: Hashable {
    let request: RequestKey
    let observedAt: Timestamp
    let status: UInt16
    let body: Digest
  }

  /// The archive's responses to the requests looked up so far, by time.
  private var archived: [RequestKey: [Timestamp: [UInt64]]] = [:]
  private var taken: [Content: Int] = [:]
  /// The log's end before the import.
  private let last: UInt64

  /// The responses that a log holds now.
  init(_ log: EventLog) throws {
    last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
  }

  /// Notes a response as taken in; false where the archive held it already.
  ///
  /// - Parameter isDistinct: whether a second copy in the files counts as held.
  mutating func take(_ event: NewEvent, in log: EventLog, isDistinct: Bool = false) throws -> Bool {
    let digest = event.body.withUnsafeBytes(Digest.sha256)
    let content = Content(
      request: event.requestKey, observedAt: event.observedAt, status: event.status, body: digest)
    taken[content, default: 0] += 1
    let copies = taken[content] ?? 1
    if isDistinct, copies > 1 { return false }
    let held = try log.read { (snapshot: borrowing Snapshot) in
      try archived(event, in: snapshot).count { sequence in
        let header = try snapshot.header(of: sequence)
        return header.status == event.status && header.bodyDigest == digest
      }
    }
    return copies > held
  }

  /// The archive's responses of the same request and time, ascending.
  mutating func archived(
    _ event: NewEvent, in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> [UInt64] {
    let key = event.requestKey
    if let known = archived[key] { return known[event.observedAt] ?? [] }
    var times: [Timestamp: [UInt64]] = [:]
    for sequence in try snapshot.sequences(request: key, through: last) {
      let summary = try snapshot.summary(of: sequence)
      if summary.kind == .response { times[summary.observedAt, default: []].append(sequence) }
    }
    archived[key] = times
    return times[event.observedAt] ?? []
  }
}

extension NewEvent {
  /// The name of its request in the archive's index.
  fileprivate var requestKey: RequestKey { RequestKey(method: method, path: path, query: query) }
}
