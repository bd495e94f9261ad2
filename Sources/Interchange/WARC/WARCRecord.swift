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
    for field in fields { bytes += "\(field.name): \(field.value)\r\n".utf8 }
    bytes += "Content-Length: \(block.count)\r\n\r\n".utf8
    return bytes + block + Array("\r\n\r\n".utf8)
  }

  /// A digest as the format writes it.
  static func digest(_ bytes: some Sequence<UInt8>) -> String {
    "sha256:\(Array(bytes).withUnsafeBytes(Digest.sha256).hex)"
  }
}
