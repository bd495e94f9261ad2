import EventModel
import JSONView
import TestKit
import Testing

@testable import Audit

@Suite("Shapes of responses")
struct ShapeTreeTests {
  @Test("the fast tree sees what the plain reference sees in the exchange's responses")
  func worlds() async throws {
    var twins: [String: (tree: ShapeTree, plain: PlainShapes)] = [:]
    for line in try await RecordedDays.of(.short).lines where line.header.isSuccess {
      guard (try? JSONValue.parse(line.body)) != nil else { continue }
      var twin = twins[line.endpoint] ?? (ShapeTree(isLoneRecordElement: false), PlainShapes())
      try expectEqual(line.body, &twin)
      twins[line.endpoint] = twin
    }
    #expect(twins.count > 10)
  }

  @Test("and in any document", arguments: 1...40 as ClosedRange<UInt64>)
  func generated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var twin = (tree: ShapeTree(isLoneRecordElement: false), plain: PlainShapes())
    for _ in 0..<30 { try expectEqual(Array(value(&random, depth: 0).utf8), &twin) }
  }

  @Test("keys that are data do not fill the memory")
  func bounded() throws {
    let tree = ShapeTree(isLoneRecordElement: false)
    var scanner = TapeScanner()
    for round in 0..<10 {
      let members = (0..<500).map { "\"k\(round * 500 + $0)\":1" }.joined(separator: ",")
      let bytes = PaddedBytes(Array("{\(members)}".utf8))
      tree.observe(try scanner.scan(bytes.unsafeBytes), bytes.unsafeBytes)
    }
    #expect(tree.count == ShapeTree.mostNodes)
    #expect(tree.overflow > 900)
  }

  private func expectEqual(_ body: [UInt8], _ twin: inout (tree: ShapeTree, plain: PlainShapes)) throws {
    var scanner = TapeScanner()
    let bytes = PaddedBytes(body)
    twin.tree.observe(try scanner.scan(bytes.unsafeBytes), bytes.unsafeBytes)
    twin.plain.observe(try JSONValue.parse(body))
    #expect(twin.tree.observed == twin.plain.fields, "\(String(decoding: body.prefix(500), as: UTF8.self))")
  }

  private func value(_ random: inout SeededGenerator, depth: Int) -> String {
    let scalars = [
      "1", "-2.5", "1e9", "null", "true", "false", "\"\"", "\"1.50\"", "\"-7\"", "\"NEW\"", "\"FILLED\"",
      "\"two words\"",
      "\"Halted\"", "\"0.00000000\"", "\"12a\"",
    ]
    if depth > 3 || random.oneIn(3) { return random.pick(scalars) }
    let count = random.within(0...5)
    if random.oneIn(2) {
      return "[" + (0..<count).map { _ in value(&random, depth: depth + 1) }.joined(separator: ",") + "]"
    }
    let keys = ["status", "filterType", "symbol", "a", "price", "tradeId", "rows"]
    let members = (0..<count).map { _ in "\"\(random.pick(keys))\":\(value(&random, depth: depth + 1))" }
    return "{" + members.joined(separator: ",") + "}"
  }
}
