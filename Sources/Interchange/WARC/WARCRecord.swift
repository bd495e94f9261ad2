import BinanceUS
import EventModel

/// One record of a WARC file: named fields and a block of bytes.
/// Source: The WARC Format 1.1 (IIPC; ISO 28500:2017).
struct WARCRecord {
  var fields: [HeaderField]
  var block: [UInt8]

  /// The first value of a field; names do not heed case.
  subscript(name: String) -> String? { fields.first(named: name) }

  /// As it stands in a file, before compression.
  var bytes: [UInt8] {
    var bytes = Array("WARC/1.1\r\n".utf8)
    for field in fields { bytes += "\(Self.oneLine(field.name)): \(Self.oneLine(field.value))\r\n".utf8 }
    bytes += "Content-Length: \(block.count)\r\n\r\n".utf8
    return bytes + block + Array("\r\n\r\n".utf8)
  }

  /// A text that stands in one line whatever is in it: control characters are percent-encoded, and what is longer than
  /// a reader takes is cut. A query that was imported may hold anything; the metadata record has it as it is.
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
