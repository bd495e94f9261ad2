import BinanceUS
import EventModel
import Ingest
import JSONView

/// Whether all is well with fetching, for a monitor. The rule, in one place:
///
/// - The newest `sync` ended well: not partly, not interrupted, not without an end. One that is running is no fault;
///   the one before it counts. A later good one heals all.
/// - It was not without credentials where the archive has data that needs them, unless it was to fetch public tables
///   alone.
/// - With a greatest age, it ended within that time, and so long ago at most was the last successful response of every
///   source that a `sync` of this archive ever had a successful response of. What only some accounts have was never had.
/// - What failed in runs before it was fetched since.
/// - No run is dated in the future. Such a one counts for nothing else.
///
/// Imports do not count, and neither do runs that were left out. Times are those of observation, at most those at which
/// the log took the event.
struct RunCheck {
  /// A run of `sync` on this archive.
  struct Run {
    /// How it ended.
    enum Ending: Hashable {
      /// As its last event says.
      case ended(RunEnding)
      /// It has a last event that does not say how.
      case unsaid
      /// It has none: it was killed, or the machine stopped.
      case cutShort
      /// It has none, and the archive is being written.
      case running
    }

    let id: RunID
    let ending: Ending
    /// When its last event was.
    let at: Timestamp
    let beginning: RunBeginning

    /// It fetched all that it was to fetch.
    var isDone: Bool {
      if case .ended(let ending) = ending { return ending.outcome == "done" }
      return false
    }
  }

  /// A source that a run of `sync` had a successful response of.
  struct Source {
    let endpoint: Endpoint
    /// The newest run that did.
    let run: RunID
    /// The end of that run where it was done, else the response.
    let at: Timestamp
    /// The event of the response.
    let sequence: UInt64
  }

  /// A source of a symbol, or another, that failed and had no successful response since.
  struct OpenFailure {
    let source: String
    /// In how many runs, one after the other, and the newest of these.
    let runs: Int
    let newest: RunID
  }

  /// What the archive says.
  struct Facts {
    /// Runs of `sync`, oldest first; none that is dated in the future.
    var runs: [Run] = []
    var sources: [Source] = []
    var failures: [OpenFailure] = []
    /// Runs of any origin that are dated in the future.
    var ahead: [(id: RunID, at: Timestamp)] = []
    /// Whether there are runs that no `sync` on this archive made.
    var hasImports = false
  }

  let facts: Facts
  /// The newest run that is not running; nil where there is none.
  let newest: Run?
  /// Seconds since its last event; nil where there is none.
  let ageSeconds: Int64?
  /// What is not as it should be, in sentences.
  let findings: [String]
  private let maxAge: Age?
  private let now: Timestamp

  init(_ facts: Facts, maxAge: Age?, now: Timestamp) {
    (self.facts, self.maxAge, self.now) = (facts, maxAge, now)
    let newest = facts.runs.last { $0.ending != .running }
    self.newest = newest
    ageSeconds = newest.map { Self.seconds(from: $0.at, to: now) }
    let words = RunCheckWords(facts: facts, newest: newest)
    var findings = facts.ahead.map { words.ahead($0.id, $0.at) }
    if let newest {
      if !newest.isDone { findings.append(words.ending(of: newest)) }
      if newest.isDone, words.lacksKey(newest) { findings.append(words.withoutKey(newest)) }
      if let maxAge, Self.seconds(from: newest.at, to: now) > maxAge.seconds {
        findings.append(words.tooOld(newest, maxAge))
      }
    } else {
      findings.append(words.noRun)
    }
    let listed = Set(newest?.failed ?? [])
    for failure in facts.failures where !listed.contains(failure.source) {
      findings.append(words.failure(failure))
    }
    if let maxAge {
      let stale = facts.sources.filter { Self.seconds(from: $0.at, to: now) > maxAge.seconds }
      // That the newest run is too old says it of what it fetched.
      findings += words.stale(stale.filter { $0.run != newest?.id || newest?.isDone != true }, maxAge)
    }
    self.findings = findings
  }

  private static func seconds(from past: Timestamp, to now: Timestamp) -> Int64 {
    let (distance, overflow) = now.microseconds.subtractingReportingOverflow(past.microseconds)
    return max(0, (overflow ? .max : distance) / 1_000_000)
  }

  var document: JSONDocument {
    .object([
      ("ok", .bool(findings.isEmpty)), ("newest_run", .text(newest?.id.text)),
      ("state", .text(newest?.state)), ("ended_at", .text(newest?.at.iso8601)),
      ("age_seconds", ageSeconds.map { .integer($0) } ?? .null),
      ("max_age_seconds", maxAge.map { .integer($0.seconds) } ?? .null),
      ("findings", .array(findings.map { .text($0) })),
      (
        "sources",
        .array(
          facts.sources.map { source in
            let age = Self.seconds(from: source.at, to: now)
            return .object([
              ("endpoint", .text(source.endpoint.path)), ("needs_key", .bool(source.endpoint.isSigned)),
              ("last_good_at", .text(source.at.iso8601)), ("last_good_run", .text(source.run.text)),
              ("last_good_sequence", .number(source.sequence)), ("age_seconds", .integer(age)),
              ("ok", .bool(maxAge.map { age <= $0.seconds } ?? true)),
            ])
          })
      ),
      (
        "failing",
        .array(
          facts.failures.map {
            .object([
              ("source", .text($0.source)), ("runs", .number($0.runs)), ("newest_run", .text($0.newest.text)),
            ])
          })
      ),
    ])
  }
}

extension RunCheck.Run {
  /// The sources that it says failed.
  var failed: [String] {
    if case .ended(let ending) = ending { return ending.failed }
    return []
  }

  /// The state, as `runs` shows it.
  var state: String {
    switch ending {
    case .ended(let ending): ending.text
    case .unsaid: "ended"
    case .cutShort: "cut short"
    case .running: "running"
    }
  }
}
