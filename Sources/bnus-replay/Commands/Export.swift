import ArgumentParser
import BinanceUS
import EventLog
import EventModel
import Files
import Interchange

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write events as JSON lines, HAR or WARC, which import reads back.",
    discussion: """
      A whole export as JSON lines or WARC, imported into an empty archive, gives the same events, \
      times, salts and tree root. HAR carries responses alone. docs/interchange.md has the shapes.

      --redact balances replaces the account's amounts by others of the same shape, equal ones by \
      equal ones, and drops the key's fingerprint; the file says so, and no proof speaks of it. Symbols, \
      prices, times, ids and a run's settings stay: docs/interchange.md lists what does.

      \(LogPoint.shapes)

      \(Examples.text(of: "export"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl, har, warc
  }

  enum Redacted: String, ExpressibleByArgument, CaseIterable {
    case balances
  }

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(help: "jsonl, har or warc (gzip, one member per record).")
  var format = Format.jsonl

  @Option(help: "What to replace, so that the file can be shown to others: balances.")
  var redact: Redacted?

  @Option(
    name: .customLong("run"),
    help: "Only this run: an id, a unique prefix of one, or latest. May be repeated.")
  var runNames: [String] = []

  @Option(help: "Only this endpoint, \(EndpointChoice.help). May be repeated.")
  var endpoint: [EndpointChoice] = []

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only events up to this point.", valueName: "point"))
  var asOf: String?

  @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
  var to: String?

  @OptionGroup var replacement: ReplacementOptions

  func validate() throws {
    if to == "" { throw ValidationError("--to takes the path of a file.") }
    if replacement.force, to == nil { throw ValidationError("--force goes with --to.") }
    for choice in endpoint { _ = try choice.endpoint() }
  }

  func run() throws {
    let log = try archive.openForReading()
    let (selection, madeAt) = try log.read { (snapshot: borrowing Snapshot) in
      let through = try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence
      let selection = EventSelection(
        runs: runNames.isEmpty
          ? nil : Set(try runNames.map { try LogPoint.run($0, in: snapshot, through: through).id }),
        endpoints: endpoint.isEmpty ? nil : Set(try endpoint.map { try $0.endpoint().path }), through: through
      )
      let last = through == 0 ? Timestamp(microseconds: 0) : try snapshot.header(of: through).appendedAt
      return (selection, last)
    }
    let file = try to.map { try replacement.file($0) }
    func write(_ bytes: [UInt8]) throws {
      try Interruption.check()
      try file?.write(bytes) ?? StandardOutput.write(bytes)
    }
    let report = try export(selection, of: log, madeAt, write)
    try file?.finish()
    if !verbosity.quiet { say(report) }
  }

  private func export(
    _ selection: EventSelection, of log: EventLog, _ madeAt: Timestamp, _ write: ([UInt8]) throws -> Void
  ) throws -> EventExport.Report {
    func run(_ format: some EventFormat) throws -> EventExport.Report {
      try EventExport.run(
        selection, of: log, as: format, redaction: redact == nil ? nil : Redaction(), write: write)
    }
    let (version, isRedacted) = (Versions.program, redact != nil)
    let restored = selection.isWhole && !isRedacted ? log.archiveID : nil
    return switch format {
    case .jsonl: try run(JSONLinesFormat(restoring: restored))
    case .har: try run(HARFormat(version: version, isRedacted: isRedacted))
    case .warc:
      try run(
        WARCFormat(
          version: version, archive: log.archiveID.hex, restoring: restored, madeAt: madeAt,
          isRedacted: isRedacted))
    }
  }

  private func say(_ report: EventExport.Report) {
    Terminal.say("\(Quantity.count(report.written, "event")) exported.")
    if report.notCarried > 0 {
      Terminal.say(
        "\(Quantity.count(report.notCarried)) events that are not responses have no place in HAR and were left out."
      )
    }
    if report.withheld > 0 {
      Terminal.say(
        "\(Quantity.count(report.withheld)) responses about the account whose amounts are not known by name were left out."
      )
    }
  }
}
