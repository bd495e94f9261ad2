import ArgumentParser
import Audit
import BinanceUS
import EventLog
import Interchange

struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "How the API's responses changed shape: fields, types, values, decimal places.",
    discussion: """
      Prints, for each endpoint, the shapes its responses had, one after the other: when each began and \
      what had changed; then the fields that no schema reads. A field that only some records have is \
      optional, which is no change. In the first run of a history any page may hold the first of its kind, \
      so new values count from the second run on.

      \(LogPoint.shapes)

      \(Examples.text(of: "drift"))

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: "Only this endpoint, \(EndpointChoice.help).")
  var endpoint: EndpointChoice?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only events up to this point.", valueName: "point"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "Only what changed behind this sequence or time, or in this run and those observed after it; exit with status 4 if anything did.",
      valueName: "point"))
  var since: String?

  func validate() throws {
    _ = try endpoint?.endpoint()
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let (through, stretch) = try log.read { (snapshot: borrowing Snapshot) in
      let through = try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence
      return (through, try since.map { try DriftStretch($0, in: snapshot, through: through) })
    }
    let progress = ProgressLine("drift", isQuiet: reading.verbosity.quiet || reading.json)
    let drift = try Drift.read(log, through: through, endpoint: endpoint?.endpoint().path) { state in
      try Interruption.check()
      progress.show(done: state.done, of: state.events, detail: Quantity.bytes(state.bytes))
    }
    progress.clear()
    let words = DriftWords(drift, within: stretch, log: log)
    if reading.json {
      try StandardOutput.write(try words.document())
    } else if !reading.verbosity.quiet {
      try words.show(isVerbose: reading.verbosity.verbose)
    }
    let changes = stretch == nil ? [] : try words.changes()
    try Unreadable.finish(drift.unreadable, finding: finding(changes))
  }

  private func finding(_ changes: [(endpoint: String, change: ShapeChange)]) -> Finding? {
    guard let first = changes.first else { return nil }
    return Finding(
      code: ExitCodes.found,
      message:
        "\(Quantity.count(changes.count, "change")) of shape, first in event \(first.change.sequence): \(first.endpoint) \(first.change.path): \(first.change.kind.words) (\(first.change.detail))"
    )
  }
}
