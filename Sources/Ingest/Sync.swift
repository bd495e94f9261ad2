import BinanceUS
public import EventLog

/// One run: asks the exchange for everything that is new, and stores every answer before it
/// looks at it.
///
/// What to ask is decided by the log alone, so a run that dies anywhere is continued by the next
/// one. Each source is isolated from the failure of another.
public struct Sync: Sendable {
  let settings: SyncSettings
  let log: EventLog
  /// What the log told when the run began.
  let initial: SyncState
  let client: ExchangeClient
  let keeper: StateKeeper
  let ledger: RunLedger
  let recorder: Recorder
  let progress: ProgressTeller

  /// Runs once and gives what came of it. Throws where the run could not begin or the archive
  /// cannot be written; all else is in the report.
  public static func run(_ settings: SyncSettings, into log: EventLog) async throws -> SyncReport {
    let state = try SyncState.load(from: log)
    let run = RunID.fresh(at: settings.now())
    let transport = try CurlTransport(settings.transportOptions)
    defer { transport.shutdown() }
    let ledger = RunLedger(run: run, observer: settings.observer)
    let recorder = Recorder(run: run, log: log)
    let clock = ExchangeClock(host: settings.now)
    let progress = ProgressTeller(settings.progress)
    // Before exchangeInfo has told the limit, that of the newest one known; else the lowest ever.
    let pacer = Pacer(
      limits: state.weightLimits.isEmpty ? [.lowest] : state.weightLimits, clock: clock,
      settings: settings, progress: progress
    ) { pause in
      settings.observer(
        SyncNotice(
          level: .info, run: run, source: nil,
          text: "waiting \(pause.components.seconds) s for the exchange's weight limit"))
    }
    let client = ExchangeClient(
      transport: transport, base: settings.base, credentials: settings.credentials,
      recorder: recorder, pacer: pacer, clock: clock, settings: settings, ledger: ledger,
      progress: progress)
    let sync = Sync(
      settings: settings, log: log, initial: state, client: client, keeper: StateKeeper(state),
      ledger: ledger, recorder: recorder, progress: progress)
    return try await sync.run()
  }

  private func run() async throws -> SyncReport {
    try await recordStart()
    do {
      try await fetchUntilStopped()
    } catch is StopSignal.Requested {
      await ledger.change { $0.outcome = .interrupted }
    } catch let stop as RunStop {
      await note(stop)
    } catch is CancellationError {
      await ledger.change { $0.outcome = .interrupted }
    } catch let error as IngestError {
      await ledger.fail(.common(.account), .authentication, "\(error)", sequence: nil)
      try await recordEnd(await conclude())
      throw error
    }
    let report = await conclude()
    try await recordEnd(report)
    try SyncState.keep(in: log)
    return report
  }

  /// Fetches; where the run is asked to end, what is under way is cancelled.
  private func fetchUntilStopped() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await fetch() }
      group.addTask { try await settings.stop.wait() }
      defer { group.cancelAll() }
      // The wait has no end but the wish to stop.
      try await group.next()
    }
  }

  /// The sources in their order.
  private func fetch() async throws {
    try await fetchCommon()
    guard settings.credentials != nil else { return await noteLeftOut() }
    try await checkKey()
    try await checkAccount()
    await ledger.change { $0.isKeyAccepted = $0.signedGoodAnswers > 0 }
    try await fetchSymbols()
    try await fetchOptional()
  }

  /// Says what is not fetched without credentials. A run that was asked for it, or whose archive has
  /// such data, is not done.
  private func noteLeftOut() async {
    let leftOut = settings.leftOut
    guard !leftOut.isEmpty else { return }
    let hasAccountData = await keeper.state.hasAccountData
    if settings.only != nil || hasAccountData { await ledger.change { $0.lacksCredentials = true } }
    let why = hasAccountData ? ", although the archive holds account data" : ""
    await ledger.remark(
      "no credentials were given\(why): left out \(leftOut.joined(separator: ", ")); give api_key and api_secret to fetch them"
    )
  }

  /// A key that account and wallet refuse is not tried on every symbol, nor is a clock that is off.
  private func checkKey() async throws {
    let report = await ledger.report
    let isRefused = report.failures.contains {
      [.authentication, .clock].contains($0.category) && !$0.isMinor
    }
    if report.signedGoodAnswers == 0, isRefused { throw RunStop.refused }
  }

  private func note(_ stop: RunStop) async {
    switch stop {
    case .banned(let moment):
      await ledger.change { $0.bannedUntil = moment }
      await ledger.remark(
        "the exchange has banned this address until \(moment.iso8601); run again after that")
    case .pause(let source, let moment, let longest):
      await ledger.change { $0.pausedUntil = moment }
      await ledger.fail(
        source, .rateLimit,
        "the exchange demands a pause until \(moment.iso8601), longer than the \(longest.components.seconds) s that a run waits; run again after that, or raise --max-wait",
        sequence: nil)
    case .tooManyRequests(let source, let words, let moment, let sequence):
      await ledger.change { $0.pausedUntil = moment }
      await ledger.fail(
        source, .rateLimit,
        "\(words); refused \(settings.retries.refusalsInARow) times in a row, so run again after \(moment.iso8601)",
        sequence: sequence)
    case .countryBlocked: await ledger.change { $0.isCountryBlocked = true }
    case .refused: break
    }
  }

  /// The report with its outcome drawn from what failed.
  private func conclude() async -> SyncReport {
    let (used, peak) = (await client.pacer.used, await client.pacer.peakPercent)
    let (waits, waited) = (await client.pacer.waits, await client.pacer.waited)
    let isSigned = settings.credentials != nil
    await ledger.change { report in
      report.weightUsed = used
      report.peakWeightPercent = peak
      report.waits = waits
      report.waited = waited
      guard report.outcome != .interrupted else { return }
      report.outcome = Self.outcome(of: report, isSigned: isSigned)
    }
    return await ledger.report
  }

  static func outcome(of report: SyncReport, isSigned: Bool) -> SyncReport.Outcome {
    let major = report.failures.filter { !$0.isMinor }
    let hasNews = report.goodAnswers > 0
    if isSigned, report.signedGoodAnswers == 0, !report.isCountryBlocked,
      major.contains(where: { $0.category == .authentication || $0.category == .permission })
    {
      return .refused
    }
    if major.isEmpty, !report.lacksCredentials, report.bannedUntil == nil { return .done }
    let isTurnedAway = report.bannedUntil != nil || report.pausedUntil != nil
    return hasNews || isTurnedAway ? .partlyDone : .failed
  }
}

/// Why a whole run ends early.
enum RunStop: Error {
  case banned(until: Timestamp)
  /// The exchange demands a pause that is longer than a run waits.
  case pause(Source, until: Timestamp, longest: Duration)
  /// One refusal for weight after the other; the words of the last one.
  case tooManyRequests(Source, String, until: Timestamp, sequence: UInt64)
  case countryBlocked
  /// The key is not accepted at all, or the clock is off.
  case refused
}

extension RunID {
  /// A new run's id: the moment in UTC, and letters that make it unique.
  static func fresh(at moment: Timestamp) -> RunID {
    let time = moment.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
    guard let id = RunID("\(time)Z-sync-\(Salt.random().hex.prefix(8))") else {
      preconditionFailure("a time and hexadecimal digits make a run id")
    }
    return id
  }
}
