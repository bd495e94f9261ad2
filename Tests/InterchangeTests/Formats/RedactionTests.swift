import EventLog
import EventModel
import JSONView
import TestKit
import Testing

@testable import Interchange

@Suite("A slice that can be shown to others")
struct RedactionTests {
  private let redaction = Redaction(key: [1, 2, 3])

  private func replaced(_ amount: String) -> String {
    String(decoding: redaction.replacement(of: Array(amount.utf8)[...]), as: UTF8.self)
  }

  @Test(
    "an amount keeps its shape and no more",
    arguments: ["24196.7476", "\"0.00633000\"", "100", "-31.5"])
  func shape(amount: String) {
    let other = replaced(amount)
    #expect(other != amount && other.utf8.count == amount.utf8.count)
    let shape = { (text: String) in text.map { $0.isNumber ? "9" : $0 } }
    #expect(shape(other) == shape(amount))
  }

  @Test("equal amounts stay equal whatever zeros follow, unequal ones differ, zero stays zero")
  func consistent() {
    #expect(replaced("1.5") + "00" == replaced("1.500"))
    #expect(replaced("100") + ".00" == replaced("100.00"))
    #expect(replaced("0.00") == "0.00" && replaced("0") == "0")
    var dice = SeededGenerator(seed: 5)
    let amounts = Set(
      (0..<500).map { _ in "\(dice.within(1_000_000...9_999_999)).\(dice.within(1000...9998))1" })
    #expect(Set(amounts.map(replaced)).count == amounts.count)
    #expect(
      Redaction(key: [9]).replacement(of: Array("24196.7476".utf8)[...]) != Array(replaced("24196.7476").utf8)
    )
  }

  @Test("only amounts of the account are replaced, whatever is between them")
  func fields() throws {
    let body = """
      {"uid":12345678, "balances":[ {"asset":"BTC","free":"0.12345678","locked":"0.00"} ],"canTrade":true}
      """
    let other = String(decoding: redaction.redacted(Array(body.utf8)), as: UTF8.self)
    let value = try JSONValue.parse(other)
    #expect(value["uid"]?.int64 != 12_345_678)
    #expect(
      value["balances"]?[0]?["asset"]?.text == "BTC" && value["balances"]?[0]?["locked"]?.text == "0.00")
    #expect(value["balances"]?[0]?["free"]?.text != "0.12345678")
    #expect(other.hasSuffix("} ],\"canTrade\":true}") && other.utf8.count == body.utf8.count)
    #expect(redaction.redacted(Array("<html>".utf8)) == Array("<html>".utf8))
  }

  @Test("a redacted event is flagged, without sequence and salt; wholly private responses are left out")
  func export() throws {
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/account", "{\"balances\":[{\"asset\":\"A\",\"free\":\"7.25\",\"locked\":\"0\"}]}")
    try archive.record("/sapi/v1/capital/deposit/hisrec", "[{\"amount\":\"5\"}]")
    try archive.record("/api/v3/exchangeInfo", "{\"symbols\":[],\"free\":\"1.5\"}")
    var text: [UInt8] = []
    let report = try EventExport.run(
      EventSelection(through: archive.last), of: archive.log, as: JSONLinesFormat(), redaction: redaction
    ) { text += $0 }
    #expect(report.written == 2 && report.withheld == 1)
    let lines = String(decoding: text, as: UTF8.self)
    #expect(
      !lines.contains("7.25") && lines.contains("1.5") && !lines.contains("salt")
        && !lines.contains("sequence"))
    let other = try ArchiveBuilder()
    _ = try EventsImport.run(other.directory.write(text, to: "r.jsonl"), into: other.log)
    let header = try other.log.read { (snapshot: borrowing Snapshot) in try snapshot.header(of: 1) }
    #expect(header.flags.contains(.redacted) && header.run.text == "run-1-redacted")
    #expect(try EventsImport.run(other.directory.file("r.jsonl"), into: archive.log).appended == 2)
  }

  @Test("a run's events keep its settings and lose the key's fingerprint and remarks")
  func run() throws {
    func rewritten(_ kind: EventKind, _ body: String) throws -> String {
      let archive = try ArchiveBuilder()
      try archive.append([
        NewEvent(
          run: try #require(RunID("r")), ordinal: 0, kind: kind, observedAt: ArchiveBuilder.someTime,
          body: Array(body.utf8))
      ])
      var text: [UInt8] = []
      _ = try EventExport.run(
        EventSelection(through: 1), of: archive.log, as: JSONLinesFormat(), redaction: redaction
      ) { text += $0 }
      return try #require(try JSONValue.parse(text.dropLast().map { $0 })["body"]?.text)
    }
    #expect(
      try rewritten(.runStart, #"{"source":"sync","key_fingerprint" : "SHA256:abc","symbols":"held"}"#)
        == #"{"source":"sync","key_fingerprint" : null,"symbols":"held"}"#)
    #expect(
      try rewritten(.runEnd, #"{"outcome":"done","remarks":["executed 0.0227"],"waits":0}"#)
        == #"{"outcome":"done","remarks":[],"waits":0}"#)
    #expect(try rewritten(.runStart, "{}") == "{}")
    #expect(try rewritten(.runStart, "key_fingerprint abc") == "")
  }
}
