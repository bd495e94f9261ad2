import EventLog
import EventModel
import TestKit
import Testing

@testable import Audit

@Suite("Proofs of events")
struct TreeProofTests {
  @Test("the vectors' proof is read, written and proves its leaf and no other")
  func vectors() throws {
    let bytes = try Vectors.bytes("leaf-5.tlog-proof")
    let proof = try TreeProof.parse(bytes)
    #expect(proof.bytes == bytes)
    #expect(proof.index == 5)
    #expect(proof.hashes.count == 3)
    #expect(proof.extra == nil)
    for (index, leaf) in Vectors.leaves.enumerated() {
      #expect(leaf.withUnsafeBytes(proof.proves) == (index == 5))
    }
  }

  @Test("bytes of the application's own come back")
  func extra() throws {
    let text = try Vectors.text("leaf-5.tlog-proof")
    let bytes = Array(text.split(separator: "index 5").joined(separator: "extra aGVsbG8=\nindex 5").utf8)
    let proof = try TreeProof.parse(bytes)
    #expect(proof.extra == Array("hello".utf8))
    #expect(proof.bytes == bytes)
  }

  @Test("each event is proved under each head, and under no other index, size or hashes")
  func everyHead() throws {
    let archive = try ArchiveBuilder()
    try archive.together { for n in 1...20 { try archive.record("/api/v3/time", "{\"serverTime\":\(n)}") } }
    let log = archive.log
    try log.read { (snapshot: borrowing Snapshot) in
      for size in UInt64(1)...20 {
        let head = try snapshot.checkpoint(origin: .standard(of: log.archiveID), size: size)
        let note = try SignedNote.parse(Array(head.text.utf8))
        for sequence in UInt64(1)...size {
          let proof = try snapshot.proof(of: sequence, under: note, archive: log.archiveID)
          #expect(try TreeProof.parse(proof.bytes).bytes == proof.bytes)
          for other in UInt64(1)...20 {
            let isProved = try snapshot.withHeaderBytes(of: other, proof.proves)
            #expect(isProved == (other == sequence))
          }
          for wrong in [
            try TreeProof(index: sequence, hashes: proof.hashes, note: note),
            try TreeProof(index: sequence &- 1, hashes: proof.hashes + [head.root], note: note),
            try TreeProof(index: sequence &- 1, hashes: [head.root] + proof.hashes.dropFirst(), note: note),
          ] {
            let isProved = try snapshot.withHeaderBytes(of: sequence, wrong.proves)
            #expect(!isProved || (size == 1 && wrong.hashes.isEmpty && wrong.index == 0))
          }
        }
      }
    }
  }

  @Test("a head that covers less, more or something else gives no proof")
  func otherHeads() throws {
    let archive = try ArchiveBuilder()
    try archive.together { for n in 1...5 { try archive.record("/api/v3/time", "{\"serverTime\":\(n)}") } }
    let log = archive.log
    try log.read { (snapshot: borrowing Snapshot) in
      let origin = Origin.standard(of: log.archiveID)
      let three = try snapshot.checkpoint(origin: origin, size: 3)
      let another = Origin.standard(of: .random())
      for (head, says) in [
        (three, "event 4 came after that checkpoint, which covers events 1 to 3"),
        (Checkpoint(origin: origin, size: 6, root: three.root), "covers 6 events, the archive holds 5"),
        (Checkpoint(origin: origin, size: 4, root: three.root), "history differs: the first 4 events"),
        (Checkpoint(origin: another, size: 4, root: three.root), "this is archive \(log.archiveID)"),
      ] {
        let note = try SignedNote.parse(Array(head.text.utf8))
        var message = ""
        do { _ = try snapshot.proof(of: 4, under: note, archive: log.archiveID) } catch {
          message = "\(error)"
        }
        #expect(message.contains(says), "\(message)")
      }
    }
  }

  @Test(
    "anything but a proof is refused, and the line is named",
    arguments: [
      ("x\nindex 5\n\nC", 1, "c2sp.org/tlog-proof@v1"), ("F\nindex\n\nC", 2, "index"),
      ("F\nindex 05\n\nC", 2, "decimal"), ("F\nindex -1\n\nC", 2, "decimal"),
      ("F\nindex 5\nAAAA\n\nC", 3, "32 bytes"),
      ("F\nextra !\nindex 5\n\nC", 2, "base64"), ("F\nindex 5\n", 3, "missing"),
      ("F\nindex 5\n\n", 4, "empty"),
      ("F\n", 2, "missing"), ("F\nindex 5\n\nexample.com/a\n7\nAAAA\n", 6, "32 bytes"),
      ("F\nindex 5\nextra AAAA\n\nC", 3, "32 bytes"),
    ])
  func malformed(text: String, line: Int, why: String) throws {
    var text = text.split(separator: "F", omittingEmptySubsequences: false).joined(
      separator: "c2sp.org/tlog-proof@v1")
    text = try text.split(separator: "C", omittingEmptySubsequences: false).joined(
      separator: Vectors.text("checkpoint-7.txt"))
    let error = try #require(throws: AuditError.self) { try TreeProof.parse(Array(text.utf8)) }
    #expect("\(error)".hasPrefix("line \(line) of the proof: "), "\(error)")
    #expect("\(error)".contains(why), "\(error)")
  }

  @Test(
    "a changed byte anywhere in a proof is refused, proves nothing, or breaks the signature", arguments: 1...4
  )
  func changed(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    let bytes = try Vectors.bytes("leaf-5.tlog-proof")
    let key = try #require(VerifierKey(Vectors.verifierKey))
    for _ in 0..<200 {
      var changed = bytes
      changed[dice.within(0...bytes.count - 1)] ^= UInt8(1 << dice.within(0...7))
      guard let proof = try? TreeProof.parse(changed) else { continue }
      #expect(proof.bytes == changed, "seed \(seed)")
      let isProved = Vectors.leaves[5].withUnsafeBytes(proof.proves)
      let verdict = try key.check(proof.note)
      #expect(!isProved || verdict != .valid, "seed \(seed)")
    }
  }
}
