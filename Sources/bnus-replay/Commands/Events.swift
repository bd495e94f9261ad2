import ArgumentParser
import BinanceUS
import EventLog
import EventModel
import Interchange

struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List events, oldest first.",
    discussion: """
      \(LogPoint.shapes)

      \(Examples.text(of: "events"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(
    name: .customLong("run"), help: "Only this run: an id, a unique prefix of one, or latest.")
  var runName: String?

  @Option(help: "Only this endpoint, \(EndpointChoice.help).")
  var endpoint: EndpointChoice?

  @Option(help: "Only this HTTP status.")
  var status: UInt16?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only events up to this point.", valueName: "point"))
  var asOf: String?

  @Option(help: "Only the last N of them.")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    _ = try endpoint?.endpoint()
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let (through, run) = try log.read { (snapshot: borrowing Snapshot) in
      let through = try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence
      return (through, try runName.map { try LogPoint.run($0, in: snapshot, through: through) })
    }
    let wanted = Selection(run: run?.id, path: try endpoint?.endpoint().path, status: status)
    let range = (run?.firstSequence ?? 1, min(through, run?.lastSequence ?? through))
    let lines = try EventLines(of: log, asJSON: reading.json)
    if let limit {
      let last = try lastEvents(limit, of: log, from: range.0, through: range.1, wanted)
      for header in last.reversed() { try lines.show(header) }
      return
    }
    var sequence = range.0
    while sequence <= range.1 {
      try Interruption.check()
      let header = try log.read { (snapshot: borrowing Snapshot) in
        try snapshot.header(of: sequence)
      }
      if wanted.holds(header) { try lines.show(header) }
      sequence +|= 1
    }
  }

  /// Newest first.
  private func lastEvents(
    _ limit: Int, of log: EventLog, from first: UInt64, through last: UInt64, _ wanted: Selection
  ) throws -> [EventHeader] {
    try log.read { (snapshot: borrowing Snapshot) in
      var found: [EventHeader] = []
      var sequence = last
      while sequence >= max(1, first), found.count < limit {
        let header = try snapshot.header(of: sequence)
        if wanted.holds(header) { found.append(header) }
        sequence -|= 1
      }
      return found
    }
  }

  /// Which events are listed.
  private struct Selection {
    let run: RunID?
    let path: String?
    let status: UInt16?

    func holds(_ header: EventHeader) -> Bool {
      (run == nil || header.run == run) && (path == nil || header.endpoint == path)
        && (status == nil || header.status == status)
    }
  }
}
