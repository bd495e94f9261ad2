import CommandKit
import Foundation
import Testing

@Suite("bnus-replay drift, coverage and audit")
struct AuditCommandTests {
  @Test("drift shows the eras of the fixtures, in words and in JSON")
  func drift() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run("drift")
    #expect(outcome.code == 0)
    #expect(outcome.text.contains("    + symbols[].permissionSets: new field (array)\n"))
    #expect(outcome.text.contains("    - symbols[].permissions[]: gone (last seen in event "))
    let document = try place.run("drift", "--json").document()
    let endpoints = try #require(document["endpoints"] as? [[String: Any]])
    let info = try #require(endpoints.first { $0["endpoint"] as? String == "/api/v3/exchangeInfo" })
    #expect((info["shapes"] as? [[String: Any]])?.count ?? 0 > 2)
    #expect((info["unread"] as? [String])?.contains("timezone") == true)
    let one = try place.run("drift", "--endpoint", "/api/v3/time", "--json").document()
    #expect((one["endpoints"] as? [Any])?.count == 1)
  }

  @Test("drift --since latest exits with status 4 when the newest run shows a new shape, else 0")
  func since() throws {
    #expect(
      try Workplace(fixtures: 1).run("drift", "--since", "1", "--endpoint", "/api/v3/account").code == 0)
    let place = try Workplace(fixtures: 2)
    let outcome = try place.run("drift", "-q", "--since", "latest")
    #expect(outcome.code == 4)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("of shape, first in event "), "\(outcome)")
    let last = try place.run("drift", "-q", "--since", "latest", "--endpoint", "/api/v3/time")
    #expect(last.description == "exit 0, signal -\n\n")
  }

  @Test("audit exits with status 4 on findings and 0 without")
  func audit() throws {
    let place = try Workplace()
    let info = #"{"symbols":[{"symbol":"AB","baseAsset":"A","quoteAsset":"B"}]}"#
    let trade = #"[{"symbol":"AB","id":1,"orderId":1,"price":"1","qty":"2","quoteQty":"2","time":5}]"#
    try place.write(info, to: "info.json")
    try place.write(trade, to: "trade.json")
    try place.write(
      trade.replacingOccurrences(of: "\"price\":\"1\"", with: "\"price\":\"1.000\""), to: "same.json")
    try place.write(
      trade.replacingOccurrences(of: "\"price\":\"1\"", with: "\"price\":\"3\""), to: "other.json")
    _ = try place.run(
      "import", "-q", "--endpoint", "/api/v3/exchangeInfo", "--at", "2026-01-01T00:00:00Z", "info.json")
    func fetch(_ file: String, _ day: Int) throws {
      let outcome = try place.run(
        "import", "-q", "--endpoint", "/api/v3/myTrades", "--query", "symbol=AB&fromId=0&limit=1000", "--at",
        "2026-01-0\(day)T00:00:00Z", file)
      #expect(outcome.code == 0, "\(outcome)")
    }
    try fetch("trade.json", 2)
    try fetch("same.json", 3)
    let clean = try place.run("audit")
    #expect(clean.code == 0, "\(clean)")
    #expect(clean.text.hasPrefix("3 events, no finding"))
    try fetch("other.json", 4)
    let outcome = try place.run("audit", "--json")
    #expect(outcome.code == 4)
    let findings = try #require(try outcome.document()["findings"] as? [[String: Any]])
    #expect(findings.map { $0["kind"] as? String } == ["trade_contradicted"])
    #expect(findings.first?["sentence"] as? String == "trade 1 is reported in two ways: price 1, then 3")
    #expect(findings.first?["events"] as? [Int] == [3, 4])
    #expect(try place.run("audit", "-q").errors == "bnus-replay: 1 finding in 4 events\n")
  }

  @Test("audit of the fixtures finds what was put into them, by kind, and nothing else")
  func fixtures() throws {
    let place = try Workplace(fixtures: 5)
    let document = try place.run("audit", "--json").document()
    func kinds(in list: String) throws -> [String] {
      try #require(document[list] as? [[String: Any]]).map { "\($0["kind"] ?? "") \($0["subject"] ?? "")" }
    }
    #expect(
      try kinds(in: "findings") == [
        // The empty page that the run of 2026-09-20 was given.
        "page_lacks_record BTCUSDT",
        // Markets in USD were renamed to markets in USD4 between 2022 and 2026.
        "fill_under_two_symbols BTCUSD4", "fill_under_two_symbols ETHUSD4", "fill_under_two_symbols XRPUSD4",
      ])
    let notes = try kinds(in: "notes")
    // For the same reason BTCUSD and ETHUSD do not show their old records any more …
    #expect(notes.filter { $0 == "record_moved BTCUSD" }.count == 2)
    #expect(notes.filter { $0 == "record_moved ETHUSD" }.count == 2)
    // … and what was traded in USD counts as USD4.
    #expect(notes.contains("balance_explained USD") && notes.contains("balance_explained USD4"))
    let text = try place.run("audit").text
    #expect(text.hasPrefix("1  page_lacks_record  responses without a record"), "\(text)")
    #expect(
      text.contains("\nfill_under_two_symbols: fills that appear under two symbols\n  BTCUSD4  events "))
  }

  @Test(
    "a damaged body costs the bodies that need it, and the rest is read",
    arguments: ["drift", "coverage", "audit"])
  func damagedChain(command: String) throws {
    let place = try Workplace()
    // What little a body has that the one before it has not stands in its frame as it is.
    let marks = ["KXQZ", "WVJYPGBM", "ROLKTHZE", "UCNADIXS", "FYTQEWVA", "MJGBZPLO"]
    let text = (0..<500).map { "\($0 &* 7919)," }.joined()
    for day in 1...6 {
      let texts = marks.prefix(day).joined()
      try place.write(#"{"symbols":[],"text":"\#(text)","told":"\#(texts)"}"#, to: "info.json")
      _ = try place.run(
        "import", "-q", "--endpoint", "/api/v3/exchangeInfo", "--at", "2026-01-0\(day)T00:00:00Z", "info.json"
      )
    }
    try place.write(#"{"serverTime":1618675200000}"#, to: "t.json")
    _ = try place.run("import", "-q", "--endpoint", "/api/v3/time", "--at", "2026-01-08T00:00:00Z", "t.json")
    #expect(try place.run("backup", "copy").code == 0)
    // In the second body: the third to the sixth are held against it, one on the other.
    try place.damage("WVJYPGBM", in: "copy")
    let outcome = try place.run(command, "--archive", "copy", "--json")
    #expect(outcome.code == 13, "\(outcome)")
    let document = try outcome.document()
    let unreadable = try #require(document["unreadable"] as? [[String: Any]])
    #expect(unreadable.map { $0["sequence"] as? Int } == [2, 3, 4, 5, 6])
    #expect(document["through_sequence"] as? Int == 7)
    if command == "drift" { #expect((document["endpoints"] as? [Any])?.count == 2) }
  }

  @Test("coverage lists symbols, and --symbol one of them")
  func coverage() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run("coverage")
    #expect(outcome.code == 0)
    #expect(outcome.lines.first?.hasPrefix("SYMBOL") == true)
    let document = try place.run("coverage", "--symbol", "BTCUSDT", "--json").document()
    let symbols = try #require(document["symbols"] as? [[String: Any]])
    #expect(symbols.map { $0["symbol"] as? String } == ["BTCUSDT"])
    #expect((symbols.first?["trades"] as? [String: Any])?["last_id"] is Int)
  }

  @Test("an empty archive is read", arguments: ["drift", "coverage", "audit"])
  func empty(command: String) throws {
    let place = try Workplace()
    _ = try place.run("import", "-q", "/dev/null")
    let outcome = try place.run(command, "--json")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try outcome.document()["through_sequence"] as? Int == 0)
    #expect(try place.run(command).code == 0)
    #expect(try place.run(command, "--archive", "nowhere").code == 10)
  }

  @Test("what the archive does not know is wrong usage")
  func unknown() throws {
    let place = try Workplace(fixtures: 1)
    for words in [
      ["drift", "--endpoint", "/nope"], ["drift", "--since", "nope"], ["drift", "--as-of", "99999"],
      ["coverage", "--symbol", "NOPE"], ["audit", "--nope"],
    ] {
      let outcome = try place.run(words)
      #expect(outcome.code == 64, "\(words) \(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("a damaged event is named and the rest is read", arguments: ["drift", "coverage", "audit"])
  func damaged(command: String) throws {
    let place = try Workplace()
    try place.write(#"{"serverTime":1618675200000}"#, to: "t.json")
    try place.write(#"{"code":-1121,"msg":"Invalid symbol."}"#, to: "e.json")
    _ = try place.run("import", "-q", "--endpoint", "/api/v3/time", "--at", "2026-01-01T00:00:00Z", "t.json")
    _ = try place.run(
      "import", "-q", "--endpoint", "/api/v3/myTrades", "--query", "symbol=MARKEDUSD&fromId=0&limit=9",
      "--at", "2026-01-02T00:00:00Z", "e.json")
    #expect(try place.run("backup", "copy").code == 0)
    var data = try place.data("copy/data.mdb")
    let range = try #require(data.range(of: Data("symbol=MARKEDUSD".utf8)))
    data[range.lowerBound] = 0xFF
    try data.write(to: URL(fileURLWithPath: place.path("copy/data.mdb")))
    let outcome = try place.run(command, "--archive", "copy", "--json")
    #expect(outcome.code == 13, "\(outcome)")
    let document = try outcome.document()
    let unreadable = try #require(document["unreadable"] as? [[String: Any]])
    #expect(unreadable.map { $0["sequence"] as? Int } == [2])
    #expect(outcome.errors.contains("event 2 could not be read"))
    if command == "drift" { #expect((document["endpoints"] as? [Any])?.count == 1) }
  }
}
