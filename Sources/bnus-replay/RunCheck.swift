import EventLog
import Ingest

/// Whether the newest run is as a monitor wants it: there, young enough, and ended.
struct RunCheck {
  /// The run that was observed last; nil where there is none.
  let newest: RunRecord?
  /// Seconds since its last event; nil where there is none.
  let ageSeconds: Int64?
  /// What is not as it should be, in sentences.
  let findings: [String]

  /// The run that was observed last.
  static func newest(of runs: [RunRecord]) -> RunRecord? {
    runs.max { ($0.lastObservedAt, $0.lastSequence) < ($1.lastObservedAt, $1.lastSequence) }
  }

  init(_ runs: [RunRecord], ending: RunEnding? = nil, maxAge: Age?, now: Timestamp) {
    newest = Self.newest(of: runs)
    guard let newest else {
      ageSeconds = nil
      findings = ["the archive holds no run yet"]
      return
    }
    let age = (now.microseconds - newest.lastObservedAt.microseconds) / 1_000_000
    ageSeconds = age
    var findings: [String] = []
    if let maxAge, age > maxAge.seconds {
      findings.append(
        "the newest run, \(newest.id), was observed \(newest.lastObservedAt.iso8601), longer than \(maxAge) ago"
      )
    }
    if newest.startSequence != nil, newest.endSequence == nil {
      findings.append("the newest run, \(newest.id), has not ended")
    }
    if let ending, ["failed", "refused"].contains(ending.outcome) {
      findings.append("the newest run, \(newest.id), ended \(ending.words)")
    }
    self.findings = findings
  }

  var document: JSONDocument {
    .object([
      ("ok", .bool(findings.isEmpty)), ("newest_run", .text(newest?.id.text)),
      ("last_observed_at", .text(newest?.lastObservedAt.iso8601)),
      ("age_seconds", ageSeconds.map { .integer($0) } ?? .null),
      ("findings", .array(findings.map { .text($0) })),
    ])
  }
}
