import CommandKit
import Foundation
import Testing

@Suite("bnus-replay verify")
struct VerifyTests {
  @Test("a whole archive passes, in words and in JSON")
  func whole() throws {
    let place = try Workplace(fixtures: 5)
    let root = try #require(try place.run("stats", "--json").document()["tree_root"] as? String)
    let outcome = try place.run("verify")
    #expect(outcome.code == 0)
    #expect(outcome.text.hasPrefix("\(Fixtures.events()) events, "))
    #expect(outcome.text.contains(root))
    let document = try place.run("verify", "--json").document()
    #expect(document["whole"] as? Bool == true)
    #expect(document["tree_root"] as? String == root)
    #expect(try place.run("verify", "-q").description == "exit 0, signal -\n\n")
  }

  @Test("damage in a body: exit status 13, and the event is named")
  func damagedBody() throws {
    let place = try damaged { data in
      // A body this small is kept as it came, inside its frame.
      data.range(of: Data("1618675200000}".utf8))
    }
    try expectDamage(of: 2, in: place)
    #expect(try place.run("show", "2", "--archive", "copy").code == 13)
    #expect(try place.run("show", "3", "--archive", "copy").code == 0)
    let export = try place.run("export", "--archive", "copy", "--to", "e.jsonl")
    #expect(export.code == 13)
    #expect(export.errors.contains("event 2 is damaged"))
    #expect(!place.has("e.jsonl"))
  }

  @Test("damage in a header: exit status 13, and the event is named")
  func damagedHeader() throws {
    let place = try damaged { data in
      data.range(of: Data("Error from cloudfront".utf8))
    }
    let shown = try place.run("events", "--status", "403", "--json").documents()
    let sequence = try #require(shown.first?["sequence"] as? Int)
    try expectDamage(of: sequence, in: place)
  }

  @Test("an archive whose pages are gone is damaged, not crashed upon")
  func truncated() throws {
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("backup", "copy").code == 0)
    #expect(try place.shell("truncate -s 16384 copy/data.mdb").code == 0)
    let outcome = try place.run("verify", "--archive", "copy")
    #expect(outcome.code == 13, "\(outcome)")
  }

  @Test("a file of noise in the archive's place is refused")
  func noise() throws {
    let place = try Workplace()
    _ = try place.shell("mkdir archive; head -c 65536 /dev/zero | tr '\\0' x > archive/data.mdb")
    let outcome = try place.run("verify")
    #expect(outcome.code == 1 || outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.hasPrefix("bnus-replay: "))
  }

  private func expectDamage(of sequence: Int, in place: Workplace) throws {
    let outcome = try place.run("verify", "--archive", "copy")
    #expect(outcome.code == 13)
    #expect(outcome.errors.contains("first at event \(sequence)"), "\(outcome)")
    let json = try place.run("verify", "--archive", "copy", "--json")
    #expect(json.code == 13)
    #expect(try json.document()["whole"] as? Bool == false)
    let damages = try json.document()["damages"] as? [String]
    #expect(damages?.first?.hasPrefix("event \(sequence)") == true)
    #expect(try place.run("verify").code == 0, "the original is well")
  }

  /// The first fixture with a copy in which one byte of what `find` gives is another.
  private func damaged(_ find: (Data) -> Range<Data.Index>?) throws -> Workplace {
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("backup", "copy").code == 0)
    var data = try place.data("copy/data.mdb")
    let range = try #require(find(data))
    data[range.lowerBound] ^= 1
    try data.write(to: URL(fileURLWithPath: place.path("copy/data.mdb")))
    return place
  }
}
