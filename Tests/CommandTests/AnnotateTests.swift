import CommandKit
import Foundation
import Testing

@Suite("bnus-replay annotate")
struct AnnotateTests {
  private let digests = #"SELECT "table", "rows", digest FROM _replay ORDER BY 1"#
  private let last = "20260922T120000Z-fixture"

  @Test(
    "a run that is left out is gone from tables, which are made anew and say so, and comes back the same way")
  func tables() throws {
    let (place, without) = (try Workplace(fixtures: 5), try Workplace(fixtures: 4))
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    #expect(try without.run("replay", "-q", "--to", "t.sqlite").code == 0)
    let whole = try place.query("t.sqlite", digests)

    let omit = try place.run("annotate", "omit", "latest", "--because", "imported under a wrong time")
    #expect(omit.code == 0)
    #expect(omit.errors.contains("run \(last), \(Fixtures.counts[4]) events, is left out"))
    let caughtUp = try place.run("replay", "--to", "t.sqlite")
    #expect(caughtUp.code == 0)
    #expect(caughtUp.errors.contains("made anew instead of being caught up: other runs are left out now"))
    #expect(try place.query("t.sqlite", digests) == without.query("t.sqlite", digests))
    #expect(try place.query("t.sqlite", "SELECT count(*) FROM _run WHERE run_id = '\(last)'") == ["0"])
    #expect(try place.query("t.sqlite", "SELECT count(DISTINCT omitted) FROM _replay") == ["1"])
    #expect(try place.run("replay", "--to", "t.sqlite").errors == "", "caught up again, nothing is made anew")
    #expect(try place.run("verify", "--tables", "t.sqlite").code == 0)

    // A rebuild and a replay of single tables give the same.
    #expect(try place.run("replay", "-q", "--to", "u.sqlite", "--only", "trade").code == 0)
    #expect(try place.run("replay", "-q", "--to", "u.sqlite").code == 0)
    #expect(try place.query("u.sqlite", digests) == without.query("t.sqlite", digests))
    // As of a point before the annotation nothing is left out.
    #expect(
      try place.run("replay", "-q", "--to", "v.sqlite", "--as-of", "\(Fixtures.events())").code == 0)
    #expect(try place.query("v.sqlite", digests) == whole)

    #expect(try place.run("annotate", "restore", "202609", "--because", "it was right").code == 0)
    let restored = try place.run("replay", "--to", "t.sqlite")
    #expect(restored.errors.contains("made anew"))
    #expect(try place.query("t.sqlite", digests) == whole)
    #expect(try place.run("verify", "--tables", "t.sqlite").code == 0)
  }

  @Test("a catch-up of one table that has to make all anew loses no other")
  func only() throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    #expect(try place.run("annotate", "omit", last, "--because", "x", "-q").errors == "")
    #expect(try place.run("replay", "-q", "--to", "t.sqlite", "--only", "trade").code == 0)
    #expect(try place.run("replay", "-q", "--to", "u.sqlite").code == 0)
    #expect(try place.query("t.sqlite", digests) == place.query("u.sqlite", digests))
    // Nor does one that is to stop before what the tables hold.
    #expect(try place.run("annotate", "restore", last, "--because", "x").code == 0)
    let back = try place.run("replay", "--to", "t.sqlite", "--only", "trade", "--as-of", "5")
    #expect(back.code == 1)
    #expect(back.errors.contains("beyond event 5"))
  }

  @Test("reading commands leave the run out, and find it by name")
  func readingCommands() throws {
    let (place, without) = (try Workplace(fixtures: 5), try Workplace(fixtures: 4))
    #expect(try place.run("annotate", "omit", last, "--because", "wrong account").code == 0)
    for words in [["drift"], ["coverage"], ["audit", "-v"], ["explain", "exchange_info", "BTCUSD"]] {
      let (here, there) = (try place.run(words), try without.run(words))
      let same = here.text.replacing("\(Fixtures.events() + 1) events", with: "\(Fixtures.events(4)) events")
      #expect(same == there.text, "\(words)")
      #expect(here.code == there.code, "\(words)")
    }
    #expect(try place.run("diff", "--run", "20260921", last).code == 4)
    #expect(try place.run("events", "--run", last, "--json").documents().count == Fixtures.counts[4])
  }

  @Test("exports hold the run and what was said of it, and a restored one is the same archive")
  func restored() throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("annotate", "omit", last, "--because", "späť & <weg>\n\u{1}").code == 0)
    #expect(try place.run("annotate", "restore", last, "--because", "no").code == 0)
    #expect(try place.run("annotate", "omit", last, "--because", "yes").code == 0)
    for format in ["jsonl", "warc"] {
      let script = "bnus-replay export -q --format \(format) | bnus-replay import -q --archive \(format) -"
      #expect(try place.shell(script).code == 0)
      #expect(
        try place.run("stats", "--json", "--archive", format).document()["tree_root"] as? String
          == place.run("stats", "--json").document()["tree_root"] as? String)
      #expect(try place.run("verify", "--archive", format).code == 0)
      #expect(
        try place.run("annotate", "list", "--json", "--archive", format).text
          == place.run("annotate", "list", "--json").text)
    }
    #expect(try place.run("export", "-q", "--redact", "balances").text.contains("annotation") == false)
    let list = try place.run("annotate", "list", "--json").documents()
    #expect(list.map { $0["stands"] as? Bool } == [false, nil, true])
  }

  @Test(
    "what names nothing is wrong usage",
    arguments: [
      ["omit", "nope", "--because", "x"], ["omit", "latest", "--because", " "], ["omit", "latest"],
      ["restore", "2026", "--because", "x"], ["acknowledge", "balance_unexplained:BTC:0", "--because", "x"],
    ])
  func wrong(words: [String]) throws {
    let place = try Workplace(fixtures: 3)
    let before = try place.data("archive/data.mdb")
    #expect(try place.run(["annotate"] + words).code == 64)
    #expect(try place.data("archive/data.mdb") == before)
  }

  @Test("leaving out twice, and an archive that is not there, are said")
  func twice() throws {
    let place = try Workplace(fixtures: 2)
    #expect(try place.run("annotate", "omit", "latest", "--because", "x").code == 0)
    let run = try #require(
      try place.run("annotate", "list", "--json").documents().first?["subject"] as? String)
    let again = try place.run("annotate", "omit", run, "--because", "x")
    #expect(again.code == 0)
    #expect(again.errors.contains("left out already"))
    #expect(try place.run("annotate", "list", "--json").lines.count == 1)
    #expect(try place.run("annotate", "omit", "x", "--because", "x", "--archive", "nope").code == 10)
  }

  @Test("latest names nothing once every run is left out, and the message says so")
  func everyRun() throws {
    let place = try Workplace(fixtures: 2)
    var outcome = try place.run("annotate", "omit", "latest", "--because", "x")
    for _ in 0..<5 where outcome.code == 0 {
      outcome = try place.run("annotate", "omit", "latest", "--because", "x")
    }
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("every run is left out"), "\(outcome)")
    #expect(outcome.errors.contains("bnus-replay annotate list"), "\(outcome)")
  }

  @Test("a finding that is acknowledged is counted apart, and audit can exit with status 0")
  func acknowledge() throws {
    let place = try Workplace()
    let head = #"{"observed_at":"2026-01-0\#(1)T00:00:00Z","endpoint":"/api/v3/myTrades","#
    func trade(_ price: String) -> String {
      #"[{\"symbol\":\"BTCUSD\",\"id\":5,\"orderId\":7,\"price\":\"\#(price)\",\"qty\":\"1\",\"time\":1}]"#
    }
    try place.write(
      [("a", "1"), ("b", "2")].map { run, price in
        head + #""run":"\#(run)","query":"fromId=0&limit=1000&symbol=BTCUSD","body":"\#(trade(price))"}"#
          + "\n"
      }.joined(), to: "events")
    #expect(try place.run("import", "-q", "events").code == 0)
    let audit = try place.run("audit", "--json")
    #expect(audit.code == 4)
    let findings = try #require(try audit.document()["findings"] as? [[String: Any]])
    let names = findings.compactMap { $0["name"] as? String }
    #expect(Set(names).count == findings.count && !names.isEmpty)
    for name in names {
      #expect(try place.run("annotate", "acknowledge", name, "--because", "known since January").code == 0)
    }
    let after = try place.run("audit")
    #expect(after.code == 0, "\(after)")
    #expect(after.text.contains("\(names.count) known"))
    let document = try place.run("audit", "--json").document()
    #expect((document["acknowledged"] as? [[String: Any]])?.count == names.count)
    #expect(try place.run("annotate", "restore", names[0], "--because", "not so known").code == 0)
    #expect(try place.run("audit").code == 4)
  }
}
