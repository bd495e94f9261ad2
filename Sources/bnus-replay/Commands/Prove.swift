import ArgumentParser
import Audit
import EventLog
import EventModel
import JSONView

struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the proof that an event stands in the archive, as a .tlog-proof.",
    discussion: """
      What is proved is the event's header, which holds its body's digest: bnus-replay show 7 --leaf \
      gives its bytes. With --checkpoint the proof is for that head, which somebody else may have \
      had for years; with --key for the head of now. docs/proofs.md says how to check one.

      \(Examples.text(of: "prove"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @OptionGroup var head: HeadOptions

  @Option(help: ArgumentHelp("The file to write; standard output if not given.", valueName: "file"))
  var to: String?

  @OptionGroup var replacement: ReplacementOptions

  @Argument(help: "The event's sequence.")
  var sequence: UInt64

  func validate() throws {
    if to == "" { throw ValidationError("--to takes the path of a file.") }
    if replacement.force, to == nil { throw ValidationError("--force goes with --to.") }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let proof = try head.proof(of: sequence, in: log)
    let leaf = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.withHeaderBytes(of: sequence, TreeHash.leaf)
    }
    if let to { try replacement.write(proof.bytes, to: to) }
    if reading.json {
      try StandardOutput.write(document(proof, leaf))
    } else if to == nil {
      try StandardOutput.write(proof.bytes)
    }
    try StandardOutput.flush()
    head.warn(of: proof, unless: reading.verbosity.quiet)
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
