import CommandKit
import Foundation
import Testing

@Suite("bnus-replay diff")
struct DiffTests {
  @Test("schemas, runs, points and files, with 4 where they differ and 0 where not")
  func kinds() throws {
    let place = try Workplace(fixtures: 5)
    let schemas = try place.run("diff", "--schema", "1", "2")
    #expect(schemas.code == 4 && schemas.lines.first?.hasPrefix("TABLE ") == true, "\(schemas)")
    #expect(try place.run("diff", "--schema", "2", "2").code == 0)
    let runs = try place.run("diff", "--run", "20260920", "latest", "--json")
    #expect(runs.code == 4 && runs.errors == "")
    #expect(try runs.documents().allSatisfy { $0["change"] is String && $0["key"] is [String: Any] })
    #expect(try place.run("diff", "--run", "latest", "latest").code == 0)
    #expect(try place.run("diff", "--as-of", "56", "run:20260922").code == 4)
    #expect(try place.run("diff", "--as-of", "56", "56").code == 0)
    _ = try place.run("replay", "--to", "a.sqlite")
    _ = try place.run("replay", "--to", "b.sqlite", "--jobs", "1")
    let files = try place.run("diff", "a.sqlite", "b.sqlite")
    #expect(files.code == 0 && files.errors == "")
  }

  @Test("a table's rows are listed with the columns that differ and the events behind them")
  func rows() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "a.sqlite")
    _ = try place.shell("cp a.sqlite b.sqlite")
    _ = try place.query(
      "b.sqlite", "UPDATE trade SET price = '1.0' WHERE id = 122162642 AND symbol = 'BTCUSD'")
    let outcome = try place.run("diff", "a.sqlite", "b.sqlite", "--table", "trade")
    #expect(outcome.code == 4)
    #expect(outcome.lines.first == "~ BTCUSD 122162642 855138495  (event 9 → event 9)")
    #expect(outcome.lines[1] == "    price: 36969.9900 → 1.0")
  }

  @Test(
    "what names nothing is wrong usage; nothing is left behind",
    arguments: [
      ["--schema", "1", "9"], ["--run", "nope", "latest"], ["--as-of", "1", "999999"],
      ["--schema", "--run", "1", "2"],
      ["--table", "nope", "a", "b"],
    ])
  func usage(arguments: [String]) throws {
    let place = try Workplace(fixtures: 1)
    #expect(try place.run(["diff"] + arguments).code == 64)
    _ = try place.shell("mkdir tmp")
    _ = try place.run(["diff"] + arguments, environment: ["TMPDIR": place.path("tmp")])
    _ = try place.run(["diff", "--schema", "1", "3"], environment: ["TMPDIR": place.path("tmp")])
    #expect(try place.shell("ls -A tmp").lines == [])
  }

  @Test("no archive, an archive without events, a missing file")
  func empty() throws {
    let place = try Workplace()
    #expect(try place.run("diff", "--schema", "1", "3").code == 10)
    #expect(try place.run("import", "/dev/null").code == 0)
    #expect(try place.run("diff", "--schema", "1", "2").code == 0)
    #expect(try place.run("diff", "--run", "latest", "latest").code == 64)
    #expect(try place.run("diff", "a.sqlite", "b.sqlite").code == 1)
  }

  @Test("a damaged event is named and the rest compared")
  func damaged() throws {
    let place = try Workplace(fixtures: 5)
    try place.damage("1618675200000}", in: "archive")
    let outcome = try place.run("diff", "--run", "2021", "latest")
    #expect(outcome.code == 13 && outcome.lines.count == LockedSchemas.count() + 1, "\(outcome)")
    #expect(outcome.errors.contains("event 2 is not in this result"))
  }
}
