import EventModel
import Testing

@testable import Audit

@Suite("Checkpoints and origins")
struct CheckpointTests {
  private let root = "vuRkE2zxgSB3zgCq2thwHEygPEJgnB1qD9GbskUnypc="

  @Test("the vectors' heads are read and written")
  func vectors() throws {
    let note = try SignedNote.parse(Vectors.bytes("checkpoint-7.txt"))
    let head = try Checkpoint.parse(note.text)
    #expect(head.origin.text == Vectors.name)
    #expect(head.size == 7)
    #expect(head.root.base64 == root)
    #expect(head.text == note.text)
  }

  @Test("lines that others add are ignored")
  func extensions() throws {
    #expect(try Checkpoint.parse("example.com/a\n12\n\(root)\nmore\n").size == 12)
  }

  @Test(
    "anything but a checkpoint is refused, and the line is named",
    arguments: [
      ("example.com/a\n", 2, "number of events is missing"), ("example.com/a\n7\n", 3, "root is missing"),
      ("https://example.com/a\n7\nR\n", 1, "without scheme"), ("a b\n7\nR\n", 1, "without scheme"),
      ("\n7\nR\n", 1, "without scheme"), ("example.com/a\n0\nR\n", 2, "at least one event"),
      ("example.com/a\n07\nR\n", 2, "decimal"), ("example.com/a\n+7\nR\n", 2, "decimal"),
      ("example.com/a\n-7\nR\n", 2, "decimal"), ("example.com/a\n18446744073709551616\nR\n", 2, "decimal"),
      ("example.com/a\n7\nAAAA\n", 3, "32 bytes"), ("example.com/a\n7\nR", 3, "newline"),
      ("example.com/a\n7\nR\n\n", 4, "empty line"),
    ])
  func malformed(text: String, line: Int, why: String) throws {
    let text = text.split(separator: "R", omittingEmptySubsequences: false).joined(separator: root)
    let error = try #require(throws: AuditError.self) { try Checkpoint.parse(text) }
    #expect("\(error)".hasPrefix("line \(line) of the checkpoint: "), "\(error)")
    #expect("\(error)".contains(why), "\(error)")
  }

  @Test("a standard origin names its archive, and others may name none")
  func origins() throws {
    let archive = ArchiveID.random()
    #expect(Origin.standard(of: archive).archive == archive)
    #expect(Origin("example.com/bnus-replay/\(archive.hex)")?.archive == archive)
    #expect(Origin("example.com/bnus-replay/\(archive.hex)/2026")?.archive == archive)
    let none = try #require(Origin("example.com/bnus-replay"))
    #expect(none.archive == nil)
    for text in ["", "a b", "a+b", "https://a.example", "a\u{A0}b", String(repeating: "a", count: 256)] {
      #expect(Origin(text) == nil)
    }
  }
}
