import ArgumentParser
import BinanceUS
import EventLog
import Interchange

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write events as JSON lines, which import reads back.",
    discussion: """
      A whole export imported into an empty archive gives the same events, times, salts and tree \
      root. The shape of a line stands in docs/format.md.

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl
  }

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(help: "jsonl.")
  var format = Format.jsonl

  @Option(
    name: .customLong("run"),
    help: "Only this run: an id, a unique prefix of one, or latest. May be repeated.")
  var runNames: [String] = []

  @Option(help: "Only this endpoint. May be repeated.")
  var endpoint: [String] = []

  @Option(name: .customLong("as-of"), help: "Only up to this sequence, run or time.")
  var asOf: String?

  @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
  var to: String?

  func validate() throws {
    if to == "" { throw ValidationError("--to takes the path of a file.") }
    for path in endpoint where Endpoint(path: path) == nil {
      throw ValidationError("\(InterchangeError.unknownEndpoint(path)).")
    }
  }

  func run() throws {
    let log = try archive.openForReading()
    let selection = try log.read { (snapshot: borrowing Snapshot) in
      JSONLinesExport.Selection(
        runs: runNames.isEmpty ? nil : Set(try runNames.map { try LogPoint.run($0, in: snapshot).id }),
        endpoints: endpoint.isEmpty ? nil : Set(endpoint),
        through: try asOf.map { try LogPoint.sequence($0, in: snapshot) }
          ?? snapshot.lastSequence)
    }
    let count: Int
    if let to {
      let file = try FileOutput(to)
      count = try JSONLinesExport.run(selection, of: log) { line in
        try Interruption.check()
        try file.write(line)
      }
      try file.finish()
    } else {
      count = try JSONLinesExport.run(selection, of: log) { line in
        try Interruption.check()
        try StandardOutput.write(line)
      }
    }
    if !verbosity.quiet { Terminal.say("\(Quantity.count(count)) events exported.") }
  }
}
