import ArgumentParser

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute every body's digest, the tree, the indexes and the cursors.",
    discussion: """
      With --checkpoint it also proves that the archive is what it was when that head was published, \
      with events added behind it; with --tables, that the file says exactly what the log says. What \
      is not so exits with status 13, like damage. docs/proofs.md says more.

      \(Examples.text(of: "verify"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: ArgumentHelp("A head from an earlier checkpoint, to hold the archive to.", valueName: "file"))
  var checkpoint: String?

  @Option(
    name: .customLong("verifier-key"),
    help: ArgumentHelp(
      "Check the checkpoint's signature with this key, or with the key in this file.", valueName: "key"))
  var verifierKey: String?

  @Option(
    help: ArgumentHelp(
      "A file that replay wrote: replay the log again and compare every row.", valueName: "file.sqlite"))
  var tables: String?

  func validate() throws {
    if [checkpoint, verifierKey, tables].contains("") {
      throw ValidationError("--checkpoint, --verifier-key and --tables take the path of a file.")
    }
    if verifierKey != nil, checkpoint == nil {
      throw ValidationError("--verifier-key checks the signature of a --checkpoint; give both.")
    }
  }

  func run() throws {
    if let pipe = WalkPipe.inherited {
      return try Verification(
        reading: reading, checkpoint: checkpoint, verifierKey: verifierKey, tables: tables
      ).run(pipe)
    }
    let progress = ProgressLine("verify", isQuiet: reading.verbosity.quiet || reading.json)
    let ending = try Walker.start().wait { record in
      progress.show(
        done: record.done, of: record.total,
        detail: record.phase == WalkRecord.tables ? "tables" : Quantity.bytes(record.bytes))
    }
    progress.clear()
    switch ending {
    case .code(0): return
    case .code(let code): throw Finding(code: code, message: nil)
    case .crash(let signal, let record): try report(signal, record)
    }
  }

  /// A fault is damage found.
  private func report(_ signal: String, _ record: WalkRecord) throws {
    let reached =
      record.done == 0 ? "before its first event" : "after event \(record.done) of \(record.total)"
    let whole =
      record.whole == 0 ? "no event is known to be whole" : "events 1 to \(record.whole) are whole"
    let sentence = "the archive is damaged: reading it crashed (\(signal)) \(reached); \(whole)"
    if reading.json {
      try StandardOutput.write(VerificationSummary.document(of: record, sentence))
    }
    throw Finding(code: ExitCodes.damaged, message: "\(sentence); restore it from a backup or an export")
  }
}
