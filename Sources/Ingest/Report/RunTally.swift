import BinanceUS
import EventModel

/// Counts what a run does while several symbols are walked at once, and reports it to whoever observes the run.
actor RunTally {
  private(set) var report: SyncReport
  private let observer: @Sendable (SyncNotice) -> Void

  init(run: RunID, observer: @escaping @Sendable (SyncNotice) -> Void) {
    report = SyncReport(run: run)
    self.observer = observer
  }

  /// Every attempt, whatever came of it.
  func noteResponse(_ source: Source, _ outcome: ExchangeClient.Outcome) {
    report.events += 1
    report.sources[source.name, default: .init()].requests += 1
    let took = outcome.header.durationMicroseconds.map { ", \($0 / 1000) ms" } ?? ""
    // From the header, whose words have no secret in them any more.
    let what =
      outcome.header.kind == .failure ? Self.message(of: outcome) : "\(outcome.header.status)"
    notify(.debug, source, "event \(outcome.header.sequence): \(what)\(took)")
  }

  func noteSuccess(of request: ExchangeRequest) {
    report.successes += 1
    if request.endpoint.isSigned { report.signedSuccesses += 1 }
  }

  func noteRetry(_ source: Source, _ outcome: ExchangeClient.Outcome) {
    report.sources[source.name, default: .init()].retries += 1
    notify(.warning, source, "\(Self.message(of: outcome)); trying again")
  }

  func noteNew(_ count: Int, from source: Source) {
    report.sources[source.name, default: .init()].newRecords += count
  }

  func noteFailure(_ source: Source, _ outcome: ExchangeClient.Outcome, isMinor: Bool = false) {
    fail(
      source, outcome.verdict.category ?? .data, Self.message(of: outcome),
      sequence: outcome.header.sequence, isMinor: isMinor)
  }

  func fail(
    _ source: Source, _ category: FailureCategory, _ message: String, sequence: UInt64?,
    isMinor: Bool = false
  ) {
    report.sources[source.name, default: .init()].failures += 1
    report.failures.append(
      SyncReport.Failure(
        source: source.description, category: category, message: message, sequence: sequence,
        isMinor: isMinor))
    notify(isMinor ? .info : .error, source, "\(category.rawValue): \(message)")
  }

  func remark(_ text: String) {
    report.remarks.append(text)
    notify(.warning, nil, text)
  }

  func info(_ source: Source?, _ text: String) { notify(.info, source, text) }

  func change(_ change: (inout SyncReport) -> Void) { change(&report) }

  private func notify(_ level: SyncNotice.Level, _ source: Source?, _ text: String) {
    observer(SyncNotice(level: level, run: report.run, source: source, text: text))
  }

  /// What the exchange reported, in a sentence without its body.
  static func message(of outcome: ExchangeClient.Outcome) -> String {
    if outcome.header.kind == .failure {
      return outcome.header.responseHeaders.first(named: NewEvent.failureHeader) ?? "no response"
    }
    return FailureSentence.of(
      status: outcome.header.status, body: outcome.body, headers: outcome.header.responseHeaders)
  }
}
