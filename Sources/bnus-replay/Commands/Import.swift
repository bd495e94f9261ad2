import ArgumentParser
import BinanceUS
import EventLog
import Interchange

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take events, or saved answers of the API, into the archive.",
    discussion: """
      Events as JSON lines, HAR or WARC, as export writes them, or as a browser, mitmproxy or a \
      crawler saved them; the file's first bytes tell which:
        bnus-replay import FILE …
      Bodies that somebody saved, as one run:
        bnus-replay import --endpoint /api/v3/exchangeInfo --at 2021-04-17T16:36:48Z FILE.json …

      A file that is not what it claims is refused with its line, and nothing of it is kept. \
      Importing a file twice adds nothing. The archive is made where there is none.

      \(ExitCodes.help(ExitCodes.beingWritten, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var map: MapOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(help: ArgumentHelp("The path that the saved bodies answered.", valueName: "path"))
  var endpoint: String?

  @Option(help: ArgumentHelp("The query they answered, for example symbol=BTCUSD.", valueName: "query"))
  var query: String?

  @Option(help: ArgumentHelp("When they were received, ISO-8601 with its offset.", valueName: "time"))
  var at: String?

  @Argument(help: "Files to import; - is standard input.")
  var files: [String]

  func validate() throws {
    if files.isEmpty { throw ValidationError("Give at least one file.") }
    if let endpoint {
      if Endpoint(path: endpoint) == nil {
        throw ValidationError("\(InterchangeError.unknownEndpoint(endpoint)).")
      }
      guard let at else {
        throw ValidationError("--endpoint needs --at: when was this answer received?")
      }
      if Timestamp(iso8601: at) == nil {
        throw ValidationError(
          "--at \(at) is no ISO-8601 time with its offset, such as 2021-04-17T16:36:48Z.")
      }
    } else if query != nil || at != nil {
      throw ValidationError("--query and --at go with --endpoint.")
    }
  }

  func run() throws {
    let inputs = try files.map { try ImportInput.open($0) }
    let log = try EventLog.open(at: archive.path, mode: .create, mapBytes: map.bytes)
    if let endpoint, let at, let time = Timestamp(iso8601: at) {
      let (run, report) = try RawImport(endpoint: endpoint, query: query ?? "", observedAt: time)
        .run(inputs.map(\.path), into: log)
      say(report, of: "\(files.count == 1 ? inputs[0].name : "\(files.count) files") as run \(run)")
      return
    }
    for input in inputs {
      let report = try EventsImport.run(input.path, named: input.name, into: log) { line in
        try Interruption.check()
        if verbosity.verbose, line > 0 { Terminal.say("\(input.name): \(Quantity.count(line)) read") }
      }
      say(report, of: input.name)
    }
  }

  private func say(_ report: ImportReport, of what: String) {
    if verbosity.quiet { return }
    var text = "\(what): \(Quantity.count(report.appended)) events imported"
    if report.alreadyThere > 0 { text += ", \(Quantity.count(report.alreadyThere)) were there already" }
    Terminal.say(text)
    for (reason, count) in report.leftOut.sorted(by: { $0.key < $1.key }) {
      Terminal.say("\(what): \(Quantity.count(count)) \(reason) left out")
    }
  }
}
