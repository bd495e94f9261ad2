import CommandKit
import Foundation
import Testing

/// The readers and writers from PyPI.
private enum FormatTools {
  static let python = PythonEnvironment.make("formats", requirements: "CommandTests/Formats/requirements.txt")
  static let areExpected = PythonEnvironment.isExpected(python, for: "the test of HAR and WARC")
}

/// HAR and WARC before programs that are none of ours.
@Suite("Formats that others read and write", .enabled(if: FormatTools.areExpected))
struct FormatTests {
  private let python: PythonEnvironment
  private let scripts = "\(Repository.root)/Tests/CommandTests/Formats"

  init() throws { python = try FormatTools.python.get() }

  @Test("warcio finds every digest right and lists every record; a changed byte is found")
  func warc() throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("export", "--format", "warc", "--to", "e.warc.gz").code == 0)
    let warcio = python.program("warcio")
    let check = try place.shell("'\(warcio)' check -v e.warc.gz")
    #expect(check.code == 0, "\(check)")
    let responses = try place.run("events", "--json").documents().filter {
      $0["kind"] as? String == "response"
    }
    let index = try place.shell("'\(warcio)' index -f warc-type,warc-target-uri,http:status e.warc.gz")
      .documents()
    let listed = index.filter { $0["warc-type"] as? String == "response" }
    #expect(listed.map { $0["http:status"] as? String } == responses.map { "\($0["status"] ?? "")" })
    #expect(
      listed.map { $0["warc-target-uri"] as? String }
        == responses.map { event in
          let query = event["query"] as? String ?? ""
          return "https://api.binance.us\(event["path"] ?? "")\(query.isEmpty ? "" : "?\(query)")"
        })
    let body = try place.shell(
      "gunzip -c e.warc.gz | sed 's/1618675200000/1618675200001/' > changed.warc; '\(warcio)' check -v changed.warc"
    )
    #expect(body.code != 0 && body.text.contains("digest failed"), "\(body)")
    let refused = try place.run("import", "--archive", "other", "changed.warc")
    #expect(
      refused.code == 1 && refused.errors.contains("record 4: its block does not match WARC-Block-Digest"),
      "\(refused)")
  }

  @Test("a HAR reader sees the status, address and bytes of every response")
  func har() throws {
    let place = try Workplace(fixtures: 5)
    let export = try place.run("export", "--format", "har", "--to", "e.har")
    #expect(export.code == 0 && export.errors.contains("have no place in HAR"))
    let seen = try place.shell("'\(python.program("python"))' '\(scripts)/read_har.py' e.har")
    #expect(seen.code == 0, "\(seen)")
    let responses = try place.run("export").documents().filter { $0["kind"] as? String == "response" }
    #expect(
      seen.lines
        == responses.map { event in
          let query = event["query"] as? String ?? ""
          let url = "https://api.binance.us\(event["path"] ?? "")\(query.isEmpty ? "" : "?\(query)")"
          return "\(event["status"] ?? "") \(url) \(event["body_sha256"] ?? "")"
        })
  }

  @Test("a crawler's WARC becomes a run: codings undone, others left out, secrets overwritten")
  func foreignWARC() throws {
    let place = try Workplace()
    let written = try place.shell("'\(python.program("python"))' '\(scripts)/write_warc.py' crawl.warc.gz")
    #expect(written.code == 0, "\(written)")
    let taken = try place.run("import", "crawl.warc.gz")
    #expect(taken.code == 0, "\(taken)")
    #expect(taken.errors.contains("4 events imported"))
    for words in [
      "1 responses of other hosts", "1 responses of endpoints that", "1 responses with a method other",
    ] {
      #expect(taken.errors.contains(words), "\(taken)")
    }
    let events = try place.run("export").documents()
    #expect(events.prefix(3).allSatisfy { $0["body"] as? String == "{\"serverTime\":1714979289000}" })
    #expect(events.last?["body"] as? String == "{\"key\":\"\(String(repeating: "*", count: 64))\"}")
    #expect(events.last?["flags"] as? [String] == ["imported", "secret_overwritten"])
    #expect(events.last?["query"] as? String == "")
    #expect(try place.run("import", "crawl.warc.gz").errors.contains("4 were there already"))
    let kept = try place.shell("grep -c -e kkkkkkkk -e 55555555 archive/data.mdb")
    #expect(kept.lines == ["0"])
  }
}
