import CommandKit
import Testing

@testable import bnus_replay

@Suite("Tables for people")
struct TextTableTests {
  private static let table: TextTable = {
    var table = TextTable([("SYMBOL", .left), ("EVENTS", .right), ("NOTE", .left)])
    table.add(["BTCUSD", "1,234", "some words that are longer than the rest"])
    table.add(["LUNA中USD", "7", ""])
    return table
  }()

  @Test("columns stand under each other, wide letters too")
  func columns() {
    #expect(
      Self.table.lines() == [
        "SYMBOL     EVENTS  NOTE", "BTCUSD      1,234  some words that are longer than the rest",
        "LUNA中USD       7",
      ])
    #expect(Self.table.lines(within: 80) == Self.table.lines())
  }

  @Test(
    "where they do not fit each row is a block, and no line passes the width", arguments: [20, 30, 40, 50])
  func narrow(width: Int) {
    let lines = Self.table.lines(within: width)
    #expect(lines.allSatisfy { PrintableText.width($0) <= width }, "\(lines)")
    #expect(lines.first == "SYMBOL  BTCUSD")
    #expect(lines.contains("EVENTS  1,234"))
    #expect(lines.suffix(2) == ["SYMBOL  LUNA中USD", "EVENTS  7"])
    let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(words.contains("NOTE some words that are longer than the rest"))
  }

  @Test("commands follow a narrow terminal, and a pipe gets the table")
  func commands() throws {
    let place = try Workplace(fixtures: 5)
    for command in [["runs"], ["stats"], ["coverage"]] {
      let narrow = try place.run(command, environment: ["COLUMNS": "40"])
      let table = narrow.lines.filter { !$0.contains("never") && !$0.contains("successful") }
      #expect(
        !table.isEmpty
          && table.filter { $0.count > 40 && !$0.hasPrefix("tree root") && !$0.hasPrefix("archive") }.isEmpty,
        "\(narrow)")
    }
    #expect(try place.run("runs").lines[1].count > 40)
    let terminal = try place.shell(
      "script -qec 'stty cols 40; bnus-replay runs' /dev/null | tr -d '\\r'")
    #expect(terminal.lines.allSatisfy { $0.count <= 40 }, "\(terminal)")
    #expect(terminal.lines.first?.hasPrefix("RUN ") == true)
  }

  @Test("runs adds up in its own columns, and so does replay")
  func sums() throws {
    let place = try Workplace(fixtures: 5)
    let runs = try place.run("runs").lines.dropFirst()
    #expect(runs.count == 5)
    for line in runs {
      let cells = line.split(separator: " ").map { $0.replacing(",", with: "") }
      let numbers = cells[2...6].compactMap { Int64($0) }
      #expect(numbers.count == 5 && numbers[0] == numbers[1...].reduce(0, &+), "\(line)")
    }
    for document in try place.run("runs", "--json").documents() {
      let parts = ["ok", "errors", "no_response", "start_and_end"].compactMap { document[$0] as? Int }
      #expect(parts.count == 4 && parts.reduce(0, &+) == document["events"] as? Int)
      let run = try #require(document["run"] as? String)
      let events = try place.run("events", "--run", run, "--json").documents()
      #expect(
        events.count { $0["kind"] as? String == "response" && ($0["status"] as? Int ?? 0) / 100 == 2 }
          == document["ok"] as? Int)
      #expect(events.count { $0["kind"] as? String == "failure" } == document["no_response"] as? Int)
    }
    let replayed = try place.run("replay", "--to", "t.sqlite", "--schema", "1").lines
    #expect(replayed[0].split(separator: " ").first == "TABLE")
    let rows = replayed.dropFirst().prefix(7).map { line in
      line.split(separator: " ").dropFirst().compactMap { Int64($0.replacing(",", with: "")) }
    }
    for row in rows {
      #expect(row.count == 9)
      // bodies, unreadable, records = written + left out + quarantined; written = new rows + superseded
      #expect(row[2] == row[3] &+ row[4] &+ row[5], "\(row)")
      #expect(row[3] == row[6] &+ row[7], "\(row)")
    }
  }

  @Test("runs takes the newest N, and those since a time")
  func selection() throws {
    let place = try Workplace(fixtures: 5)
    func names(_ words: String...) throws -> [String] {
      try place.run(["runs", "--json"] + words).documents().compactMap {
        ($0["run"] as? String).map { String($0.prefix(8)) }
      }
    }
    #expect(try names("--limit", "2") == ["20260921", "20260922"])
    #expect(try names("--since", "2026-09-21") == ["20260921", "20260922"])
    #expect(
      try names("--since", "2022-11-21T06:30:00Z", "--limit", "3") == ["20260920", "20260921", "20260922"])
    #expect(try names("--since", "2027-01-01") == [])
    #expect(
      try place.run("runs", "--since", "2026-09-21T00:00:00").errors.contains(
        "--since: 2026-09-21T00:00:00 has no offset"))
    #expect(try place.run("runs", "--limit", "0").code == 64)
  }

  @Test("events stand under a heading, and JSON has none")
  func heading() throws {
    let place = try Workplace(fixtures: 1)
    let lines = try place.run("events").lines
    #expect(lines.count == Fixtures.events(1) + 1)
    #expect(lines[0].hasPrefix("SEQUENCE  OBSERVED"))
    #expect(try place.run("events", "--json").lines.count == Fixtures.events(1))
    #expect(try place.run("events", "--status", "999").lines == [])
  }
}
