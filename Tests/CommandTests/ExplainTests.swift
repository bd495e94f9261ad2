import CommandKit
import Foundation
import Testing

@Suite("bnus-replay explain")
struct ExplainTests {
  @Test("the row, its event and its record, by the file and by the log")
  func alike() throws {
    let place = try Workplace(fixtures: 5)
    _ = try place.run("replay", "--to", "t.sqlite")
    let key = ["BTCUSD", "122162642"]
    let byLog = try place.run(["explain", "trade"] + key)
    let byFile = try place.run(["explain", "trade"] + key + ["--tables", "t.sqlite"])
    #expect(byLog.code == 0 && byLog.text == byFile.text)
    #expect(byLog.lines.first == "trade, schema \(LockedSchemas.newest)")
    let document = try place.run(["explain", "trade"] + key + ["--json", "--history"]).document()
    let record = try #require(document["record"] as? String)
    #expect(byLog.lines.last == record)
    #expect(try JSON.object(Data(record.utf8))["id"] as? Int == 122_162_642)
    let (first, count) = (document["first_byte"] as? Int ?? 0, document["bytes"] as? Int ?? 0)
    let cut = try place.shell(
      "bnus-replay show \(document["sequence"] ?? "") --body | tail -c +\(first + 1) | head -c \(count)")
    #expect(cut.text == record)
    #expect((document["row"] as? [String: Any])?["price"] as? String == "36969.9900")
    #expect((document["history"] as? [Any])?.count == 2, "the run of 2022 confirmed the first page")
  }

  @Test("--proof writes the proof that prove writes, and says where")
  func proof() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.run("explain", "trade", "BTCUSD", "122162642", "--proof")
    #expect(outcome.code == 0 && outcome.text.contains("\n  proof     event-9.tlog-proof\n"), "\(outcome)")
    #expect(outcome.errors.contains("not signed"))
    #expect(try place.data("event-9.tlog-proof") == (try place.run("prove", "9").output))
    #expect(try place.run("explain", "trade", "BTCUSD", "122162642", "--key", "k").code == 64)
  }

  @Test("a run narrows the search, by prefix, and an older schema reads it its own way")
  func runs() throws {
    let place = try Workplace(fixtures: 5)
    let old = try place.run("explain", "account_balance", "USD", "run:2021", "--json").document()
    #expect(old["run"] as? String == "20210417T160000Z-fixture")
    let new = try place.run("explain", "account_balance", "USDT", "--json").document()
    #expect(
      new["run"] as? String == "20260922T120000Z-fixture")
    let first = try place.run("explain", "trade", "122162642", "run:2021", "--schema", "1", "--json")
      .document()
    #expect(first["schema"] as? Int == 1)
  }

  @Test("what names nothing is wrong usage, with the next step", arguments: ["log", "file"])
  func unknown(way: String) throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite")
    let more = way == "file" ? ["--tables", "t.sqlite"] : []
    let missing = try place.run(["explain", "trade", "BTCUSD", "1"] + more)
    #expect(missing.code == 64 && missing.errors.contains("there is no trade BTCUSD 1"), "\(missing)")
    #expect(try place.run(["explain", "trade", "BTCUSD", "one"] + more).errors.contains("id is an integer"))
    #expect(try place.run(["explain", "trade", "a", "1", "2", "latest", "x"] + more).code == 64)
    let vague = try place.run(["explain", "trade", "BTCUSD"] + more)
    #expect(vague.code == 64 && vague.errors.contains("not enough"))
    #expect(try place.run(["explain", "nothing", "BTCUSD"] + more).errors.contains("the tables are"))
  }

  @Test("an archive without events, a file that is not there, a file of somebody else")
  func empty() throws {
    let place = try Workplace()
    #expect(try place.run("explain", "trade", "B", "1").code == 10)
    #expect(try place.run("import", "/dev/null").code == 0)
    #expect(try place.run("explain", "trade", "B", "1").code == 64)
    let missing = try place.run("explain", "trade", "B", "1", "--tables", "t.sqlite")
    #expect(missing.code == 1 && missing.errors.contains("replay --to t.sqlite makes it"), "\(missing)")
    _ = try place.shell("sqlite3 other.sqlite 'CREATE TABLE t (a)'; echo text > text.sqlite")
    #expect(try place.run("explain", "trade", "B", "1", "--tables", "other.sqlite").code == 1)
    let text = try place.run("explain", "trade", "B", "1", "--tables", "text.sqlite")
    #expect(text.code == 1 && !text.errors.contains("--rebuild"), "\(text)")
  }

  @Test("a damaged event is named and the others are still read")
  func damaged() throws {
    let place = try Workplace(fixtures: 5)
    try place.damage("1618675200000}", in: "archive")
    let response = try place.run("explain", "server_time", "2022-11-21T06:30:00.000Z", "--history")
    #expect(
      response.code == 13 && response.lines.first == "server_time, schema \(LockedSchemas.newest)",
      "\(response)")
    #expect(response.errors.contains("event 2 is not in this result"))
  }

  @Test("a row that may stand in a damaged event is not said to be missing only")
  func onlyDamaged() throws {
    let place = try Workplace(fixtures: 5)
    try place.damage("1618675200000}", in: "archive")
    let response = try place.run("explain", "server_time", "2021-04-17T16:00:00.000Z")
    #expect(response.code == 13 && response.output.isEmpty, "\(response)")
    #expect(response.errors.contains("there is no server_time"))
    #expect(
      response.errors.contains("event 2 could not be read: its body does not match its header"))
  }

  @Test("a cell that was changed in the file: exit status 13 and both values")
  func altered() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite")
    _ = try place.query(
      "t.sqlite", "UPDATE trade SET price = '1.0' WHERE id = 122162642 AND symbol = 'BTCUSD'")
    let outcome = try place.run("explain", "trade", "BTCUSD", "122162642", "--tables", "t.sqlite")
    #expect(outcome.code == 13 && outcome.errors.contains("price is 1.0 there and 36969.9900 in event 9"))
  }

  @Test("a symbol may be typed in any case")
  func anyCase() throws {
    let place = try Workplace(fixtures: 4)
    let rows = try place.run("coverage", "--json").document()["symbols"] as? [[String: Any]] ?? []
    let found = rows.first { (($0["trades"] as? [String: Any])?["last_id"] as? Int) != nil }
    let symbol = try #require(found?["symbol"] as? String)
    let id = try #require((found?["trades"] as? [String: Any])?["last_id"] as? Int)
    let exact = try place.run("explain", "trade", symbol, "\(id)", "--json")
    #expect(exact.code == 0, "\(exact)")
    let typed = try place.run("explain", "trade", symbol.lowercased(), "\(id)", "--json")
    #expect(typed.code == 0 && typed.text == exact.text, "\(typed)")
    let coverage = try place.run("coverage", "--symbol", symbol.lowercased(), "--json")
    #expect(coverage.code == 0 && coverage.text.contains("\"\(symbol)\""), "\(coverage)")
    #expect(try place.run("explain", "trade", "no-such", "1").errors.contains("no-such"))
  }
}
