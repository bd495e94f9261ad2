import BinanceUS
public import EventLog
import EventModel
import JSONView

/// One run: requests from the exchange everything that is new, and stores every response before it
/// looks at it.
///
/// What to request is decided by the log alone, so a run that dies anywhere is continued by the next
/// one. Each source is isolated from the failure of another.
public struct Sync: Sendable {
  let settings: SyncSettings
  /// What the log knew when the run began.
  let initial: SyncState
  let journal: RunJournal
  let client: ExchangeClient
  let tally: RunTally
  let progress: ProgressReporter

  /// Runs once and gives what came of it. Throws where the run could not begin or the archive
  /// cannot be written; all else is in the report.
  public static func run(_ settings: SyncSettings, into log: EventLog) async throws -> SyncReport {
    let state = try SyncState.load(from: log)
    let run = RunID.derived(from: settings.now(), "sync-\(Salt.random().hex.prefix(8))")
    let transport = try CurlTransport(settings.transportOptions)
    defer { transport.shutdown() }
    let tally = RunTally(run: run, observer: settings.observer)
    let journal = RunJournal(run: run, log: log, knowing: state)
    let progress = ProgressReporter(settings.progress)
    let clock = ExchangeClock(host: settings.now)
    // Before exchangeInfo states the limit, that of the newest one known; else the lowest ever.
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
      transport: transport, pacer: pacer, clock: clock, journal: journal, tally: tally, progress: progress,
      settings: settings)
    let sync = Sync(
      settings: settings, initial: state, journal: journal, client: client, tally: tally, progress: progress)
    let report = try await sync.run()
    try SyncState.keep(in: log)
    return report
  }

  /// From the run's first event to its last.
  private func run() async throws -> SyncReport {
    try await record(.runStart, RunBeginning.body(of: settings))
    do {
      try await fetchUntilStopped()
    } catch is StopSignal.Requested {
      await tally.change { $0.outcome = .interrupted }
    } catch let stop as RunStop {
      await note(stop)
    } catch is CancellationError {
      await tally.change { $0.outcome = .interrupted }
    } catch let error as IngestError {
      await tally.fail(.common(.account), .authentication, "\(error)", sequence: nil)
      try await record(.runEnd, RunEnding.body(of: await conclude()))
      throw error
    }
    let report = await conclude()
    try await record(.runEnd, RunEnding.body(of: report))
    return report
  }

  /// An event of the run itself.
  private func record(_ kind: EventKind, _ body: [UInt8]) async throws {
    _ = try await journal.record(
      NewEvent(run: journal.run, kind: kind, observedAt: settings.now(), body: body))
  }

  /// Fetches; where the run is to end, what is under way is cancelled.
  private func fetchUntilStopped() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await fetchAll() }
      group.addTask { try await settings.stop.wait() }
      defer { group.cancelAll() }
      // The wait ends only where the run is to stop.
      try await group.next()
    }
  }

  /// The sources in their order.
  private func fetchAll() async throws {
    try await fetchCommon()
    guard settings.credentials != nil else { return await noteLeftOut() }
    try await checkKey()
    try await checkAccount()
    await tally.change { $0.isKeyAccepted = $0.signedSuccesses > 0 }
    try await fetchSymbols()
    try await fetchOptional()
  }

  /// One request, whatever for: it is paced, signed, sent again where that helps, stored, folded into the state, and
  /// counted. What failed is noted, and ends the run where it concerns all of it.
  ///
  /// - Parameters:
  ///   - expected: a verdict that is no failure here.
  ///   - isMinor: a failure does not change how the run ends.
  func fetch(
    _ request: ExchangeRequest, expecting expected: Verdict? = nil, isMinor: Bool = false
  ) async throws -> ExchangeClient.Outcome {
    let outcome = try await client.send(request)
    switch outcome.verdict {
    case .success: await tally.noteSuccess(of: request)
    case expected: break
    case .banned:
      await tally.noteFailure(request.source, outcome)
      throw RunStop.banned(until: banEnd(outcome))
    case .countryBlocked:
      await tally.noteFailure(request.source, outcome)
      throw RunStop.countryBlocked
    default: await tally.noteFailure(request.source, outcome, isMinor: isMinor)
    }
    return outcome
  }

  private func banEnd(_ outcome: ExchangeClient.Outcome) -> Timestamp {
    // Bans last two minutes at least. Source: docs/binance-us-api.md, section 3.
    DemandedPause(
      status: outcome.header.status, headers: outcome.header.responseHeaders, body: outcome.body
    ).end(from: client.clock.now, floor: .seconds(120))
  }
}

// What the whole account has, and whether the key is good for the rest.
extension Sync {
  /// Time, exchangeInfo, ticker, account and wallet, one after the other.
  private func fetchCommon() async throws {
    _ = try await fetch(ExchangeRequest(.time))
    for endpoint in settings.requiredOnce {
      let outcome = try await fetch(ExchangeRequest(endpoint))
      let limits = journal.state.weightLimits
      if endpoint == .exchangeInfo, !limits.isEmpty { await client.pacer.setLimits(limits) }
      if !outcome.isGood { await remarkOnStandIn(for: endpoint) }
    }
  }

  private func remarkOnStandIn(for endpoint: Endpoint) async {
    let state = journal.state
    let sequence =
      switch endpoint {
      case .exchangeInfo: state.exchangeInfoSequence
      case .account: state.accountSequence
      default: UInt64?.none
      }
    if let sequence {
      await tally.remark(
        "\(endpoint.name) failed; the newest successful response of the archive (event \(sequence)) stands in"
      )
    }
  }

  /// Reports what is not fetched without credentials. A run that was to fetch it, or whose archive has
  /// such data, is not done.
  private func noteLeftOut() async {
    let leftOut = settings.leftOut
    guard !leftOut.isEmpty else { return }
    let hasAccountData = journal.state.hasAccountData
    if settings.only != nil || hasAccountData { await tally.change { $0.lacksCredentials = true } }
    let why = hasAccountData ? ", although the archive holds account data" : ""
    await tally.remark(
      "no credentials were given\(why): left out \(leftOut.joined(separator: ", ")); give api_key and api_secret to fetch them"
    )
  }

  /// A key that account and wallet refuse is not tried on every symbol, nor is a clock that is off.
  private func checkKey() async throws {
    let report = await tally.report
    let isRefused = report.failures.contains {
      [.authentication, .clock].contains($0.category) && !$0.isMinor
    }
    if report.signedSuccesses == 0, isRefused { throw RunStop.refused }
  }

  /// An archive belongs to one account. Where the exchange reports the account's number it decides;
  /// else a key never seen before must find a trade or an order that is known already.
  private func checkAccount() async throws {
    guard !settings.allowsOtherAccount, let credentials = settings.credentials else { return }
    if let known = initial.uid, let reported = journal.state.reportedUID {
      if known == reported { return }
      throw IngestError.otherAccount(
        detail: "the account's number is \(reported), the archive's \(known)")
    }
    guard !initial.keys.isEmpty, !initial.keys.contains(credentials.fingerprint) else { return }
    try await findKnownRecord()
  }

  private func findKnownRecord() async throws {
    for symbol in initial.ranked.reversed() {
      guard let last = symbol.trades.last ?? symbol.orders.last else { continue }
      let history: SymbolHistory = symbol.trades.last != nil ? .trades : .orders
      let outcome = try await fetch(ExchangeRequest(.probe(of: history, of: symbol.name, for: last)))
      guard outcome.isGood else { continue }
      let rows = JSONValue(json: outcome.body)?.elements ?? []
      if rows.contains(where: { $0[history.idField]?.int64 == last }) { return }
      throw IngestError.otherAccount(
        detail:
          "the key is new, and \(history == .trades ? "trade" : "order") \(last) of \(symbol.name), which the archive holds, is not found under it"
      )
    }
  }
}

/// Why a run could not begin or had to stop.
public enum IngestError: Error, CustomStringConvertible, Sendable {
  /// The key belongs to another account than the archive.
  case otherAccount(detail: String)

  public var description: String {
    switch self {
    case .otherAccount(let detail):
      "this key seems to belong to another account than the archive: \(detail). Use another --archive for it, or --allow-other-account if you are sure"
    }
  }
}
