import ArgumentParser
import Dispatch
import EventLog
import Files
import Ingest
import Platform
import Projections
import Sinks

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Fetch from the exchange; append every response to the archive.",
    discussion: """
      What is fetched is decided by the archive, so a run that was cut short is continued by the \
      next one. Credentials come from BINANCE_US_API_KEY and BINANCE_US_API_SECRET, from a \
      configuration (./configuration.json, else ~/.config/bnus-replay/configuration.json; see \
      configuration.example.json), or from systemd's LoadCredential (api_key, api_secret); without \
      them the public tables are fetched. A clock that stays off ends a run with status 3, or 1 where \
      nothing was fetched.

      \(Examples.text(of: "sync"))

      \(exitCodes)
      """)

  private static let exitCodes = ExitCodes.help(
    ExitCodes.partly, ExitCodes.beingWritten, ExitCodes.refused, ExitCodes.damaged,
    ExitCodes.interrupted)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var map: MapOptions
  @OptionGroup var options: SyncOptions

  func validate() throws { try options.validateTables() }

  func run() throws {
    var configuration = try Configuration.load(options.config)
    for warning in configuration.warnings { Terminal.say("warning: \(warning)") }
    var settings = try options.settings(&configuration)
    SecretBytes.wipeUsedStack()
    if options.check { return try checkCredentials(settings) }
    try options.checkCredentials(for: settings)
    let path = archive.path(configuration, named: options.config)
    if options.dryRun {
      return try show(try Sync.preview(settings, of: try archiveIfThere(path)), json: options.json)
    }
    // Before anything is made or fetched: a path that cannot be is not found out at the end.
    ArchiveGuard.enter(path)
    defer { ArchiveGuard.leave(path) }
    if let tables = options.tables { try tables.require() }
    announceNew(path)
    let log = try EventLog.open(at: path, mode: .create, mapBytes: map.bytes)
    ArchiveOptions.warnOfExposure(path)
    let report = try fetch(&settings, into: log)
    let tables = Result { try replayTables(from: log) }
    if !options.verbosity.quiet || options.json {
      var replayed: TablesReplay.TimedSummary?
      if case .success(let summary) = tables { replayed = summary }
      try SyncSummary(report, archive: path).print(json: options.json, tables: replayed)
    }
    _ = try tables.get()
    try StandardOutput.flush()
    try leave(with: report)
  }

  /// Says that a new archive is begun, and loudly where it may be in the wrong place: no flag, no variable and no
  /// configuration names it, and nobody looks on.
  private func announceNew(_ path: String) {
    guard !OpenFile.exists("\(path)/data.mdb") else { return }
    let isUnwatched = archive.isByDefault(path) && !OpenFile.isTerminal(OpenFile.standardError)
    guard isUnwatched || !options.verbosity.quiet else { return }
    var whole = path
    if path.hasPrefix("./"), let directory = Environment.workingDirectory {
      whole = directory + path.dropFirst()
    }
    Terminal.say(
      isUnwatched
        ? "warning: there is no archive in the working directory; a new one is begun at \(whole). If this is the wrong place, give --archive or BNUS_ARCHIVE, or name the archive in the configuration"
        : "A new archive is begun at \(whole).")
  }

  private func fetch(_ settings: inout SyncSettings, into log: EventLog) throws -> SyncReport {
    let progress = options.follow(&settings)
    defer { progress.end() }
    let chosen = settings
    // What signs is wiped with the run.
    settings.credentials = nil
    return try Blocking.wait { try await Sync.run(chosen, into: log) }
  }

  private func archiveIfThere(_ path: String) throws -> EventLog? {
    do {
      return try EventLog.open(at: path, mode: .readOnly)
    } catch .noArchive {
      return nil
    }
  }

  private func replayTables(from log: EventLog) throws -> TablesReplay.TimedSummary? {
    guard let tables = options.tables else { return nil }
    let through = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    let start = ContinuousClock.now
    let schema = try TablesReplay.schema(of: tables)
    let outcome = try TablesReplay(
      destination: tables, schema: schema, only: nil, jobs: 2, mode: .catchUp
    ).run(of: log, through: through) { _ in }
    if let reason = outcome.rebuiltBecause, !options.verbosity.quiet {
      Terminal.say("\(tables) was made anew instead of being caught up: \(reason)")
    }
    let took = (ContinuousClock.now - start).components
    return TablesReplay.TimedSummary(
      summary: ReplaySummary(outcome.report, schema: schema.version.number, file: "\(tables)"),
      milliseconds: took.seconds *| 1000 +| took.attoseconds / 1_000_000_000_000_000)
  }

  private func leave(with report: SyncReport) throws {
    switch report.outcome {
    case .done: return
    case .partlyDone: throw Finding(code: ExitCodes.partly, message: nil)
    case .failed: throw Finding(code: ExitCodes.failed, message: nil)
    case .refused:
      throw Finding(
        code: ExitCodes.refused,
        message: "the exchange refused the credentials\(report.refusal.map { ": \($0)" } ?? "")")
    case .interrupted: throw Interruption.Requested()
    }
  }
}
