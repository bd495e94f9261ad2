import Foundation

@testable import Audit
@testable import BinanceUS
@testable import EventLog
@testable import EventModel
@testable import Interchange
@testable import JSONView

/// A parser that is fed any bytes: it may refuse them, and may neither crash nor contradict itself.
enum FuzzTarget: String, CaseIterable {
  case rows, value, tape, header, body, run, line, har, warc, http, note, checkpoint, proof, key, time, query

  /// Feeds it. What contradicts itself ends the process.
  func feed(_ bytes: UnsafeRawBufferPointer) {
    do {
      try parse(bytes)
    } catch {
      // Refused.
    }
  }

  private func parse(_ bytes: UnsafeRawBufferPointer) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .rows: try Self.rows(bytes)
    case .value:
      var scanner = ValueScanner()
      Self.walk(try scanner.scan(bytes))
    case .tape:
      var scanner = TapeScanner()
      let padded = Array(bytes) + [UInt8](repeating: 0, count: 64)
      try padded.withUnsafeBytes { padded in
        _ = try scanner.scan(UnsafeRawBufferPointer(rebasing: padded[..<bytes.count]))
      }
    case .header:
      let header = try HeaderCodec.decode(bytes)
      precondition(HeaderCodec.encode(header) == Array(bytes), "a header has one encoding")
    case .body: _ = try BodyRecord(bytes, of: 7)
    case .run:
      if let id = RunID("a") { _ = try RunRecordCodec.decode(bytes, id: id) }
    case .line:
      var parser = EventLineParser()
      _ = try parser.event(Array(bytes)[...])
    case .har:
      try Self.withFile(of: bytes) { path in
        _ = try HARSource.open(path, name: "fuzz").forEachEvent { _, _ in }
      }
    case .warc:
      try Self.withFile(of: bytes) { path in
        _ = try WARCSource.open(path, name: "fuzz").forEachEvent { _, _ in }
      }
    case .http: _ = try HTTPMessage(Array(bytes))
    case .note:
      let note = try SignedNote.parse(Array(bytes))
      let again = try SignedNote.parse(note.bytes)
      precondition(again.bytes == note.bytes, "a note is read as it is written")
    case .checkpoint:
      let checkpoint = try Checkpoint.parse(text)
      let again = try Checkpoint.parse(checkpoint.text)
      precondition(again.text == checkpoint.text, "a checkpoint is read as it is written")
    case .proof: _ = try TreeProof.parse(Array(bytes))
    case .key: _ = VerifierKey(text)
    case .time:
      guard let time = Timestamp(iso8601: text) else { return }
      precondition(Timestamp(iso8601: time.iso8601) == time, "a time is read as it is written")
    case .query:
      let query = CanonicalQuery(text).text
      precondition(CanonicalQuery(query).text == query, "a canonical query is canonical")
    }
  }

  private static let shapes: [RowScanner.Shape] = [.array, .arrayOrObject, .object, .member("symbols")]

  private static func rows(_ bytes: UnsafeRawBufferPointer) throws {
    guard let first = bytes.first else { return }
    var scanner = RowScanner(
      fields: ["symbol", "id", "price", "a\"b"], shape: shapes[Int(first) % shapes.count])
    let document = Array(bytes.dropFirst()) + [UInt8](repeating: 0, count: 64)
    try document.withUnsafeBytes { document in
      try scanner.begin(UnsafeRawBufferPointer(rebasing: document[..<(bytes.count - 1)]))
      while try scanner.next() != .end { _ = scanner.recordPointer }
    }
  }

  private static func walk(_ value: JSONValue) {
    for member in value.members ?? [] { walk(member.value) }
    for element in value.elements ?? [] { walk(element) }
    _ = (value.text, value.int64, value.repeatedKey)
  }

  private static let file: (number: Int32, path: String) = {
    let path = FileManager.default.temporaryDirectory.path + "/fuzz-\(getpid())"
    return (open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600), path)
  }()

  /// The bytes as a file that has a path.
  private static func withFile(of bytes: UnsafeRawBufferPointer, _ use: (String) throws -> Void) throws {
    guard ftruncate(file.number, 0) == 0,
      pwrite(file.number, bytes.baseAddress, bytes.count, 0) == bytes.count
    else { return }
    try use(file.path)
  }
}
