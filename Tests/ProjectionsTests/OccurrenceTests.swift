import BinanceUS
import TestKit
import Testing

@testable import Projections

@Suite("Equal rows of one response")
struct OccurrenceTests {
  private static let gifts = TableDefinition(
    TableSchema(
      name: "gift", summary: "For this test.", shape: .array, key: ["coin", "occurrence", "run_id"],
      nature: .windowed(identity: ["coin", "occurrence"], time: "time"),
      columns: [
        Column("coin", .text), Column("note", .text), Column("time", .time),
        Column("occurrence", .integer, from: .occurrence),
      ]),
    since: .seed, reads: [.deposits])
  private static let schema = Schema(version: .seed, tables: [gifts])

  private func rows(_ bodies: [String]) throws -> [[PlainCell]] {
    let archive = try ArchiveBuilder()
    for (run, body) in bodies.enumerated() {
      try archive.record(Endpoint.deposits.path, query: "run=\(run)", body, run: "r\(run)")
    }
    let image = try archive.image(of: "gifts.sqlite", schema: Self.schema)
    let truth = try PlainTables(archive.log, schema: Self.schema)
    #expect(image.tables["gift"] == truth["gift"]?.rows.values.sorted(by: precedes))
    return try SQLiteFile(archive.directory.file("gifts.sqlite")).rows(
      "SELECT coin, occurrence, note FROM gift ORDER BY run_id, coin, occurrence")
  }

  @Test("are numbered by their bytes, whatever their order, and others count for themselves")
  func numbered() throws {
    let (a, b) = (#"{"coin":"A","note":"x"}"#, #"{"coin":"A","note":"y"}"#)
    let other = #"{"coin":"B","note":"x"}"#
    let expected: [[PlainCell]] = [
      [.text("A"), .integer(1), .text("x")], [.text("A"), .integer(2), .text("y")],
      [.text("B"), .integer(1), .text("x")],
    ]
    #expect(try rows(["[\(b),\(other),\(a)]", "[\(a),\(b),\(other)]"]) == expected + expected)
    #expect(try rows(["[\(a),\(a),\(a)]"]).map { $0[1] } == [.integer(1), .integer(2), .integer(3)])
    #expect(try rows(["[]", "[{\"note\":\"x\"},\(other)]"]).map { $0[1] } == [.integer(1)])
  }
}
