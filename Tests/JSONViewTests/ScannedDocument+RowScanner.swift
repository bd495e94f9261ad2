@testable import JSONView

extension ScannedDocument {
  /// The whole scan of these bytes by the scanner under test.
  init(_ bytes: [UInt8], with scanner: inout RowScanner) throws(JSONError) {
    let padded = PaddedBytes(bytes)
    try self.init(padded.unsafeBytes, with: &scanner)
  }

  init(_ bytes: UnsafeRawBufferPointer, with scanner: inout RowScanner) throws(JSONError) {
    self.init()
    try scanner.begin(bytes)
    while true {
      switch try scanner.next() {
      case .end:
        envelope = scanner.envelope
        return
      case .record: append(.object, scanner)
      case .notAnObject(let kind): append(kind, scanner)
      }
    }
  }

  private mutating func append(_ kind: JSONKind, _ scanner: borrowing RowScanner) {
    rows.append(
      Row(
        kind: kind, range: scanner.recordRange, pointer: scanner.recordPointer,
        cells: Array(scanner.cells), unknown: Array(scanner.unknown)))
  }
}
