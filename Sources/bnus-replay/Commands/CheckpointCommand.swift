import ArgumentParser
import Audit
import EventLog
import EventModel
import Files
import JSONView

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the head of the archive's tree, signed.",
    discussion: """
      Publish it where you cannot take it back. Whoever has it can prove later that no event before \
      it was changed or dropped: bnus-replay verify --checkpoint FILE. docs/proofs.md explains it.

      A key is made once for an archive: bnus-replay checkpoint --new-key FILE. The verifier key, \
      which others need to check signatures, is written to standard error. Without a key the head \
      is not signed.

      \(LogPoint.shapes)

      \(Examples.text(of: "checkpoint"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: ArgumentHelp("Sign with the key in this file.", valueName: "file"))
  var key: String?

  @Option(
    name: .customLong("new-key"),
    help: ArgumentHelp(
      "Make a key, keep it in this new file, and sign with it. Not in the archive's directory.",
      valueName: "file"))
  var newKey: String?

  @Option(
    help: ArgumentHelp(
      "What the head is the head of, a URL without scheme (default bnus-replay.invalid/<archive id>). A key has its own.",
      valueName: "url"))
  var origin: String?

  @Option(name: .customLong("as-of"), help: "The head as it was at this sequence, run or time.")
  var asOf: String?

  @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
  var to: String?

  @OptionGroup var replacement: ReplacementOptions

  func validate() throws {
    if key != nil, newKey != nil { throw ValidationError("--key and --new-key exclude each other.") }
    if [key, newKey, to].contains("") {
      throw ValidationError("--key, --new-key and --to take the path of a file.")
    }
    if replacement.force, to == nil { throw ValidationError("--force goes with --to.") }
    if let origin, Origin(origin) == nil {
      throw ValidationError(
        "--origin takes a URL without scheme, blanks and plus signs: example.com/archive.")
    }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let (size, root) = try log.read { (snapshot: borrowing Snapshot) in
      let size = try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence
      return (size, try snapshot.checkpoint(origin: .standard(of: log.archiveID), size: size).root)
    }
    // Before a key is made: a path that cannot be is found out first.
    let file = try to.map { try replacement.file($0) }
    let signer = try signer(log)
    let named = origin.flatMap { Origin($0) } ?? signer.flatMap { Origin($0.verifier.name) }
    let head = Checkpoint(origin: named ?? .standard(of: log.archiveID), size: size, root: root)
    let note = try signer?.sign(head.text).bytes ?? Array(head.text.utf8)
    try file?.write(note)
    try file?.finish()
    if reading.json {
      try StandardOutput.write(document(head, note, signer?.verifier))
    } else if to == nil {
      try StandardOutput.write(note)
    }
    try StandardOutput.flush()
    if !reading.verbosity.quiet, !reading.json {
      Terminal.say(
        signer.map { "verifier key: \($0.verifier.text)" }
          ?? "The head is not signed; --new-key FILE makes a key.")
    }
  }

  private func signer(_ log: EventLog) throws -> SignerKey? {
    if let newKey {
      let origin = origin.flatMap { Origin($0) } ?? .standard(of: log.archiveID)
      if let other = origin.archive, other != log.archiveID {
        throw WrongUsage("--origin \(origin) names archive \(other), this is archive \(log.archiveID)")
      }
      return try KeyFile(path: newKey).make(for: origin)
    }
    guard let key = try key.map({ try KeyFile(path: $0).read(for: log) }) else { return nil }
    if let origin, origin != key.verifier.name {
      throw WrongUsage("the key signs for \(key.verifier.name), not for \(origin); leave --origin out")
    }
    return key
  }

  private func document(_ head: Checkpoint, _ note: [UInt8], _ key: VerifierKey?) -> JSONDocument {
    .object([
      ("origin", .text(head.origin.text)), ("size", .number(head.size)), ("root", .text(head.root.hex)),
      ("note", .text(String(decoding: note, as: UTF8.self))), ("verifier_key", .text(key?.text)),
    ])
  }
}
