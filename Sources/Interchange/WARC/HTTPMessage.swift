import EventModel

/// The head and the body of a message in a block of `application/http`.
struct HTTPMessage {
  let startLine: String
  let fields: [HeaderField]
  let body: ArraySlice<UInt8>
  private static let headLimit = 1 << 18

  /// Nil where the block is not an HTTP message.
  init?(_ block: [UInt8]) throws(HeaderLines.Excess) {
    // Only the head is searched: the body may be a gigabyte.
    let limit = Self.headLimit
    guard let end = block.prefix(limit).firstRange(of: Array("\r\n\r\n".utf8)) else {
      guard block.count <= limit else {
        throw HeaderLines.Excess(reason: "its HTTP header is longer than \(limit >> 10) KiB, or has no end")
      }
      return nil
    }
    let lines = String(decoding: block[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    guard let first = lines.first else { return nil }
    startLine = String(first)
    fields = try HeaderLines.fields(lines.dropFirst())
    body = block[end.upperBound...]
  }

  /// The first value of a field.
  subscript(name: String) -> String? { fields.first(named: name) }

  /// The status in a response's first line.
  var status: UInt16? { startLine.pieces(at: " ").dropFirst().first.flatMap { UInt16($0) } }

  /// The body without its transfer and content coding; nil for an unsupported coding.
  var decodedBody: [UInt8]? {
    var body = Array(body)
    if self["Transfer-Encoding"]?.lowercased().contains("chunked") == true {
      guard let whole = Self.unchunked(body) else { return nil }
      body = whole
    }
    switch self["Content-Encoding"]?.lowercased() ?? "identity" {
    case "identity", "": return body
    case "gzip", "x-gzip", "deflate":
      var output: [UInt8] = []
      guard let reader = GzipReader(), reader.append(body[...], to: &output, limit: WholeFile.largestBytes)
      else { return nil }
      return output
    default: return nil
    }
  }

  private static func unchunked(_ bytes: [UInt8]) -> [UInt8]? {
    var (rest, output): (ArraySlice<UInt8>, [UInt8]) = (bytes[...], [])
    while let end = rest.firstRange(of: Array("\r\n".utf8)) {
      let size = rest[..<end.lowerBound].prefix { $0 != UInt8(ascii: ";") }
      guard let count = Int(String(decoding: size, as: UTF8.self), radix: 16), count >= 0,
        rest.distance(from: end.upperBound, to: rest.endIndex) >= count
      else { return nil }
      if count == 0 { return output }
      output += rest[end.upperBound..<end.upperBound + count]
      rest = rest[(end.upperBound + count)...].dropFirst(2)
    }
    return nil
  }
}
