import Testing

@testable import Audit

@Suite("Signed notes and their keys")
struct SignedNoteTests {
  private let key: SignerKey
  private let verifier: VerifierKey

  init() throws {
    key = try SignerKey(name: Vectors.name, seed: Vectors.seed)
    verifier = try #require(VerifierKey(Vectors.verifierKey))
  }

  @Test("the public half of the vectors' seed is the vectors' key")
  func keys() throws {
    #expect(key.verifier == verifier)
    #expect(key.verifier.text == Vectors.verifierKey)
    #expect(verifier.keyID == 0xF350_35E8)
    let secret = "PRIVATE+KEY+example.com/bnus-replay+f35035e8+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    #expect(key.secretText == secret)
    #expect(try SignerKey(secret)?.verifier == verifier)
    #expect(try SignerKey(secret + "\n")?.verifier == verifier)
    #expect("\(key)" == "the key of example.com/bnus-replay")
  }

  @Test("signing the vectors' heads gives their bytes", arguments: ["checkpoint-3.txt", "checkpoint-7.txt"])
  func signs(file: String) throws {
    let bytes = try Vectors.bytes(file)
    let note = try SignedNote.parse(bytes)
    #expect(note.bytes == bytes)
    #expect(try verifier.check(note) == .valid)
    #expect(try key.sign(note.text).bytes == bytes)
  }

  @Test("a fresh key signs what its public half accepts")
  func fresh() throws {
    let key = try SignerKey.generate(name: "example.com/other")
    let note = try key.sign("one\ntwo\n")
    #expect(try key.verifier.check(note) == .valid)
    #expect(try verifier.check(note) == .absent)
    #expect(try SignerKey(key.secretText)?.verifier == key.verifier)
  }

  @Test("every changed byte of a signed text makes the signature invalid")
  func changed() throws {
    let note = try SignedNote.parse(Vectors.bytes("checkpoint-7.txt"))
    for place in note.text.utf8.indices.dropLast() {
      var text = Array(note.text.utf8)
      text[note.text.utf8.distance(from: note.text.startIndex, to: place)] ^= 1
      let other = SignedNote(text: String(decoding: text, as: UTF8.self), signatures: note.signatures)
      #expect(try verifier.check(other) == .invalid)
    }
  }

  @Test("other signers are passed over, a bad signature of the known key is not")
  func several() throws {
    let note = try SignedNote.parse(Vectors.bytes("checkpoint-7.txt"))
    let other = SignedNote.Signature(
      name: "witness.example/1", keyID: 7, bytes: Array(repeating: 1, count: 72))
    let bad = SignedNote.Signature(
      name: Vectors.name, keyID: verifier.keyID, bytes: Array(repeating: 1, count: 64))
    let witnessed = SignedNote(text: note.text, signatures: [other] + note.signatures)
    #expect(try SignedNote.parse(witnessed.bytes).signatures == witnessed.signatures)
    #expect(try verifier.check(witnessed) == .valid)
    #expect(try verifier.check(SignedNote(text: note.text, signatures: note.signatures + [bad])) == .invalid)
    #expect(try verifier.check(SignedNote(text: note.text, signatures: [other])) == .absent)
  }

  @Test("a text without signatures has no empty line")
  func unsigned() throws {
    let note = try SignedNote.parse(Array("a\nb\n".utf8))
    #expect(note.signatures.isEmpty)
    #expect(note.bytes == Array("a\nb\n".utf8))
    #expect(try verifier.check(note) == .absent)
  }

  @Test(
    "anything but a note is refused, and the line is named",
    arguments: [
      ("", 1, "empty"), ("a", 1, "newline"), ("a\n\n", 3, "signature is missing"),
      ("\n— n AAAAAAA=\n", 1, "no text"),
      ("a\n\n- n AAAAAAA=\n", 3, "em dash"), ("a\n\n—n AAAAAAA=\n", 3, "em dash"),
      ("a\n\n— n\n", 3, "a space"),
      ("a\n\n— n AAAAAAA= \n", 3, "a space"), ("a\n\n— n  AAAAAAA=\n", 3, "a space"),
      ("a\n\n— n AAAA\n", 3, "base64"), ("a\n\n— n AAAAAAA\n", 3, "base64"),
      ("a\n\n— n+m AAAAAAA=\n", 3, "name"),
      ("a\n\n—  AAAAAAA=\n", 3, "name"), ("a\r\n\n— n AAAAAAA=\n", 1, "control"), ("a\u{0}\n", 1, "control"),
      ("a\n\n— n AAAAAAA=", 3, "newline"), ("a\n\n— n AAAAAAA=\n\n", 5, "signature is missing"),
      ("a\n\nb\n", 3, "em dash"),
    ])
  func malformed(text: String, line: Int, why: String) throws {
    let error = try #require(throws: AuditError.self) { try SignedNote.parse(Array(text.utf8)) }
    #expect("\(error)".hasPrefix("line \(line) of the note: "), "\(error)")
    #expect("\(error)".contains(why), "\(error)")
  }

  @Test("bytes that are not UTF-8, and too many of them, are refused")
  func bytes() {
    #expect(throws: AuditError.self) { try SignedNote.parse([0x61, 0x0A, 0xFF, 0x0A]) }
    #expect(throws: AuditError.self) { try SignedNote.parse(Array(repeating: 0x0A, count: 1_000_001)) }
    let many = "a\n\n" + String(repeating: "— n AAAAAAA=\n", count: 101)
    #expect(throws: AuditError.self) { try SignedNote.parse(Array(many.utf8)) }
    #expect(throws: Never.self) { try SignedNote.parse(Array(many.utf8.dropLast(15))) }
  }

  @Test(
    "anything but a key is refused",
    arguments: [
      "", "example.com/bnus-replay",
      "example.com/bnus-replay+f35035e9+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
      "example.com/bnus-replay+F35035E8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
      "example.com/other+f35035e8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
      "example.com/bnus-replay+f35035e8+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
      "example.com/bnus-replay+f35035e8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 ",
      "example.com/bnus-replay+f35035e8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVQ==",
    ])
  func noKeys(text: String) throws {
    #expect(VerifierKey(text) == nil)
    #expect(try SignerKey("PRIVATE+KEY+" + text) == nil)
  }
}
