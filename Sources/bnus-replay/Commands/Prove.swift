import ArgumentParser
import Audit
import EventLog

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the proof that an event stands in the archive, as a .tlog-proof.",
    discussion: """
      What is proved is the event's header, which holds its body's digest: bnus-replay show 7 --leaf \
      gives its bytes. With --checkpoint the proof is for that head, which somebody else may have \
      had for years; with --key for the head of now. docs/proofs.md tells how to check one.

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: ArgumentHelp("For the head of now, signed with the key in this file.", valueName: "file"))
  var key: String?

  @Option(help: ArgumentHelp("For the head in this file.", valueName: "file"))
  var checkpoint: String?

  @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
  var to: String?

  @Argument(help: "The event's sequence.")
  var sequence: UInt64

  func validate() throws {
    if key != nil, checkpoint != nil { throw ValidationError("--key and --checkpoint exclude each other.") }
    if [key, checkpoint, to].contains("") {
      throw ValidationError("--key, --checkpoint and --to take the path of a file.")
    }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let note = try checkpoint.map { try SmallFile.checkpoint($0).note }
    let signer = try key.map { try KeyFile(path: $0).read(for: log) }
    let (proof, leaf) = try log.read { (snapshot: borrowing Snapshot) in
      guard sequence >= 1, sequence <= snapshot.lastSequence else {
        throw WrongUsage(
          "there is no event \(sequence); the archive holds \(snapshot.lastSequence) events, from 1 on")
      }
      let proof = try snapshot.proof(
        of: sequence, under: try note ?? head(of: snapshot, log, signer), archive: log.archiveID)
      return (proof, try snapshot.withHeaderBytes(of: sequence, TreeHash.leaf))
    }
    if let to {
      let file = try FileOutput(to)
      try file.write(proof.bytes)
      try file.finish()
    }
    if reading.json {
      try StandardOutput.write(document(proof, leaf).line)
    } else if to == nil {
      try StandardOutput.write(proof.bytes)
    }
    try StandardOutput.flush()
    if proof.note.signatures.isEmpty, !reading.verbosity.quiet {
      Terminal.say("warning: the head in this proof is not signed; give --key, or a signed --checkpoint")
    }
  }

  /// The head of now.
  private func head(
    of snapshot: borrowing Snapshot, _ log: EventLog, _ signer: SignerKey?
  ) throws -> SignedNote {
    let origin = signer.flatMap { Origin($0.verifier.name) } ?? .standard(of: log.archiveID)
    let text = try snapshot.checkpoint(origin: origin, size: snapshot.lastSequence).text
    return try signer?.sign(text) ?? SignedNote.parse(Array(text.utf8))
  }

  private func document(_ proof: TreeProof, _ leaf: Digest) -> JSONDocument {
    .object([
      ("sequence", .number(sequence)), ("leaf", .text(leaf.hex)),
      ("hashes", .array(proof.hashes.map { .text($0.hex) })), ("origin", .text(proof.checkpoint.origin.text)),
      ("size", .number(proof.checkpoint.size)), ("root", .text(proof.checkpoint.root.hex)),
      ("proof", .text(String(decoding: proof.bytes, as: UTF8.self))),
    ])
  }
}
