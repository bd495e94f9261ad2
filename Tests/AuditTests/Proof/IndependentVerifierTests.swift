import CommandKit
import EventLog
import EventModel
import Foundation
import Testing

@testable import Audit

/// Our checkpoints and proofs before a verifier that is not ours: Tests/Verifier, over Debian's
/// golang-golang-x-mod-dev.
@Suite("The independent verifier", .enabled(if: GoVerifier.isExpected))
struct IndependentVerifierTests {
  private let place: Workplace
  private let verifier: GoVerifier
  private let key: String

  init() throws {
    verifier = try GoVerifier.shared.get()
    place = try Workplace(fixtures: 3)
    let made = try place.run("checkpoint", "--new-key", "signer", "--as-of", "50", "--to", "old", "--json")
    key = try #require(try made.document()["verifier_key"] as? String)
  }

  @Test("accepts the vectors and refuses them under another key")
  func vectors() throws {
    let folder = "\(Repository.root)/Tests/AuditTests/Proof/Vectors"
    try place.write("bnus-event-5\n", to: "leaf")
    let proof = ["event", Vectors.verifierKey, "\(folder)/leaf-5.tlog-proof", "leaf"]
    #expect(try verifier.run(proof, in: place).text == "event 6 of 7\n")
    let growth = ["\(folder)/checkpoint-3.txt", "\(folder)/checkpoint-7.txt", "\(folder)/growth-3-7.txt"]
    #expect(
      try verifier.run(["growth", Vectors.verifierKey] + growth, in: place).text == "3 events, then 7\n")
    #expect(try verifier.run(["growth", key] + growth, in: place).code == 1)
  }

  @Test("accepts proofs of events, of now and of an older head", arguments: [1, 2, 37, 50])
  func events(sequence: Int) throws {
    _ = try place.shell("bnus-replay show \(sequence) --leaf > leaf")
    #expect(try place.run("prove", "\(sequence)", "--key", "signer", "--to", "now").code == 0)
    #expect(try place.run("prove", "\(sequence)", "--checkpoint", "old", "--to", "then").code == 0)
    let total = try #require(try place.run("stats", "--json").document()["events"] as? Int)
    let now = try verifier.run(["event", key, "now", "leaf"], in: place)
    #expect(now.text == "event \(sequence) of \(total)\n", "\(now)")
    let then = try verifier.run(["event", key, "then", "leaf"], in: place)
    #expect(then.text == "event \(sequence) of 50\n", "\(then)")
  }

  @Test("refuses a changed leaf, another event's leaf and a changed proof")
  func refusals() throws {
    _ = try place.shell(
      "bnus-replay show 7 --leaf > leaf; bnus-replay show 8 --leaf > other; bnus-replay prove 7 --key signer > proof"
    )
    #expect(try verifier.run(["event", key, "proof", "leaf"], in: place).code == 0)
    #expect(try verifier.run(["event", key, "proof", "other"], in: place).code == 1)
    var leaf = try place.data("leaf")
    leaf[leaf.startIndex + 60] ^= 1
    try leaf.write(to: URL(fileURLWithPath: place.path("leaf")))
    #expect(try verifier.run(["event", key, "proof", "leaf"], in: place).code == 1)
    _ = try place.shell("bnus-replay show 7 --leaf > leaf; sed 's/^index 6/index 7/' proof > wrong")
    #expect(try verifier.run(["event", key, "wrong", "leaf"], in: place).code == 1)
    _ = try place.shell("bnus-replay checkpoint > unsigned; bnus-replay prove 7 > unsigned")
    #expect(try verifier.run(["event", key, "unsigned", "leaf"], in: place).code == 1)
  }

  @Test("accepts that a later head extends an older one, and refuses a head of another history")
  func growth() throws {
    #expect(try place.run("checkpoint", "--key", "signer", "--to", "new").code == 0)
    let log = try EventLog.open(at: place.path("archive"), mode: .readOnly)
    let hashes = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.consistencyProof(from: 50, to: snapshot.lastSequence).map { $0.base64 + "\n" }.joined()
    }
    try place.write(hashes, to: "hashes")
    let accepted = try verifier.run(["growth", key, "old", "new", "hashes"], in: place)
    #expect(accepted.code == 0, "\(accepted)")
    // The same owner, the same key, and an event that was another one.
    let signer = try #require(try SignerKey(String(decoding: place.data("signer"), as: UTF8.self)))
    let head = try Checkpoint.parse(SignedNote.parse(Array(place.data("old"))).text)
    let forged = Checkpoint(origin: head.origin, size: head.size, root: TreeHash.empty)
    try Data(signer.sign(forged.text).bytes).write(to: URL(fileURLWithPath: place.path("forged")))
    #expect(try verifier.run(["growth", key, "forged", "new", "hashes"], in: place).code == 1)
  }
}
