import BinanceUS
import EventModel

/// Why a whole run ends early.
enum RunStop: Error {
  case banned(until: Timestamp)
  /// The exchange demands a pause that is longer than a run waits.
  case pause(Source, until: Timestamp, longest: Duration)
  /// One refusal for weight after the other; the text is the last one's message.
  case tooManyRequests(Source, String, until: Timestamp, sequence: UInt64)
  case countryBlocked
  /// The key is not accepted at all, or the clock is off.
  case refused
}

// How a run ends.
extension Sync {
  func note(_ stop: RunStop) async {
    switch stop {
    case .banned(let moment):
      await tally.change { $0.bannedUntil = moment }
      await tally.remark(
        "the exchange has banned this address until \(moment.iso8601); run again after that")
    case .pause(let source, let moment, let longest):
      await tally.change { $0.pausedUntil = moment }
      await tally.fail(
        source, .rateLimit,
        "the exchange demands a pause until \(moment.iso8601), longer than the \(longest.components.seconds) s that a run waits; run again after that, or raise --max-wait",
        sequence: nil)
    case .tooManyRequests(let source, let message, let moment, let sequence):
      await tally.change { $0.pausedUntil = moment }
      await tally.fail(
        source, .rateLimit,
        "\(message); refused \(settings.retries.refusalsInARow) times in a row, so run again after \(moment.iso8601)",
        sequence: sequence)
    case .countryBlocked: await tally.change { $0.isCountryBlocked = true }
    case .refused: break
    }
  }

  /// The report with its outcome drawn from what failed.
  func conclude() async -> SyncReport {
    let (used, peak) = (await client.pacer.used, await client.pacer.peakPercent)
    let (waits, waited) = (await client.pacer.waits, await client.pacer.waited)
    let isSigned = settings.credentials != nil
    await tally.change { report in
      report.weightUsed = used
      report.peakWeightPercent = peak
      report.waits = waits
      report.waited = waited
      guard report.outcome != .interrupted else { return }
      report.outcome = Self.outcome(of: report, isSigned: isSigned)
    }
    return await tally.report
  }

  static func outcome(of report: SyncReport, isSigned: Bool) -> SyncReport.Outcome {
    let major = report.failures.filter { !$0.isMinor }
    if isSigned, report.signedSuccesses == 0, !report.isCountryBlocked,
      major.contains(where: { $0.category == .authentication || $0.category == .permission })
    {
      return .refused
    }
    if major.isEmpty, !report.lacksCredentials, report.bannedUntil == nil { return .done }
    let isTurnedAway = report.bannedUntil != nil || report.pausedUntil != nil
    return report.successes > 0 || isTurnedAway ? .partlyDone : .failed
  }
}
