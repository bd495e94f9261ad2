import CommandKit
import Foundation
import Testing

/// Damage exits with status 13 and is named, by any command.
@Suite("Damage met by commands")
struct DamageTests {
  /// The fixtures with a copy in which one bit of a text is another.
  private static func place(damaging text: String) throws -> Workplace {
    let place = try Workplace(fixtures: 2)
    _ = try place.shell("bnus-replay backup -q copy")
    try place.damage(text, in: "copy")
    return place
  }

  @Test(
    "a header with another bit does not leave the archive",
    arguments: [
      ["export", "-q"], ["export", "-q", "--format", "har"], ["export", "-q", "--format", "warc"], ["events"],
      ["replay", "-q", "--rebuild", "--to", "t.sqlite"], ["stats"], ["runs"], ["backup", "-q", "again"],
      ["coverage"], ["audit"], ["drift"],
    ])
  func header(command: [String]) throws {
    let place = try Self.place(damaging: "Error from cloudfront")
    let shown = try place.run("events", "--status", "403", "--json").documents()
    let sequence = try #require(shown.first?["sequence"] as? Int)
    let outcome = try place.run(command + ["--archive", "copy"])
    #expect(outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.contains("event \(sequence)"), "\(outcome)")
    #expect(!place.has("t.sqlite"))
    #expect(!place.has("again"))
  }

  @Test("a page in another's place is damage for a rebuild, which leaves no tables")
  func pages() throws {
    let place = try Workplace(fixtures: 2)
    let data = try place.data("archive/data.mdb")
    // The page that holds the index by endpoint is swapped with the one before it.
    let entry = try #require(data.range(of: Data("/api/v3/exchangeInfo\0\0\0\0\0".utf8), options: .backwards))
    let page = entry.lowerBound / 4096 * 4096
    var swapped = data
    swapped.replaceSubrange(page..<page + 4096, with: data[page - 4096..<page])
    swapped.replaceSubrange(page - 4096..<page, with: data[page..<page + 4096])
    try swapped.write(to: URL(fileURLWithPath: place.path("archive/data.mdb")))
    let outcome = try place.run("replay", "--rebuild", "--to", "t.sqlite")
    #expect(outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.contains(/page \d+ of data.mdb/), "\(outcome)")
    #expect(!place.has("t.sqlite"))
  }

  @Test("serve responds with 500 where it meets damage, says so, and exits with status 13")
  func serve() throws {
    let place = try Self.place(damaging: "1669012200000}")
    let outcome = try place.shell(
      """
      bnus-replay serve --port 0 --archive copy > url & pid=$!
      until [ -s url ]; do sleep 0.01; done
      curl -s -o body -w '%{http_code}\\n' $(cat url)/api/v3/time
      curl -s -o body -w '%{http_code}\\n' $(cat url)/api/v3/ping
      kill -TERM $pid; wait $pid
      """)
    #expect(outcome.lines == ["500", "200"], "\(outcome)")
    #expect(outcome.code == 13)
    #expect(outcome.errors.contains("event 87 is damaged"), "\(outcome)")
  }

  @Test(
    "a fault exits with status 13 and a sentence, not with a signal", arguments: [SIGBUS, SIGSEGV, SIGABRT])
  func fault(signal: Int32) throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.shell(
      """
      bnus-replay serve --port 0 > url & pid=$!
      until [ -s url ]; do sleep 0.01; done
      kill -\(signal) $pid; wait $pid
      """)
    #expect(outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.hasPrefix("bnus-replay: "), "\(outcome)")
  }

  @Test("verify has a document also of an archive that cannot be opened")
  func verifyDocument() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.shell("truncate -s 8192 archive/data.mdb")
    let outcome = try place.run("verify", "--json")
    #expect(outcome.code == 13)
    #expect(try outcome.document()["whole"] as? Bool == false)
  }

  @Test("an import does not build on a tree that is damaged, and adds nothing")
  func append() throws {
    let place = try Workplace(fixtures: 2)
    let before = try place.run("checkpoint", "--json").document()["root"] as? String
    var data = try place.data("archive/data.mdb")
    // The root over the first 64 events is a hash that every later head is made of.
    let head = try place.run("checkpoint", "--as-of", "64", "--json").document()["root"] as? String
    let hash = try #require(head.flatMap { Data(hexadecimal: $0) })
    let places = data.ranges(of: hash)
    #expect(!places.isEmpty && before != nil)
    for place in places { data[place.lowerBound] ^= 1 }
    try data.write(to: URL(fileURLWithPath: place.path("archive/data.mdb")))
    for command in [["import", Repository.fixtures[2]], ["checkpoint"], ["prove", "3"]] {
      let outcome = try place.run(command)
      #expect(outcome.code == 13, "\(command): \(outcome)")
    }
    #expect(
      try place.run("events", "--limit", "1", "--json").document()["sequence"] as? Int == Fixtures.events(2))
  }
}

extension Data {
  fileprivate init?(hexadecimal text: String) {
    let digits = Array(text.utf8)
    self.init()
    for index in stride(from: 0, to: digits.count - 1, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
        return nil
      }
      append(byte)
    }
  }
}
