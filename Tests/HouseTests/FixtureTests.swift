import CommandKit
import Foundation
import Testing

@Suite("The fixtures")
struct FixtureTests {
  @Test("are what sync stores today, recorded anew byte by byte")
  func recording() throws {
    let place = try Workplace()
    let program = URL(fileURLWithPath: Workplace.program).deletingLastPathComponent().path
    let outcome = try Child(
      "\(program)/record-fixtures", [place.path], in: place.path, environment: ["PATH": "/usr/bin:/bin"]
    ).wait()
    #expect(outcome.code == 0, "\(outcome)")
    for path in Repository.fixtures {
      let name = URL(fileURLWithPath: path).lastPathComponent
      let isSame = try place.data(name) == Data(contentsOf: URL(fileURLWithPath: path))
      #expect(isSame, "\(name) is stale; `make fixtures` writes it anew, and review reads the difference")
    }
  }

  @Test("hold what a reader has to live with")
  func variety() throws {
    let place = try Workplace(fixtures: 5)
    let statuses = Set(try place.run("events", "--json").documents().compactMap { $0["status"] as? Int })
    #expect(statuses.isSuperset(of: [0, 200, 400, 403, 429, 503, 504]))
    _ = try place.run("replay", "-q", "--to", "t.sqlite")
    let reasons = try place.query("t.sqlite", "SELECT DISTINCT \"table\" FROM _quarantine ORDER BY 1")
    #expect(reasons == ["account_balance", "order", "ticker_price", "trade"])
    let selfTrades = "SELECT symbol, id FROM trade_latest GROUP BY 1, 2 HAVING count(*) = 2"
    #expect(try !place.query("t.sqlite", selfTrades).isEmpty)
    let reused = "SELECT count(DISTINCT quoteAsset) FROM exchange_info WHERE symbol LIKE 'BTCUSD%'"
    #expect(try place.query("t.sqlite", reused) == ["3"], "USD, USDT and USD4")
  }
}
