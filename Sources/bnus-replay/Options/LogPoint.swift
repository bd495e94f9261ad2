import EventLog
import EventModel

/// A point of the log as the command line names it: a sequence, a run, or a time.
///
/// All digits are a sequence; `run:PREFIX` is always a run; `latest` is the newest run; a time is
/// ISO-8601; anything else is the prefix of a run's id.
enum LogPoint {
  /// What `latest` means, for the help of every command that takes it.
  static let latest =
    "latest is the run observed last; one dated in the future does not count before its time."
  /// How a point is written, for the help of every command that takes one.
  static let shapes =
    "A point is an event's sequence, a time (2026-09-20T12:00:00Z, or 2026-09-20 for the first moment of that day in UTC), or a run: run:PREFIX, or latest. \(latest)"

  /// The last event of the log at that point: the event itself, the run's last one, or the last
  /// one stored at that time.
  static func sequence(_ text: String, in snapshot: borrowing Snapshot) throws -> UInt64 {
    let last = snapshot.lastSequence
    if isNumber(text) {
      guard let sequence = UInt64(text), (1...max(1, last)).contains(sequence), last > 0 else {
        throw WrongUsage(
          "there is no event \(text); the archive holds \(count(last))\(try hint(text, in: snapshot))")
      }
      return sequence
    }
    if let time = Timestamp(iso8601: text) { return try snapshot.lastSequence(appendedThrough: time) }
    return try run(text, in: snapshot).lastSequence
  }

  /// The run that a point names; nil where it names an event or a time.
  static func runNamed(_ text: String, in snapshot: borrowing Snapshot) throws -> RunRecord? {
    isNumber(text) || Timestamp(iso8601: text) != nil ? nil : try run(text, in: snapshot)
  }

  /// The run that `latest`, an id or a unique prefix of one names.
  ///
  /// - Parameter last: the last event that counts for `latest`.
  static func run(
    _ text: String, in snapshot: borrowing Snapshot, through last: UInt64 = .max
  ) throws -> RunRecord {
    if text == "latest" {
      if let latest = try snapshot.latestRun(through: last) { return latest }
      guard try snapshot.omissions(through: min(last, snapshot.lastSequence)).isEmpty else {
        throw WrongUsage("every run is left out, so none is the latest; bnus-replay annotate list shows them")
      }
      throw WrongUsage(
        last < snapshot.lastSequence
          ? "the archive held no run yet at event \(last)" : "the archive holds no run yet")
    }
    let prefix = text.hasPrefix("run:") ? String(text.dropFirst(4)) : text
    if prefix.isEmpty { throw WrongUsage("name a run by its id, by a prefix of it, or as latest") }
    let found = try snapshot.runs(idPrefix: prefix)
    if let exact = found.first(where: { $0.id.text == prefix }) { return exact }
    switch found.count {
    case 1: return found[0]
    case 0:
      throw WrongUsage(
        TimeArgument.fault(in: text) ?? "no run begins with \(prefix); bnus-replay runs lists them")
    default:
      let some = found.prefix(3).map(\.id.text).joined(separator: ", ") + (found.count > 3 ? " …" : "")
      throw WrongUsage("\(found.count) runs begin with \(prefix) (\(some)); give more of the id")
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// What digits that are no event may have been meant as.
  private static func hint(_ digits: String, in snapshot: borrowing Snapshot) throws -> String {
    if try !snapshot.runs(idPrefix: digits).isEmpty { return "; run:\(digits) names a run" }
    let date = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.dropFirst(6))"
    return Timestamp(iso8601: date) == nil ? "" : "; for the day write \(date)"
  }

  private static func count(_ last: UInt64) -> String {
    last == 0 ? "none" : "1 to \(last)"
  }
}
