import Testing

@testable import EventModel

@Suite("Names and texts of values")
struct NamedValueTests {
  @Test("kinds, versions and flags have names that lead back to them")
  func names() {
    for kind in EventKind.allCases { #expect(EventKind(name: kind.name) == kind) }
    for version in HTTPVersion.allCases { #expect(HTTPVersion(name: version.name) == version) }
    #expect(EventFlags(names: EventFlags.known.names) == .known)
    #expect(
      EventFlags.known.names
        == ["imported", "headers_dropped", "secret_overwritten", "body_truncated", "redacted"])
    #expect(EventFlags(names: ["imported", "nonsense"]) == nil)
    #expect(EventKind(name: "") == nil)
  }

  @Test("a digest is what other programs compute, and reads back from its text")
  func digest() throws {
    let digest = Digest.sha256(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(digest.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(hex: String(digest.hex.dropLast())) == nil)
    #expect(Digest(hex: String(digest.hex.dropLast()) + "g") == nil)
    let salt = Salt.random()
    #expect(Salt(hex: salt.hex) == salt)
    #expect(salt != Salt.random())
  }

  @Test(
    "a run id is 1 to 64 bytes of a small alphabet",
    arguments: [
      ("a", true), ("2021-04-17T16:36:48_x.Y", true),
      ("", false), ("a b", false), ("é", false), ("a\0", false), ("a/b", false),
    ])
  func runID(text: String, allowed: Bool) {
    #expect((RunID(text) != nil) == allowed)
    #expect(RunID(String(repeating: "x", count: 64)) != nil)
    #expect(RunID(String(repeating: "x", count: 65)) == nil)
    #expect(RunID("B")! < RunID("a")!)
  }
}
