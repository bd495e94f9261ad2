import EventLog
import Foundation
import Projections
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A sync with tables behind it", .serialized)
struct SyncTablesTests {
  @Test("what came into the tables and what was quarantined is said, in words and in JSON")
  func said() async throws {
    let bench = try await SyncBench(
      account: .light, faults: [Fault(.strangeRows, .path("/api/v3/myTrades"), .nth(1))])
    bench.log.close()
    let file = bench.directory.file("t.sqlite")
    let words = try await SyncChild.run(bench, ["--symbols", "btcusdt", "--tables", file])
    #expect(words.code == 0, "\(words)")
    #expect(
      words.output.contains("quarantined")
        && words.output.contains("\(file): schema \(TableCatalogue.latest.version.number), through event"),
      "\(words)")
    let json = try await SyncChild.run(bench, ["--symbols", "BTCusdt", "--tables", file, "--json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any], "\(json)")
    let tables = try #require(document["tables"] as? [String: Any])
    #expect(
      tables["file"] as? String == file && (tables["tables"] as? [Any])?.count == TableCatalogue.names.count)
    let without = try await SyncChild.run(bench, ["--symbols", "BTCUSDT", "--json"])
    #expect(without.output.contains(#""tables":null"#), "\(without)")
    await bench.server.stop()
  }

  @Test("tables of an older schema are caught up under it", arguments: [1, 2])
  func olderSchema(schema: Int) async throws {
    let bench = try await SyncBench(account: .light)
    let file = bench.directory.file("t.sqlite")
    try bench.makeTables(at: file, schema: schema)
    bench.log.close()
    let child = try await SyncChild.run(bench, ["--symbols", "BTCUSDT", "--tables", file])
    #expect(child.code == 0 && child.output.contains("schema \(schema), through event"), "\(child)")
    #expect(try SQLiteFile(file).texts("SELECT DISTINCT schema FROM _replay") == ["\(schema)"])
    await bench.server.stop()
  }
}
