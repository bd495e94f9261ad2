import ArgumentParser
import Glibc

/// The command line. Names, flags and exit codes are a contract that scripts rely on.
@main
struct BnusReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnus-replay",
    abstract: "A replayable archive of what the Binance.US API answered.",
    discussion: """
      Every answer is kept as it came, for ever; tables are made from the answers, again and \
      again, without asking the exchange for anything.

      Try: bnus-replay import FILE.jsonl; bnus-replay replay --to tables.sqlite; sqlite3 \
      tables.sqlite 'SELECT * FROM trade_latest'

      \(ExitCodes.help)
      """,
    version: Versions.text,
    subcommands: [
      SyncCommand.self, Replay.self,
      Runs.self, Events.self, Show.self, Stats.self, SchemaCommand.self,
      Explain.self, Diff.self,
      DriftCommand.self, CoverageCommand.self, AuditCommand.self,
      Verify.self, CheckpointCommand.self, Prove.self,
      Serve.self, Export.self, Import.self, Backup.self, Annotate.self,
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
      if let message = ExitCodes.message(of: error) { Terminal.say("bnus-replay: \(message)") }
      _exit(code)
    }
    guard exitCode(for: error).isSuccess else { exit(withError: error) }
    // Help, the version, a completion script: what was asked for, so it is data.
    do {
      try StandardOutput.print(HelpText.withExitCodesLast(fullMessage(for: error)))
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
