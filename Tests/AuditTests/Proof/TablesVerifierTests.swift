import Foundation
import Projections
import Replay
import Sinks
import TestKit
import Testing

@testable import Audit

/// Verifies tables files against their logs, on random logs. A failure prints its seed.
@Suite("Tables verified against the log")
struct TablesVerifierTests {
  @Test(
    "a file that was caught up anywhere is what the log gives, losses too, under every schema",
    arguments: UInt64(1)...12)
  func equal(seed: UInt64) throws {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 90))
    var dice = SeededGenerator(seed: seed)
    for schema in TableCatalogue.schemas {
      let name = "\(schema.version.number).sqlite"
      try archive.replay(to: name, schema: schema, through: UInt64(dice.within(0...90)))
      try archive.replay(to: name, schema: schema)
      let report = try TablesVerifier(archive.log, file: archive.directory.file(name)).verify { _ in }
      #expect(report.differences.map { "\($0)" } == [], "seed \(seed), \(name)")
    }
  }

  @Test("the losses of a key that is too short are counted, and another number is a difference")
  func lost() throws {
    let archive = try ArchiveBuilder()
    func trade(_ symbol: String, _ id: Int) -> String {
      "{\"symbol\":\"\(symbol)\",\"id\":\(id),\"orderId\":1}"
    }
    for run in ["a", "b"] {
      for symbol in ["B", "E", "X"] {
        try archive.record(
          "/api/v3/myTrades", query: "symbol=\(symbol)", "[\(trade(symbol, 5)),\(trade(symbol, 6))]", run: run
        )
      }
    }
    let seed = try #require(TableCatalogue.schema(1))
    let report = try archive.replay(to: "t.sqlite", schema: seed)
    #expect(report.tables.first { $0.name == "trade" }?.after.lost == 8)
    let verifier = TablesVerifier(archive.log, file: archive.directory.file("t.sqlite"))
    #expect(try verifier.verify { _ in }.differences.isEmpty)
    try SQLiteFile(archive.directory.file("t.sqlite"), writable: true).rows("UPDATE _replay SET lost = 0")
    let found = try verifier.verify { _ in }.differences.map { "\($0)" }
    #expect(found.count == 1 && found.first?.contains("lost 0, the log gives 8") == true, "\(found)")
  }
}
