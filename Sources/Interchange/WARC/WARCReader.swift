import BinanceUS
import EventModel
import Files

/// The records of a WARC file, plain or in gzip members, one after the other.
///
/// One owner, one thread. Memory of the largest record.
final class WARCReader {
  /// The longest head of a record: more than any writer needs, and quick to search.
  private static let headLimit = 1 << 18
  /// The largest block, its head, and the most that one chunk of gzip decompresses to.
  private static let bufferLimit = WholeFile.largestBytes + (1 << 27)
  private let name: String
  private let file: InputFile
  private let gzip: GzipReader?
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private(set) var recordNumber = 0

  private init(name: String, file: consuming InputFile, gzip: GzipReader?) {
    self.name = name
    self.file = file
    self.gzip = gzip
  }

  static func open(_ path: String, name: String) throws(InterchangeError) -> WARCReader {
    let file = try InterchangeError.reading { () throws(FilesError) in
      try InputFile.open(path, named: name)
    }
    let magic = try InterchangeError.reading { () throws(FilesError) in try file.head(2) }
    return WARCReader(name: name, file: file, gzip: magic == [0x1F, 0x8B] ? GzipReader() : nil)
  }

  /// The next record; nil after the last. Its block is checked against its digest where that is SHA-256.
  func next() throws(InterchangeError) -> WARCRecord? {
    // Some writers put more than two empty lines between records.
    while try ensure(2), buffer[start..<start + 2].elementsEqual("\r\n".utf8) { start += 2 }
    guard try ensure(1) else { return nil }
    recordNumber += 1
    let lines = try head()
    guard let version = lines.first, version.hasPrefix("WARC/1.") else {
      throw refuse("it does not begin with WARC/1.0 or WARC/1.1")
    }
    let fields = try parsed { () throws(HeaderLines.Excess) in try HeaderLines.fields(lines.dropFirst()) }
    var record = WARCRecord(fields: fields, block: [])
    guard let length = record["Content-Length"].flatMap({ Int64($0) }).flatMap({ Int(exactly: $0) }),
      (0...WholeFile.largestBytes).contains(length)
    else { throw refuse("its Content-Length is missing, or above 1 GiB") }
    guard try ensure(length) else { throw refuse("the file ends before its block does") }
    record.block = Array(buffer[start..<start + length])
    start += length
    try check(record)
    return record
  }

  /// Reads header lines; an excess becomes the record's refusal.
  private func parsed<R>(_ read: () throws(HeaderLines.Excess) -> R) throws(InterchangeError) -> R {
    do {
      return try read()
    } catch {
      throw refuse(error.reason)
    }
  }

  private func check(_ record: WARCRecord) throws(InterchangeError) {
    guard let recorded = record["WARC-Block-Digest"], recorded.hasPrefix("sha256:") else { return }
    let hex = recorded.dropFirst("sha256:".count)
    guard hex.utf8.count != 64 || "sha256:\(hex.lowercased())" == WARCRecord.digest(record.block) else {
      throw refuse("its block does not match WARC-Block-Digest")
    }
  }

  private func head() throws(InterchangeError) -> [Substring] {
    var searched = start
    while true {
      if let end = buffer[searched...].firstRange(of: Array("\r\n\r\n".utf8)) {
        defer { start = end.upperBound }
        return String(decoding: buffer[start..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      }
      guard buffer.count - start < Self.headLimit else {
        throw refuse("its header is longer than \(Self.headLimit >> 10) KiB, or has no end")
      }
      let known = buffer.count - start
      guard try ensure(known + 1) else { throw refuse("the file ends within its header") }
      searched = start + max(0, known - 3)
    }
  }

  /// Reads until `count` bytes are there; false where the file ends before.
  private func ensure(_ count: Int) throws(InterchangeError) -> Bool {
    while buffer.count - start < count {
      if isAtEnd { return false }
      buffer.removeSubrange(..<start)
      start = 0
      // A gzip member decompresses to as much as a thousand times its size.
      guard let gzip else {
        isAtEnd = try read(1 << 18, to: &buffer) == 0
        continue
      }
      var chunk: [UInt8] = []
      isAtEnd = try read(1 << 16, to: &chunk) == 0
      if isAtEnd, !gzip.isBetweenMembers { throw refuse("the file ends within a gzip member") }
      guard gzip.append(chunk[...], to: &buffer, limit: Self.bufferLimit) else {
        throw refuse("what follows is not gzip")
      }
    }
    return true
  }

  private func read(_ count: Int, to bytes: inout [UInt8]) throws(InterchangeError) -> Int {
    try InterchangeError.reading { () throws(FilesError) in try file.append(atMost: count, to: &bytes) }
  }

  func refuse(_ reason: String) -> InterchangeError {
    .part(path: name, part: "record \(max(1, recordNumber))", reason: reason)
  }
}

/// One record of a WARC file: named fields and a block of bytes.
/// Source: The WARC Format 1.1 (IIPC; ISO 28500:2017).
struct WARCRecord {
  var fields: [HeaderField]
  var block: [UInt8]

  /// The first value of a field; case in names does not matter.
  subscript(name: String) -> String? { fields.first(named: name) }

  /// The record as written to a file, before compression.
  var bytes: [UInt8] {
    var bytes = Array("WARC/1.1\r\n".utf8)
    for field in fields { bytes += "\(Self.oneLine(field.name)): \(Self.oneLine(field.value))\r\n".utf8 }
    bytes += "Content-Length: \(block.count)\r\n\r\n".utf8
    return bytes + block + Array("\r\n\r\n".utf8)
  }

  /// A text on one line, whatever it holds: control characters are percent-encoded, and what is longer than a reader
  /// accepts is cut. An imported query may hold anything; the metadata record has the text unchanged.
  static func oneLine(_ text: String) -> String {
    let line = Percent.encoded(text, where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F })
    guard line.utf8.count > HeaderLines.lineLimit / 2 else { return line }
    return String(decoding: line.utf8.prefix(HeaderLines.lineLimit / 2), as: UTF8.self)
  }

  /// A digest as the format writes it.
  static func digest(_ bytes: some Sequence<UInt8>) -> String {
    "sha256:\(Array(bytes).withUnsafeBytes(Digest.sha256).hex)"
  }
}
