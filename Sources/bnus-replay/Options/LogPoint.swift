import EventLog

/// A point of the log as the command line names it: a sequence, a run, or a time.
///
/// All digits are a sequence; `run:PREFIX` is always a run; `latest` is the newest run; a time is
/// ISO-8601; anything else is the prefix of a run's id.
enum LogPoint {
  /// The last event of the log at that point: the event itself, the run's last one, or the last
  /// one stored at that time.
  static func sequence(_ text: String, in snapshot: borrowing Snapshot) throws -> UInt64 {
    let last = snapshot.lastSequence
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      guard let sequence = UInt64(text), (1...max(1, last)).contains(sequence), last > 0 else {
        throw WrongUsage("there is no event \(text); the archive holds \(count(last))")
      }
      return sequence
    }
    if let time = Timestamp(iso8601: text) { return try snapshot.lastSequence(appendedThrough: time) }
    return try run(text, in: snapshot).lastSequence
  }

  /// The run that `latest`, an id or a unique prefix of one names.
  static func run(_ text: String, in snapshot: borrowing Snapshot) throws -> RunRecord {
    if text == "latest" {
      let newest = try snapshot.runs().max {
        ($0.lastObservedAt, $0.lastSequence) < ($1.lastObservedAt, $1.lastSequence)
      }
      guard let newest else { throw WrongUsage("the archive holds no run yet") }
      return newest
    }
    let prefix = text.hasPrefix("run:") ? String(text.dropFirst(4)) : text
    if prefix.isEmpty { throw WrongUsage("name a run by its id, by a prefix of it, or as latest") }
    let found = try snapshot.runs(idPrefix: prefix)
    if let exact = found.first(where: { $0.id.text == prefix }) { return exact }
    switch found.count {
    case 1: return found[0]
    case 0:
      throw WrongUsage("no run begins with \(prefix); bnus-replay runs lists them")
    default:
      let some = found.prefix(3).map(\.id.text).joined(separator: ", ") + (found.count > 3 ? " …" : "")
      throw WrongUsage("\(found.count) runs begin with \(prefix) (\(some)); give more of the id")
    }
  }

  private static func count(_ last: UInt64) -> String {
    last == 0 ? "none" : "1 to \(last)"
  }
}
