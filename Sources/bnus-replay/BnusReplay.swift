import ArgumentParser
import Glibc

/// The command line. Names, flags and exit codes are a contract that scripts rely on.
@main
struct BnusReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnus-replay",
    abstract: "A replayable archive of what the Binance.US API answered.",
    discussion: """
      Every answer is kept as it came, forever; tables are made from the answers, again and \
      again, without asking the exchange for anything.

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
    CoreDumps.forbid()
    // The reader of a pipe that goes away (`| head`) ends the command quietly, whatever was inherited.
    signal(SIGPIPE, SIG_DFL)
    // A file that would grow past its limit is an error to report, not a reason to be killed.
    signal(SIGXFSZ, SIG_IGN)
    fillClosedStreams()
    Interruption.listen()
    LostPages.listen()
    do {
      if let wrong = UsageMessage.unknownTopic(ProgramArguments.words) {
        throw WrongUsage(wrong)
      }
      var command = try parseAsRoot(ProgramArguments.words)
      try command.run()
      try StandardOutput.flush()
    } catch {
      finish(with: error)
    }
  }

  /// A stream that was closed would be the number of the next file that is opened, and words would be written into it.
  /// In its place stands one that fails as a closed one does.
  private static func fillClosedStreams() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  private static func finish(with error: any Error) -> Never {
    let error = flushed(error)
    if let code = ExitCodes.code(of: error) {
      Terminal.complain(ExitCodes.lines(of: error))
      _exit(code)
    }
    guard exitCode(for: error).isSuccess else {
      let usage = UsageMessage(message(for: error), arguments: ProgramArguments.words)
      Terminal.complain(usage.lines)
      Terminal.complain([usage.hint])
      _exit(ExitCodes.usage)
    }
    // Help, the version, a completion script: what was asked for, so it is data, and ours.
    do {
      try StandardOutput.write("\(HelpText.withExitCodesLast(fullMessage(for: error)))\n".utf8)
      try StandardOutput.flush()
      _exit(0)
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
