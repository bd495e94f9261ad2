import ArgumentParser
import Dispatch
import EventLog
import Glibc
import Ingest
import Projections
import Sinks

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Fetch from the exchange; append every response to the archive.",
    discussion: """
      What is fetched is decided by the archive, so a run that was cut short is continued by the \
      next one. Credentials come from configuration.json (see configuration.example.json) or from \
      BINANCE_US_API_KEY and BINANCE_US_API_SECRET; without them the public tables are fetched.

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
    let configuration = try Configuration.load(options.config)
    if let warning = configuration.warning { Terminal.say("warning: \(warning)") }
    var settings = try options.settings(configuration)
    if options.check { return try checkCredentials(settings) }
    if options.dryRun {
      return try show(try Sync.preview(settings, of: try archiveIfThere()), json: options.json)
    }
    let log = try EventLog.open(at: archive.path, mode: .create, mapBytes: map.bytes)
    let report = try fetch(&settings, into: log)
    if !options.verbosity.quiet || options.json {
      try SyncSummary(report, archive: archive.path).print(json: options.json)
    }
    try replayTables(from: log)
    try StandardOutput.flush()
    try leave(with: report)
  }

  private func fetch(_ settings: inout SyncSettings, into log: EventLog) throws -> SyncReport {
    let progress = options.follow(&settings)
    defer { progress.end() }
    let chosen = settings
    return try Blocking.wait { try await Sync.run(chosen, into: log) }
  }

  private func archiveIfThere() throws -> EventLog? {
    do {
      return try EventLog.open(at: archive.path, mode: .readOnly)
    } catch .noArchive {
      return nil
    }
  }

  private func replayTables(from log: EventLog) throws {
    guard let tables = options.tables else { return }
    let through = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    _ = try TablesReplay(
      file: tables, schema: TableCatalogue.latest, only: nil, jobs: 2, mode: .catchUp
    ).run(of: log, through: through) { _ in }
  }

  private func leave(with report: SyncReport) throws {
    switch report.outcome {
    case .done: return
    case .partlyDone: throw Finding(code: ExitCodes.partly, message: nil)
    case .failed: throw Finding(code: ExitCodes.failed, message: nil)
    case .refused:
      throw Finding(code: ExitCodes.refused, message: "the exchange refused the credentials")
    case .interrupted: throw Interruption.Requested()
    }
  }
}
