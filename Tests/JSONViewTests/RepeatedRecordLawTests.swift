import Testing

@testable import JSONView

/// Passing over records that were read before, against reading them.
@Suite("RowScanner law of repeated records")
struct RepeatedRecordLawTests {
  @Test(
    "a document whose repeated records are passed over is what it is when all are read",
    arguments: RowScannerLawTests.shapes)
  func skipping(shape: RowScanner.Shape) {
    let fields = Array(DocumentGenerator.names.prefix(13))
    var scanner = RowScanner(fields: fields, shape: shape)
    var reader = RowScanner(fields: fields, shape: shape)
    var passedOver = 0
    for seed in 0..<UInt64(RowScannerLawTests.cases) {
      var generator = DocumentGenerator(random: SplitMix(seed: seed))
      let document = generator.document(shape)
      let next = seed % 4 == 0 ? document : mutated(document, &generator.random)
      guard let before = try? Before(document, with: &scanner) else { continue }
      let read = try? ScannedDocument(next, with: &reader)
      let skipped = try? before.scan(next, with: &scanner, passedOver: &passedOver)
      guard read != skipped else { continue }
      Issue.record("seed \(seed), \(shape): \(String(decoding: next, as: UTF8.self))")
      return
    }
    // A lone record has nobody beside it, so it is always read.
    #expect(shape == .object ? passedOver == 0 : passedOver > RowScannerLawTests.cases / 2)
  }
}

/// A document that was read, with what it takes to know its records again.
private struct Before {
  private let bytes: [UInt8]
  private let rows: [ScannedDocument.Row]
  private let tokens: [Int]

  init(_ bytes: [UInt8], with scanner: inout RowScanner) throws(JSONError) {
    self.bytes = bytes
    rows = try ScannedDocument(bytes, with: &scanner).rows
    var tokens: [Int] = []
    let padded = PaddedBytes(bytes)
    try scanner.begin(padded.unsafeBytes)
    while try scanner.next() != .end { tokens.append(scanner.recordTokens) }
    self.tokens = tokens
  }

  /// Scans the next document; a record that stands at its place as before is passed over, and
  /// its cells are moved to where it stands now.
  func scan(
    _ next: [UInt8], with scanner: inout RowScanner, passedOver: inout Int
  ) throws(JSONError) -> ScannedDocument {
    var document = ScannedDocument()
    let padded = PaddedBytes(next)
    try scanner.begin(padded.unsafeBytes)
    while true {
      let place = document.rows.count
      if place < rows.count, rows[place].kind == .object, skips(place, &scanner) {
        passedOver += 1
        document.rows.append(moved(rows[place], scanner.recordRange, scanner.recordPointer))
        continue
      }
      switch try scanner.next() {
      case .end:
        document.envelope = scanner.envelope
        return document
      case .record: document.rows.append(row(.object, scanner))
      case .notAnObject(let kind): document.rows.append(row(kind, scanner))
      }
    }
  }

  private func skips(_ place: Int, _ scanner: inout RowScanner) -> Bool {
    bytes.withUnsafeBytes { all in
      scanner.skip(UnsafeRawBufferPointer(rebasing: all[rows[place].range]), tokens: tokens[place])
    }
  }

  private func row(_ kind: JSONKind, _ scanner: borrowing RowScanner) -> ScannedDocument.Row {
    ScannedDocument.Row(
      kind: kind, range: scanner.recordRange, pointer: scanner.recordPointer, cells: Array(scanner.cells),
      unknown: Array(scanner.unknown))
  }

  private func moved(
    _ row: ScannedDocument.Row, _ range: Range<Int>, _ pointer: String
  ) -> ScannedDocument.Row {
    let shift = range.lowerBound - row.range.lowerBound
    func moved(_ cell: JSONCell) -> JSONCell {
      if cell.kind == .missing { return cell }
      return JSONCell(start: UInt32(Int(cell.start) + shift), length: cell.length, kind: cell.kind)
    }
    return ScannedDocument.Row(
      kind: row.kind, range: range, pointer: pointer, cells: row.cells.map(moved),
      unknown: row.unknown.map { field in
        UnknownField(
          keyStart: UInt32(Int(field.keyStart) + shift), keyLength: field.keyLength, value: moved(field.value)
        )
      })
  }
}
