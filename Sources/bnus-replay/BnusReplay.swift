import ArgumentParser
import Platform

/// The command line. Names, flags and exit codes are a contract that scripts rely on.
@main
struct BnusReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnus-replay",
    abstract: "A replayable archive of the Binance.US API's responses.",
    discussion: """
      Every response is kept as it came, forever; tables are made from the responses, again and \
      again, without another request to the exchange.

      EXAMPLES:
        bnus-replay import fixtures/*.jsonl
        bnus-replay replay --to tables.sqlite
        sqlite3 tables.sqlite 'SELECT * FROM trade_latest'

      \(ExitCodes.help)
      """,
    version: Versions.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Archive",
        subcommands: [
          SyncCommand.self, Runs.self, Events.self, Show.self, Stats.self, Annotate.self, Backup.self,
        ]),
      CommandGroup(name: "Tables", subcommands: [Replay.self, SchemaCommand.self]),
      CommandGroup(
        name: "Questions",
        subcommands: [
          Explain.self, Diff.self, DriftCommand.self, CoverageCommand.self, AuditCommand.self,
        ]),
      CommandGroup(
        name: "Proof", subcommands: [Verify.self, CheckpointCommand.self, Prove.self]),
      CommandGroup(
        name: "Exchange of data", subcommands: [Import.self, Export.self, Serve.self]),
    ])

  static func main() {
    ThisProcess.forbidCoreDumps()
    Signals.leaveCrashes()
    EnvironmentSecret.hide()
    // The reader of a pipe that goes away (`| head`) ends the command quietly, whatever was inherited.
    Signals.leave(Signals.pipe)
    // A file that would grow past its limit is an error to report, not a reason to be killed.
    Signals.ignore(Signals.fileSize)
    OpenFile.fillClosedStreams()
    Interruption.listen()
    LostPages.listen()
    do {
      if let wrong = UsageMessage.unknownTopic(ProgramArguments.words) {
        throw WrongUsage(wrong)
      }
      var command = try parseAsRoot(ProgramArguments.words)
      if !(command is SyncCommand) { _ = EnvironmentSecret.take() }
      try command.run()
      try StandardOutput.flush()
    } catch {
      finish(with: error)
    }
  }

  private static func finish(with error: any Error) -> Never {
    let error = flushed(error)
    if let code = ExitCodes.code(of: error) {
      Terminal.complain(ExitCodes.lines(of: error))
      ThisProcess.exit(code)
    }
    guard exitCode(for: error).isSuccess else {
      let usage = UsageMessage(message(for: error), arguments: ProgramArguments.words)
      Terminal.complain(usage.lines)
      Terminal.complain([usage.hint])
      ThisProcess.exit(ExitCodes.usage)
    }
    // Help, the version, a completion script: what was requested, so it is data, and ours.
    do {
      try StandardOutput.write("\(HelpText.withExitCodesLast(fullMessage(for: error)))\n".utf8)
      try StandardOutput.flush()
      ThisProcess.exit(0)
    } catch {
      finish(with: error)
    }
  }

  /// Data that was printed before an error stays printed. A finding counts for less than data
  /// that could not be written.
  private static func flushed(_ first: any Error) -> any Error {
    do {
      try StandardOutput.flush()
      return first
    } catch {
      return first is Finding ? error : first
    }
  }
}

/// The words that the program was started with. Swift reads them from /proc, and where a system has none it finds no
/// words at all.
enum ProgramArguments {
  /// Every word behind the program's name.
  static var words: [String] {
    Environment.words ?? Array(CommandLine.arguments.dropFirst())
  }
}

/// Help as it is printed.
enum HelpText {
  /// Moves the paragraph of exit codes to the end, where somebody who reads in a terminal has it
  /// in view.
  static func withExitCodesLast(_ text: String) -> String {
    var paragraphs: [[Substring]] = [[]]
    // The headings of groups of commands.
    for line in text.replacing(" SUBCOMMANDS:\n", with: ":\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.isEmpty {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    let isCodes = { (paragraph: [Substring]) in paragraph.first?.hasPrefix(ExitCodes.heading) ?? false }
    guard let codes = paragraphs.first(where: isCodes) else { return text }
    let others = paragraphs.filter { !isCodes($0) && !$0.isEmpty }
    return (others + [codes]).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}
