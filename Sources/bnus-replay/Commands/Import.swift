import ArgumentParser
import BinanceUS
import Interchange

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take events, or saved responses of the API, into the archive.",
    discussion: """
      Events as JSON lines, HAR or WARC, as export writes them, or as a browser, mitmproxy or a \
      crawler saved them; the file's first bytes decide which:
        bnus-replay import FILE …
      Bodies that somebody saved, as one run:
        bnus-replay import --endpoint /api/v3/exchangeInfo FILE.json …
        bnus-replay import --endpoint /api/v3/account --at 2021-04-17T16:36:48Z account.json

      A saved body is dated by --at, else by the serverTime in it (time and exchangeInfo have one), \
      else by its file where --file-times is given. The newest response of a request is the one that \
      tables and playback show, so a time in the future is refused.

      A file that is not what it claims is refused with its line, and nothing of it is kept. \
      Importing a file twice, or with others, adds only what is new: an event of an export is known \
      by its run and ordinal, any other response by its request, time and bytes. The archive is made \
      where there is none, once the first file is known to be good.

      \(Examples.text(of: "import"))

      \(ExitCodes.help(ExitCodes.beingWritten, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var map: MapOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var saved: SavedBodyOptions

  @Argument(help: "Files to import; - is standard input.")
  var files: [String]

  func validate() throws {
    if files.isEmpty { throw ValidationError("Give at least one file.") }
    try saved.check()
  }

  func run() throws {
    let inputs = try files.map { try ImportInput.open($0) }
    let target = try ImportTarget(path: archive.path, mapBytes: map.bytes)
    ArchiveOptions.warnOfExposure(archive.path)
    if let bodies = try saved.bodies() {
      let outcome = try bodies.run(inputs.map(\.rawFile), into: target) { try Interruption.check() }
      let what = files.count == 1 ? inputs[0].name : "\(files.count) files"
      say(outcome.report, of: outcome.run.map { "\(what) as run \($0)" } ?? what)
      for warning in outcome.warnings { Terminal.say("warning: \(warning)") }
      return
    }
    for input in inputs { say(try take(input, into: target), of: input.name) }
  }

  private func take(_ input: ImportInput, into target: ImportTarget) throws -> ImportReport {
    do {
      return try EventsImport.run(input.path, named: input.name, into: target) { line in
        try Interruption.check()
        if verbosity.verbose, line > 0 { Terminal.say("\(input.name): \(Quantity.count(line)) read") }
      }
    } catch InterchangeError.savedBody(let body) {
      let options = archive.named.map { "--archive \(SavedBody.quoted($0)) " } ?? ""
      throw CommandError(
        lines: InterchangeError.text(of: body, options: options).split(separator: "\n").map { String($0) })
    }
  }

  private func say(_ report: ImportReport, of what: String) {
    if verbosity.quiet { return }
    var text = "\(what): \(Quantity.count(report.appended, "event")) imported"
    if report.alreadyThere > 0 {
      let verb = report.alreadyThere == 1 ? "was" : "were"
      text += ", \(Quantity.count(report.alreadyThere)) \(verb) there already"
    }
    Terminal.say(text)
    for (reason, count) in report.leftOut.sorted(by: { $0.key < $1.key }) {
      Terminal.say("\(what): \(Quantity.count(count)) \(reason) left out")
    }
  }
}
