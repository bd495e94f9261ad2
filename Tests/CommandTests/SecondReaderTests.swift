import CommandKit
import Foundation
import Testing

/// docs/format.md before a reader that was written from it alone.
@Suite("The second reader", .enabled(if: SecondReader.isExpected))
struct SecondReaderTests {
  private let reader: SecondReader

  init() throws { reader = try SecondReader() }

  /// It reads the archive, prints what `export` prints, and finds the root that `verify` finds.
  private func expectAgreement(in place: Workplace) throws {
    let read = try reader.run("archive", in: place)
    let export = try place.run("export", "-q")
    #expect(read.code == 0, "\(read)")
    #expect(read.output == export.output)
    let root = try #require(try place.run("stats", "--json").document()["tree_root"] as? String)
    #expect(read.errors == "\(export.lines.count) events, root \(root)\n")
  }

  @Test("prints the fixtures as export does, byte by byte, and finds the same root")
  func fixtures() throws {
    let place = try Workplace(fixtures: 5)
    try expectAgreement(in: place)
    #expect(try reader.run("archive", in: place).lines.count == Fixtures.events())
  }

  @Test("agrees on annotations, which make it an archive of format 2")
  func annotations() throws {
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("annotate", "omit", "latest", "--because", "späť \u{1}").code == 0)
    try expectAgreement(in: place)
  }

  @Test("agrees on a tree of any shape", arguments: [1, 2, 3, 7, 8, 37])
  func sizes(events: Int) throws {
    let place = try Workplace()
    let words = "head -\(events) \(Repository.fixtures[0]) > some; bnus-replay import -q some"
    #expect(try place.shell(words).code == 0)
    try expectAgreement(in: place)
  }

  @Test("agrees on strange bytes, long chains, early times and every flag")
  func strange() throws {
    let place = try Workplace()
    let head =
      #"{"run":"r","endpoint":"/api/v3/time","observed_at":"1901-02-03T04:05:06.000007Z","#
    let controls = (0..<32).map { "\\u00" + String($0 + 256, radix: 16).suffix(2) }.joined()
    var lines = [
      #""body":"\#(controls)\u007f\u2028 \"\\\/ é😀","headers":[["a\tb","\u0001"],["",""]]"#,
      #""body_base64":"7aCAwIAA/w==","http_version":"3","duration_us":-5,"attempt":65535"#,
      #""kind":"failure","flags":["imported","headers_dropped","secret_overwritten","body_truncated"]"#,
      #""body":"","status":599,"http_version":"1.0","query":"symbol=%F0%9F%98%80","host":"[::1]:8""#,
    ]
    let filler = String(repeating: "0123456789abcdef", count: 600)
    lines += (0..<70).map { #""body":"[\#($0),\"\#(filler)\"]""# }
    try place.write(lines.map { head + $0 + "}\n" }.joined(), to: "strange")
    let imported = try place.run("import", "strange")
    #expect(imported.code == 0, "\(imported)")
    try expectAgreement(in: place)
  }

  @Test("finds a byte that was changed in a body and in a header, and names the event")
  func damage() throws {
    for (bytes, event) in [("1618675200000}", 2), ("Error from cloudfront", 6)] {
      let place = try Workplace(fixtures: 1)
      try place.damage(bytes, in: "archive")
      let read = try reader.run("archive", in: place)
      #expect(read.code == 1 && read.errors.hasPrefix("event \(event): "), "\(read)")
      #expect(read.lines.count == event - 1)
    }
  }

  @Test("reads an archive without events, and refuses what is no archive")
  func nothing() throws {
    let place = try Workplace()
    _ = try place.shell("true > none; bnus-replay import -q none; mkdir bare")
    let empty = try reader.run("archive", in: place)
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(empty.code == 0 && empty.text == "" && empty.errors == "0 events, root \(nothing)\n")
    for name in ["nowhere", "bare"] {
      let read = try reader.run(name, in: place)
      #expect(read.code == 1 && read.errors.hasPrefix("\(name) is no archive: "), "\(read)")
    }
  }
}
