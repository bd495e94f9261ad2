import CommandKit
import Testing

@Suite("docs/queries.md")
struct QueriesTests {
  static let python = PythonEnvironment.make("queries", requirements: "CommandTests/Queries/requirements.txt")
  static let isExpected = PythonEnvironment.isExpected(python, for: "the test of docs/queries.md")

  @Test(
    "every query has the same result in sqlite3, pandas and DuckDB, and nearly every one has rows",
    .enabled(if: isExpected))
  func queries() throws {
    let place = try Workplace()
    try place.importFixtures()
    #expect(try place.run("replay", "-q", "--to", "tables.sqlite").code == 0)
    let outcome = try place.shell(
      """
      '\(Self.python.get().program("python"))' '\(Repository.root)/Tests/CommandTests/Queries/run_queries.py' \
        '\(Repository.root)/docs/queries.md' tables.sqlite
      """)
    #expect(outcome.code == 0, "\(outcome)")
    let counts = outcome.lines.compactMap { Int($0) }
    #expect(counts.count == 20)
    // What the fixtures have none of: an order with fills and without trades, and the like.
    #expect(counts.count { $0 == 0 } <= 2, "\(counts)")
  }

  @Test("text compares as text, and the views as numbers")
  func comparison() throws {
    let place = try Workplace()
    try place.importFixtures()
    #expect(try place.run("replay", "-q", "--to", "tables.sqlite").code == 0)
    // A price of 36969.99 is not found as text, because 3 comes before 9.
    let asText = try place.query("tables.sqlite", "SELECT count(*) FROM trade_latest WHERE price > 9000")
    let right = try place.query(
      "tables.sqlite",
      """
      SELECT count(*), min(typeof(price_real)), min(price_real) > 9000,
        count(*) = (SELECT count(*) FROM trade_latest WHERE CAST(price AS REAL) > 9000)
      FROM trade_latest_numbers WHERE price_real > 9000
      """)
    let parts = try #require(right.first).split(separator: "|")
    #expect(parts.dropFirst() == ["real", "1", "1"])
    #expect(try #require(Int(parts[0])) > 0 && asText != [String(parts[0])])
  }
}
