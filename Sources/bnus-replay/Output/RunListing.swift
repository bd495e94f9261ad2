import EventLog
import EventModel
import Ingest
import JSONView

/// The runs of an archive, as `runs` lists them.
struct RunListing {
  /// A run's events by what they are; they add up to all.
  struct Counts {
    /// Responses with a status of 2xx.
    let good: UInt64
    /// Responses with another status.
    let errors: UInt64
    let noResponse: UInt64
    /// The run's own start and end.
    let marks: UInt64

    init(_ run: RunRecord) {
      let markers = UInt64(run.startSequence == nil ? 0 : 1) +| (run.endSequence == nil ? 0 : 1)
      let others = run.events -| min(run.events, run.responses)
      marks = min(markers, others)
      noResponse = others -| marks
      errors = min(run.responses, run.failures -| min(run.failures, noResponse))
      good = run.responses -| errors
    }
  }

  private let runs: [(record: RunRecord, ending: RunEnding?)]
  private let isBeingWritten: Bool
  private let omitted: Omissions

  init(_ runs: [RunRecord], in log: EventLog) throws {
    self.runs = try runs.map { ($0, try RunEnding.of($0, in: log)) }
    isBeingWritten = log.isBeingWritten
    omitted = try log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions() }
  }

  /// Prints a table.
  func print() throws {
    var table = TextTable([
      ("RUN", .left), ("OBSERVED", .left), ("EVENTS", .right), ("OK", .right), ("ERRORS", .right),
      ("NO RESPONSE", .right), ("START/END", .right), ("SEQUENCE", .right), ("STATE", .left),
    ])
    for (run, ending) in runs {
      let counts = Counts(run)
      table.add([
        run.id.text, run.firstObservedAt.iso8601, Quantity.count(run.events), Quantity.count(counts.good),
        Quantity.count(counts.errors), Quantity.count(counts.noResponse), Quantity.count(counts.marks),
        "\(run.firstSequence)-\(run.lastSequence)",
        (ending?.text ?? state(run)) + (omitted.contains(run.id) ? ", left out" : ""),
      ])
    }
    try table.print()
  }

  /// Writes JSON lines.
  func write() throws {
    for (run, ending) in runs { try StandardOutput.write(document(run, ending)) }
  }

  /// The state of a run that does not say how it ended.
  private func state(_ run: RunRecord) -> String {
    if run.imported { return "imported" }
    if run.endSequence != nil { return "ended" }
    if run.startSequence == nil { return "captured" }
    return isBeingWritten && run.id == runs.last?.record.id ? "running" : "cut short"
  }

  private func document(_ run: RunRecord, _ ending: RunEnding?) -> JSONDocument {
    let counts = Counts(run)
    return .object([
      ("run", .text(run.id.text)), ("state", .text(state(run))),
      ("outcome", .text(ending?.outcome)), ("omitted", .bool(omitted.contains(run.id))),
      ("categories", .array((ending?.categories ?? []).map { .text($0) })),
      ("first_sequence", .number(run.firstSequence)),
      ("last_sequence", .number(run.lastSequence)), ("events", .number(run.events)),
      ("responses", .number(run.responses)), ("failures", .number(run.failures)),
      ("ok", .number(counts.good)), ("errors", .number(counts.errors)),
      ("no_response", .number(counts.noResponse)), ("start_and_end", .number(counts.marks)),
      ("first_observed_at", .text(run.firstObservedAt.iso8601)),
      ("last_observed_at", .text(run.lastObservedAt.iso8601)),
    ])
  }
}
