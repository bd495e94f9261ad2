import CommandKit
import Foundation
import Testing

@Suite("bnus-replay verify --tables")
struct VerifyTablesTests {
  @Test("tables that a replay wrote say what the log says, under every schema", arguments: 1...4)
  func whole(schema: Int) throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite", "--schema", "\(schema)").code == 0)
    let outcome = try place.run("verify", "--tables", "t.sqlite")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.lines.last?.hasPrefix("t.sqlite says what the log says: schema \(schema), ") == true)
    let document = try #require(
      try place.run("verify", "--tables", "t.sqlite", "--json").document()["tables"] as? [String: Any])
    #expect(document["equal"] as? Bool == true)
    let tables = try #require(document["tables"] as? [[String: Any]])
    let digests = Dictionary(
      uniqueKeysWithValues: tables.map { ($0["table"] as? String, $0["digest"] as? String) })
    for line in try place.query("t.sqlite", "SELECT \"table\" || ' ' || digest FROM _replay") {
      let parts = line.split(separator: " ").map(String.init)
      #expect(digests[parts[0]] == parts[1])
    }
  }

  @Test("tables that were caught up at different events are each held to their own")
  func positions() throws {
    let place = try Workplace(fixtures: 5)
    _ = try place.shell(
      """
      bnus-replay replay -q --to t.sqlite --as-of 60 --only trade,order,server_time
      bnus-replay replay -q --to t.sqlite --as-of 90 --only order
      bnus-replay replay -q --to t.sqlite --only ticker_price,account_balance
      """)
    let outcome = try place.run("verify", "--tables", "t.sqlite")
    #expect(outcome.code == 0, "\(outcome)")
  }

  @Test(
    "a changed cell, row or number is found, and its table and run are named",
    arguments: [
      ("UPDATE trade SET price = price || '0' WHERE rowid = 5", "trade, run 20210417T160000Z-fixture: "),
      ("UPDATE trade SET time = CAST(time AS BLOB) WHERE rowid = 5", "trade, run 20210417T160000Z-fixture: "),
      ("UPDATE \"order\" SET updateTime = NULL WHERE rowid = 400", "order, run 2026"),
      (
        "DELETE FROM server_time WHERE rowid = 1",
        "server_time, run 20210417T160000Z-fixture: it has 0 rows, the log gives 1"
      ),
      (
        "UPDATE server_time SET run_id = 'x' WHERE rowid = 1",
        "server_time, run 20210417T160000Z-fixture: it has 0"
      ),
      (
        "INSERT INTO server_time SELECT serverTime, 'mine', extra, _event_seq, _event_row FROM server_time LIMIT 1",
        "server_time"
      ),
      ("UPDATE _replay SET digest = 'x' WHERE \"table\" = 'trade'", "trade: the digest in _replay"),
      ("UPDATE _replay SET tree_root = 'x' WHERE \"table\" = 'trade'", "trade: the tree root in _replay"),
      (
        "UPDATE _replay SET \"rows\" = 1 WHERE \"table\" = 'trade'",
        "trade: _replay states rows 1, the log gives"
      ),
      (
        "UPDATE _replay SET lost = 7 WHERE \"table\" = 'trade'",
        "trade: _replay states lost 7, the log gives 0"
      ),
      (
        "UPDATE _replay SET through_sequence = \(Fixtures.events() + 1) WHERE \"table\" = 'trade'",
        "through event \(Fixtures.events() + 1), the log ends at \(Fixtures.events())"
      ),
      ("UPDATE _replay SET through_sequence = -1 WHERE \"table\" = 'trade'", "trade"),
      ("DELETE FROM _replay WHERE \"table\" = 'trade'", "trade: _replay does not list it"),
      ("UPDATE _run_rows SET \"rows\" = 1 WHERE \"table\" = 'trade'", "what _run_rows states about it"),
      ("DELETE FROM _run_rows WHERE \"table\" = 'trade'", "_run_rows does not list it"),
      (
        "UPDATE _envelope SET observed_at = '2099' WHERE \"table\" = 'trade'",
        "_envelope: observed_at of the row trade "
      ),
      ("DELETE FROM _quarantine", "_quarantine: it lacks rows"),
      ("UPDATE _run SET failures = 0", "_run: failures of the row 2021"),
      ("UPDATE _checkpoint SET last_id = last_id + 1", "_checkpoint: last_id of the row /api/v3/"),
      ("INSERT INTO _checkpoint VALUES ('/z', '', 'now', 'r', 1, 1)", "_checkpoint: it has rows"),
      (
        "DROP VIEW trade_latest; CREATE VIEW trade_latest AS SELECT * FROM trade",
        "trade_latest: its definition is not what replay writes"
      ),
      ("DROP VIEW order_latest", "order_latest: it is not there"),
      ("ALTER TABLE trade ADD COLUMN mine", "trade: it cannot be read"),
      ("DROP TABLE trade", "trade: it cannot be read"),
    ])
  func changed(change: String, says: String) throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    try place.write(change, to: "change.sql")
    #expect(
      try place.shell("sqlite3 -bail t.sqlite 'PRAGMA legacy_alter_table=ON' '.read change.sql'").errors == ""
    )
    let outcome = try place.run("verify", "--tables", "t.sqlite")
    #expect(outcome.code == 13, "\(outcome)")
    #expect(outcome.errors.contains("differs: \(says)") || outcome.errors.contains(says), "\(outcome)")
    let json = try place.run("verify", "--tables", "t.sqlite", "--json")
    #expect(json.code == 13)
    #expect((try json.document()["tables"] as? [String: Any])?["equal"] as? Bool == false)
  }

  @Test("a key that came twice in a run, and runs that take turns, are no difference")
  func repeated() throws {
    let place = try Workplace()
    func line(_ run: String, _ ordinal: Int, _ id: Int, _ price: String) -> String {
      #"{"run":"\#(run)","ordinal":\#(ordinal),"endpoint":"/api/v3/myTrades","query":"symbol=BTCUSD","observed_at":"2026-01-01T00:00:00Z","body":"[{\"symbol\":\"BTCUSD\",\"id\":\#(id),\"orderId\":1,\"price\":\"\#(price)\",\"qty\":\"1\",\"quoteQty\":\"1\",\"commission\":\"0\",\"commissionAsset\":\"USD\",\"time\":1,\"isBuyer\":true,\"isMaker\":true,\"isBestMatch\":true}]"}"#
        + "\n"
    }
    let lines =
      line("a", 0, 5, "1") + line("b", 0, 9, "1") + line("a", 1, 4, "2") + line("b", 1, 9, "3")
      + line("a", 2, 5, "4")
    try place.write(lines, to: "e.jsonl")
    #expect(try place.run("import", "e.jsonl").code == 0)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    #expect(
      try place.query("t.sqlite", "SELECT run_id, id, price FROM trade ORDER BY 1, 2") == [
        "a|4|2", "a|5|4", "b|9|3",
      ])
    let outcome = try place.run("verify", "--tables", "t.sqlite")
    #expect(outcome.code == 0, "\(outcome)")
  }

  @Test("a file that is not ours, of another archive, or not there is distinguished from a difference")
  func otherFiles() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.shell(
      "bnus-replay import -q --archive other \(Repository.fixtures[1]); bnus-replay replay -q --archive other --to o.sqlite; sqlite3 foreign.sqlite 'CREATE TABLE t(x)'"
    )
    let other = try place.run("verify", "--tables", "o.sqlite")
    #expect(other.code == 13)
    #expect(other.errors.contains("was made from archive"))
    #expect(try place.run("verify", "--tables", "foreign.sqlite").code == 1)
    #expect(try place.run("verify", "--tables", "nowhere.sqlite").code == 1)
    #expect(!place.has("nowhere.sqlite"))
  }
}
