import BinanceUS
import EventModel
import Ingest
import JSONView

/// What a run did, at its end.
struct SyncSummary {
  private let report: SyncReport
  private let archive: String

  init(_ report: SyncReport, archive: String) {
    self.report = report
    self.archive = archive
  }

  /// - Parameter tables: what was replayed behind the run.
  func print(json: Bool, tables: TablesReplay.TimedSummary?) throws {
    if json { return try StandardOutput.write(document(tables)) }
    var table = TextTable([
      ("SOURCE", .left), ("REQUESTS", .right), ("NEW", .right), ("RETRIES", .right),
      ("FAILURES", .right),
    ])
    for (name, count) in report.sources.sorted(by: { $0.key < $1.key }) {
      table.add(
        [name]
          + [count.requests, count.newRecords, count.retries, count.failures].map {
            Quantity.count($0)
          })
    }
    try table.print()
    try StandardOutput.print(
      "run \(report.run): \(outcome); \(Quantity.count(report.events, "event")), \(Quantity.count(report.symbols, "symbol")), peak \(report.peakWeightPercent)% of the weight limit, \(Quantity.count(report.waits, "wait")) (\(Quantity.duration(report.waited.components.seconds)))"
    )
    for remark in report.remarks { try StandardOutput.print("note: \(remark)") }
    for failure in report.failures.filter({ !$0.isMinor }).prefix(20) {
      let event = failure.sequence.map { " (event \($0))" } ?? ""
      try StandardOutput.print("\(failure.source): \(failure.category.rawValue): \(failure.message)\(event)")
    }
    if !report.failures.isEmpty {
      try StandardOutput.print("look closer: bnus-replay events --archive \(archive) --run \(report.run)")
    }
    if let tables {
      try StandardOutput.print()
      try tables.summary.print(milliseconds: tables.milliseconds)
    }
  }

  private var outcome: String {
    switch report.outcome {
    case .done: "done"
    case .partlyDone: "partly done; what was fetched is stored"
    case .failed: "failed"
    case .refused: "refused"
    case .interrupted: "interrupted; the next run goes on from here"
    }
  }

  private func document(_ tables: TablesReplay.TimedSummary?) -> JSONDocument {
    .object([
      ("run", .text(report.run.text)), ("outcome", .text(report.outcome.rawValue)),
      ("categories", .array(report.categories.map { .text($0.rawValue) })),
      ("events", .number(report.events)), ("symbols", .number(report.symbols)),
      ("weight_used", .number(report.weightUsed)),
      ("peak_weight_percent", .number(report.peakWeightPercent)),
      ("waits", .number(report.waits)),
      ("waited_ms", .number(report.waited.components.seconds *| 1000)),
      ("banned_until", .text(report.bannedUntil?.iso8601)),
      ("paused_until", .text(report.pausedUntil?.iso8601)),
      (
        "sources",
        .array(
          report.sources.sorted { $0.key < $1.key }.map { name, count in
            .object([
              ("source", .text(name)), ("requests", .number(count.requests)),
              ("new", .number(count.newRecords)), ("retries", .number(count.retries)),
              ("failures", .number(count.failures)),
            ])
          })
      ),
      ("tables", tables?.summary.document ?? .null),
      ("remarks", .array(report.remarks.map { .text($0) })),
      (
        "failures",
        .array(
          report.failures.map { failure in
            .object([
              ("source", .text(failure.source)), ("category", .text(failure.category.rawValue)),
              ("message", .text(failure.message)),
              ("sequence", failure.sequence.map { .number($0) } ?? .null),
              ("minor", .bool(failure.isMinor)),
            ])
          })
      ),
    ])
  }
}
