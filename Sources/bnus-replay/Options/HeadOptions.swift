import ArgumentParser
import Audit
import EventLog

/// The tree head that a proof is for.
struct HeadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Prove for the head of now, signed with the key in this file.", valueName: "file"))
  var key: String?

  @Option(help: ArgumentHelp("Prove for the head in this file.", valueName: "file"))
  var checkpoint: String?

  var isGiven: Bool { key != nil || checkpoint != nil }

  func validate() throws {
    if key != nil, checkpoint != nil { throw ValidationError("--key and --checkpoint exclude each other.") }
    if [key, checkpoint].contains("") {
      throw ValidationError("--key and --checkpoint take the path of a file.")
    }
  }

  /// The proof that an event stands under the head.
  func proof(of sequence: UInt64, in log: EventLog) throws -> TreeProof {
    let note = try checkpoint.map { try SmallFile.checkpoint($0).note }
    let signer = try key.map { try KeyFile(path: $0).read(for: log) }
    return try log.read { (snapshot: borrowing Snapshot) in
      guard sequence >= 1, sequence <= snapshot.lastSequence else {
        throw WrongUsage(
          "there is no event \(sequence); the archive holds \(Quantity.count(snapshot.lastSequence, "event")), from 1 on"
        )
      }
      return try snapshot.proof(
        of: sequence, under: try note ?? head(of: snapshot, log, signer), archive: log.archiveID)
    }
  }

  /// Says so where the head of a proof has no signature.
  func warn(of proof: TreeProof, unless isQuiet: Bool) {
    guard proof.note.signatures.isEmpty, !isQuiet else { return }
    Terminal.say("warning: the head in this proof is not signed; give --key, or a signed --checkpoint")
  }

  /// The head of now.
  private func head(
    of snapshot: borrowing Snapshot, _ log: EventLog, _ signer: SignerKey?
  ) throws -> SignedNote {
    let origin = signer.flatMap { Origin($0.verifier.name) } ?? .standard(of: log.archiveID)
    let text = try snapshot.checkpoint(origin: origin, size: snapshot.lastSequence).text
    return try signer?.sign(text) ?? SignedNote.parse(Array(text.utf8))
  }
}
