import EventLog
import EventModel
import Foundation
import Projections
import SimulatedExchange
import TestKit
import Testing

@testable import Interchange

@Suite("JSON lines in and out")
struct JSONLinesTests {
  private static let good =
    "{\"run\":\"r\",\"endpoint\":\"/api/v3/time\",\"observed_at\":\"2026-11-23T04:53:44Z\",\"body\":\"{}\"}"

  private func export(_ archive: ArchiveBuilder) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try EventExport.run(.init(through: archive.last), of: archive.log, as: JSONLinesFormat()) {
      bytes += $0
    }
    return bytes
  }

  private func root(_ archive: ArchiveBuilder) throws -> Digest {
    try archive.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.treeRoot(size: snapshot.lastSequence)
    }
  }

  @Test("a whole export in an empty archive gives the same tree root", arguments: UInt64(1)...6)
  func roundTrip(seed: UInt64) throws {
    let (source, target) = (try ArchiveBuilder(), try ArchiveBuilder())
    try source.append(DiceLog.events(seed: seed, count: 120))
    var dice = SeededGenerator(seed: seed)
    let odd = (0..<20).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    try source.record("/api/v3/account", bytes: odd, run: "odd", status: 500)
    let file = try source.directory.write(export(source), to: "export.jsonl")
    let report = try EventsImport.run(file, into: target.log)
    #expect(report.appended == 121)
    #expect(try root(target) == root(source), "seed \(seed)")
    #expect(try export(target) == export(source), "seed \(seed)")
    let again = try EventsImport.run(file, into: target.log)
    #expect((again.appended, again.alreadyThere) == (0, 121))
    #expect(try root(target) == root(source))
  }

  @Test("an export of the simulated exchange makes the same tables elsewhere")
  func tables() throws {
    let (source, target) = (try ArchiveBuilder(), try ArchiveBuilder())
    let world = SimulatedWorld(seed: 3, scale: .small)
    try source.appendRun("run-1", of: world, at: SimulatedTime(2026, 9, 20, 12, 0, 0))
    try source.appendRun("run-2", of: world, at: SimulatedTime(2026, 9, 21, 12, 0, 0))
    let file = try source.directory.write(export(source), to: "export.jsonl")
    _ = try EventsImport.run(file, into: target.log)
    let tables = TableCatalogue.names + ["_envelope", "_run", "_checkpoint", "_run_rows"]
    let (one, other) = (try source.image(of: "t.sqlite"), try target.image(of: "t.sqlite"))
    #expect(one.only(tables).difference(from: other.only(tables)) == "")
  }

  @Test("runs and endpoints that are named alone are exported, up to the event named")
  func selection() throws {
    let archive = try ArchiveBuilder()
    for run in ["a", "b"] {
      try archive.mark(.runStart, run: run)
      try archive.record("/api/v3/time", "{\"serverTime\":1}", run: run)
      try archive.record("/api/v3/account", "{}", run: run)
    }
    func count(_ selection: EventSelection) throws -> Int {
      try EventExport.run(selection, of: archive.log, as: JSONLinesFormat()) { _ in }.written
    }
    let run = try #require(RunID("b"))
    #expect(try count(.init(through: 6)) == 6)
    #expect(try count(.init(through: 4)) == 4)
    #expect(try count(.init(through: 0)) == 0)
    #expect(try count(.init(runs: [run], through: 6)) == 3)
    #expect(try count(.init(runs: [run], endpoints: ["/api/v3/time"], through: 6)) == 1)
    #expect(try count(.init(endpoints: [], through: 6)) == 0)
  }

  @Test(
    "a bad line is refused by its number, and nothing of its file is kept",
    arguments: [
      "x", "[]", "7", "\"text\"", "{", "{}", good + "x", good + good, "\u{FEFF}" + good,
      good.replacing("\"run\":\"r\",", with: ""), good.replacing("\"r\"", with: "\"no blanks\""),
      good.replacing("\"r\"", with: "7"), good.replacing("\"r\"", with: "\"\""),
      good.replacing("/api/v3/time", with: "/api/v3/depth"),
      good.replacing("\"endpoint\"", with: "\"endpont\""),
      good.replacing("\"/api/v3/time\"", with: "null"), good.replacing("04:53:44Z", with: "04:53:44"),
      good.replacing("2026-11-23", with: "2026-02-30"), good.replacing("44Z", with: "44.1234567Z"),
      good.replacing("\"body\":\"{}\"", with: "\"body\":{}"),
      good.replacing("\"body\":\"{}\"", with: "\"body\":null"),
      good.replacing("\"body\":\"{}\"", with: "\"body_base64\":\"Zg=\""),
      good.replacing("\"body\":\"{}\"", with: "\"body_base64\":7"),
      good.replacing("\"body\":\"{}\"", with: "\"body\":\"\",\"body_base64\":\"\""),
      good.replacing("{\"run\"", with: "{\"run\":\"r\",\"run\""),
      good.replacing("{\"run\"", with: "{\"kind\":\"answer\",\"run\""),
      good.replacing("{\"run\"", with: "{\"ordinal\":-1,\"run\""),
      good.replacing("{\"run\"", with: "{\"ordinal\":4294967296,\"run\""),
      good.replacing("{\"run\"", with: "{\"status\":\"200\",\"run\""),
      good.replacing("{\"run\"", with: "{\"status\":65536,\"run\""),
      good.replacing("{\"run\"", with: "{\"attempt\":1.5,\"run\""),
      good.replacing("{\"run\"", with: "{\"http_version\":\"9\",\"run\""),
      good.replacing("{\"run\"", with: "{\"headers\":{},\"run\""),
      good.replacing("{\"run\"", with: "{\"headers\":[[\"a\"]],\"run\""),
      good.replacing("{\"run\"", with: "{\"headers\":[[\"a\",1]],\"run\""),
      good.replacing("{\"run\"", with: "{\"flags\":[\"odd\"],\"run\""),
      good.replacing("{\"run\"", with: "{\"flags\":[1],\"run\""),
      good.replacing("{\"run\"", with: "{\"salt\":\"00\",\"run\""),
      good.replacing("{\"run\"", with: "{\"body_sha256\":\"00\",\"run\""),
      good.replacing("{\"run\"", with: "{\"body_sha256\":\"\(String(repeating: "0", count: 64))\",\"run\""),
      good.replacing("{\"run\"", with: "{\"path\":\"\(String(repeating: "p", count: 70_000))\",\"run\""),
      // Another body under the identity of the first line, and of an event in the archive.
      good.replacing("{\"run\"", with: "{\"ordinal\":0,\"run\"").replacing("{}", with: "[]"),
      good.replacing("{\"run\":\"r\"", with: "{\"ordinal\":0,\"run\":\"there\""),
    ])
  func refused(line: String) throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/time", "{\"serverTime\":1}", run: "there")
    let file = try archive.directory.write(
      (Self.good + "\n\n" + Self.good + "\r\n" + line + "\n" + Self.good + "\n").utf8, to: "bad.jsonl")
    let error = try #require(throws: InterchangeError.self) {
      try EventsImport.run(file, into: archive.log)
    }
    guard case .part(let path, let part, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect((path, part) == (file, "line 4"))
    #expect(try archive.last == 1)
  }

  @Test("two events of one identity far apart in a file are refused before anything is kept")
  func farApart() throws {
    let archive = try ArchiveBuilder()
    var lines = (0..<2500).map { _ in Self.good }
    lines.append(Self.good.replacing("{\"run\"", with: "{\"ordinal\":3,\"run\"").replacing("{}", with: "[]"))
    let file = try archive.directory.write(lines.joined(separator: "\n").utf8, to: "bad.jsonl")
    let error = #expect(throws: InterchangeError.self) { try EventsImport.run(file, into: archive.log) }
    #expect(error.map { "\($0)" }?.contains("line 2501") == true)
    #expect(try archive.last == 0)
  }

  @Test("an event that appears twice in a file is imported once")
  func twice() throws {
    let archive = try ArchiveBuilder()
    let line = Self.good.replacing("{\"run\"", with: "{\"ordinal\":5,\"run\"")
    let file = try archive.directory.write("\(line)\n\(line)\n  \n\t\n".utf8, to: "twice.jsonl")
    let report = try EventsImport.run(file, into: archive.log)
    #expect((report.appended, report.alreadyThere) == (1, 1))
  }

  @Test("an empty file adds nothing")
  func empty() throws {
    let archive = try ArchiveBuilder()
    let file = try archive.directory.write([], to: "empty.jsonl")
    #expect(try EventsImport.run(file, into: archive.log).appended == 0)
  }

  @Test("a query is kept in canonical form and without its secrets")
  func query() throws {
    let archive = try ArchiveBuilder()
    let line = Self.good.replacing(
      "{\"run\"", with: "{\"query\":\"z=1&signature=s3cret&apiKey=s3cret&a=2\",\"run\"")
    _ = try EventsImport.run(archive.directory.write(line.utf8, to: "f.jsonl"), into: archive.log)
    #expect(try PlainEvent.all(of: archive.log)[0].header.query == "a=2&z=1")
    let stored = try Data(contentsOf: URL(filePath: archive.directory.file("archive/data.mdb")))
    #expect(stored.range(of: Data("s3cret".utf8)) == nil)
  }
}
