import ArgumentParser
import BinanceUS
import EventLog

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute every body's digest, the tree, the indexes and the cursors.",
    discussion: ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let log = try reading.archive.openForReading()
    let progress = ProgressLine("verify", isQuiet: reading.verbosity.quiet || reading.json)
    let result = try LogVerifier(log).verify { state in
      try Interruption.check()
      progress.show(done: state.eventsDone, of: state.events, detail: Quantity.bytes(state.bodyBytes))
    }
    progress.clear()
    if reading.json {
      try StandardOutput.write(document(result).line)
    } else if !reading.verbosity.quiet {
      try StandardOutput.print(
        "\(Quantity.count(result.events)) events, \(Quantity.bytes(result.bodyBytes)) of bodies, tree root \(result.treeRoot?.hex ?? "of an empty log")"
      )
    }
    guard let first = result.firstDamage else { return try checkCursor(of: log) }
    try StandardOutput.flush()
    if !reading.json {
      for damage in result.damages.prefix(20) { Terminal.say("damaged: \(damage)") }
    }
    throw Finding(
      code: ExitCodes.damaged,
      message: "the archive is damaged, first at \(first); restore it from a backup or an export")
  }

  /// What `sync` goes by must be what the events give.
  private func checkCursor(of log: EventLog) throws {
    if try CursorCheck.isTrue(of: log) { return }
    try StandardOutput.flush()
    throw Finding(
      code: ExitCodes.damaged,
      message:
        "what sync goes by is not what the events give; the events are whole, and the next sync folds them anew"
    )
  }

  private func document(_ result: VerificationReport) -> JSONDocument {
    .object([
      ("events", .number(result.events)), ("body_bytes", .number(result.bodyBytes)),
      ("tree_root", .text(result.treeRoot?.hex)), ("whole", .bool(result.isWhole)),
      ("damages", .array(result.damages.map { .text("\($0)") })),
    ])
  }
}
