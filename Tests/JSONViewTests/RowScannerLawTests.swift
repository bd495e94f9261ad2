import Foundation
import Testing

@testable import JSONView

/// The scanner against its plain twin. `BNUS_LAW_CASES` requests more cases.
@Suite("RowScanner law")
struct RowScannerLawTests {
  static let cases =
    ProcessInfo.processInfo.environment["BNUS_LAW_CASES"].flatMap { Int64($0) }.map { Int(clamping: $0) }
    ?? 1500
  static let shapes: [RowScanner.Shape] = [
    .array, .arrayOrObject, .object, .member("symbols"), .member("q\"/~"),
    .member("symbols", or: "data"), .member("symbols", mayLack: true),
  ]

  @Test("on any bytes the scanner and its plain twin accept the same and see the same", arguments: shapes)
  func scannerAgreesWithTwin(shape: RowScanner.Shape) {
    let fields = Array(DocumentGenerator.names.prefix(13))
    var scanner = RowScanner(fields: fields, shape: shape)
    let twin = PlainRowScanner(fields: fields, shape: shape)
    var accepted = 0
    for seed in 0..<UInt64(Self.cases) {
      var generator = DocumentGenerator(random: SplitMix(seed: seed))
      let document = generator.document(shape)
      let damaged = seed % 3 == 0 ? document : mutated(document, &generator.random)
      let plain = try? twin.scan(damaged)
      let fast = try? ScannedDocument(damaged, with: &scanner)
      if plain != nil { accepted += 1 }
      guard plain?.pointersUnescaped != fast else { continue }
      let text = String(decoding: damaged, as: UTF8.self)
      Issue.record("seed \(seed), \(shape): \(text)\nplain: \(describe(plain))\nscanner: \(describe(fast))")
      return
    }
    #expect(accepted > Self.cases / 5)
    #expect(accepted < Self.cases)
  }

  @Test("on any bytes the tree and the plain grammar accept the same")
  func treeAgreesWithGrammar() {
    var scanner = ValueScanner()
    for seed in 0..<UInt64(Self.cases) {
      var generator = DocumentGenerator(random: SplitMix(seed: seed &+ 1_000_000_000))
      let document = generator.document(.array)
      let damaged = seed % 3 == 0 ? document : mutated(document, &generator.random)
      let plain = isValue(damaged)
      let tree = try? damaged.withUnsafeBytes { try scanner.scan($0) }
      guard plain != (tree != nil) else { continue }
      Issue.record("seed \(seed): \(String(decoding: damaged, as: UTF8.self))")
      return
    }
  }

  @Test("text that is quoted and parsed is the text again")
  func quotingIsUndone() throws {
    for seed in 0..<UInt64(Self.cases) {
      var random = SplitMix(seed: seed)
      let scalars = (0..<random.below(60)).compactMap { _ in
        UnicodeScalar(UInt32(random.below(random.pick([0x20, 0x80, 0x800, 0x110000]))))
      }
      let text = String(String.UnicodeScalarView(scalars))
      var quoted: [UInt8] = []
      JSONText.appendQuoted(Array(text.utf8), to: &quoted)
      let back = try JSONValue.parse(quoted).text
      #expect(back.map { Array($0.utf8) } == Array(text.utf8), "seed \(seed)")
    }
  }

  private func describe(_ document: ScannedDocument?) -> String {
    document.map { "\($0)" } ?? "refused"
  }

  private func isValue(_ bytes: [UInt8]) -> Bool {
    guard var grammar = try? PlainGrammar(bytes) else { return false }
    grammar.skipWhitespace()
    guard (try? grammar.value(depth: 0)) != nil else { return false }
    grammar.skipWhitespace()
    return grammar.at == bytes.count
  }
}

extension ScannedDocument {
  /// The twin writes a member's name into pointers as it is; RFC 6901 has `~0` and `~1`.
  fileprivate var pointersUnescaped: ScannedDocument {
    var copy = self
    for index in rows.indices {
      copy.rows[index].pointer = rows[index].pointer.replacingOccurrences(of: "/q\"/~/", with: "/q\"~1~0/")
    }
    return copy
  }
}

extension JSONText {
  static func appendQuoted(_ bytes: [UInt8], to output: inout [UInt8]) {
    bytes.withUnsafeBytes { appendQuoted($0, to: &output) }
  }
}
