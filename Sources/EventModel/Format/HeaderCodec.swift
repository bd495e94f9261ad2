/// The bytes of an event's header: one canonical encoding, strictly decoded. Integers are big-endian.
///
///     offset size
///          0    1  header format, 1
///          1    1  kind
///          2    1  HTTP version
///          3    1  1 when the duration is known, else 0
///          4    4  flags
///          8    8  sequence
///         16    4  ordinal
///         20    2  attempt
///         22    2  status
///         24    8  observed_at, microseconds since 1970 (signed)
///         32    8  appended_at, microseconds since 1970 (signed)
///         40    8  duration in microseconds (signed), 0 when not known
///         48    8  body length
///         56   32  SHA-256 of the body
///         88   16  salt
///        104       run, endpoint, method, host, path, query: 16-bit length, UTF-8
///                  16-bit count of response headers, each: name, value, as above
package enum HeaderCodec {
  package static let format: UInt8 = 1
  package static let maximumBytes = 65_535
  /// An index key of LMDB has at most 511 bytes, and the endpoint is a part of one.
  package static let maximumEndpointBytes = 255
  package static let prefixBytes = 104

  package static let sequenceOffset = 8
  package static let appendedAtOffset = 32

  /// The sequence in a header; nil for one that is cut off.
  package static func sequence(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    guard bytes.count >= prefixBytes else { return nil }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: sequenceOffset, as: UInt64.self))
  }

  /// How many bytes `header` takes without its response headers.
  package static func bytesWithoutResponseHeaders(_ header: EventHeader) -> Int {
    texts(of: header).reduce(prefixBytes + 2) { $0 + 2 + $1.text.utf8.count }
  }

  package static func bytes(of field: HeaderField) -> Int {
    4 + field.name.utf8.count + field.value.utf8.count
  }

  /// The length-prefixed texts, in their order in the header.
  package static func texts(of header: EventHeader) -> [(name: String, text: String)] {
    [
      ("run", header.run.text), ("endpoint", header.endpoint), ("method", header.method),
      ("host", header.host),
      ("path", header.path), ("query", header.query),
    ]
  }

  /// The bytes of a header that fits (`EventHeader.init(normalising:…)` makes sure of that).
  package static func encode(_ header: EventHeader) -> [UInt8] {
    var writer = ByteWriter(capacity: 1024)
    writer.integer(format)
    writer.integer(header.kind.rawValue)
    writer.integer(header.httpVersion.rawValue)
    writer.integer(UInt8(header.durationMicroseconds == nil ? 0 : 1))
    writer.integer(header.flags.rawValue)
    writer.integer(header.sequence)
    writer.integer(header.ordinal)
    writer.integer(header.attempt)
    writer.integer(header.status)
    writer.integer(header.observedAt.microseconds)
    writer.integer(header.appendedAt.microseconds)
    writer.integer(header.durationMicroseconds ?? 0)
    writer.integer(header.bodyBytes)
    header.bodyDigest.withBytes { writer.raw($0) }
    header.salt.bytes.withBytes { writer.raw($0) }
    for (_, text) in texts(of: header) { writer.text(text) }
    writer.integer(UInt16(header.responseHeaders.count))
    for field in header.responseHeaders {
      writer.text(field.name)
      writer.text(field.value)
    }
    return writer.bytes
  }

  package static func decode(_ bytes: UnsafeRawBufferPointer) throws(FormatError) -> EventHeader {
    guard bytes.count <= maximumBytes else {
      throw FormatError(what: "its header is longer than \(maximumBytes) bytes")
    }
    var reader = ByteReader(bytes)
    let found = try reader.integer(UInt8.self, "header format")
    guard found == format else { throw FormatError(what: "its header has the unknown format \(found)") }
    let kind = try decodeKind(&reader)
    let version = try decodeVersion(&reader)
    let durationKnown = try reader.integer(UInt8.self, "duration mark")
    let flags = EventFlags(rawValue: try reader.integer(UInt32.self, "flags"))
    guard flags.isSubset(of: .known) else { throw FormatError(what: "its header has unknown flags") }
    let sequence = try reader.integer(UInt64.self, "sequence")
    let ordinal = try reader.integer(UInt32.self, "ordinal")
    let attempt = try reader.integer(UInt16.self, "attempt")
    let status = try reader.integer(UInt16.self, "status")
    let observedAt = Timestamp(microseconds: try reader.integer(Int64.self, "observed_at"))
    let appendedAt = Timestamp(microseconds: try reader.integer(Int64.self, "appended_at"))
    let duration = try reader.integer(Int64.self, "duration")
    guard durationKnown == 1 || (durationKnown == 0 && duration == 0) else {
      throw FormatError(what: "its header's duration contradicts its mark")
    }
    let bodyBytes = try reader.integer(UInt64.self, "body length")
    let digest = Digest(bytes: try reader.take(Digest.byteCount, "body digest"))
    let salt = Salt(bytes: SixteenBytes(bytes: try reader.take(SixteenBytes.byteCount, "salt")))
    guard let run = RunID(try reader.text("run")) else { throw FormatError(what: "its run id is not one") }
    let endpoint = try reader.text("endpoint")
    let method = try reader.text("method")
    let host = try reader.text("host")
    let path = try reader.text("path")
    let query = try reader.text("query")
    let fields = try decodeFields(&reader)
    try reader.finish("header")
    return EventHeader(
      sequence: sequence, run: run, ordinal: ordinal, kind: kind, endpoint: endpoint, method: method,
      host: host,
      path: path, query: query, attempt: attempt, observedAt: observedAt, appendedAt: appendedAt,
      durationMicroseconds: durationKnown == 1 ? duration : nil, httpVersion: version, status: status,
      responseHeaders: fields, bodyBytes: bodyBytes, bodyDigest: digest, flags: flags, salt: salt)
  }

  private static func decodeKind(_ reader: inout ByteReader) throws(FormatError) -> EventKind {
    let raw = try reader.integer(UInt8.self, "kind")
    guard let kind = EventKind(rawValue: raw) else { throw FormatError(what: "its kind \(raw) is unknown") }
    return kind
  }

  private static func decodeVersion(_ reader: inout ByteReader) throws(FormatError) -> HTTPVersion {
    let raw = try reader.integer(UInt8.self, "HTTP version")
    guard let version = HTTPVersion(rawValue: raw) else {
      throw FormatError(what: "its HTTP version \(raw) is unknown")
    }
    return version
  }

  private static func decodeFields(_ reader: inout ByteReader) throws(FormatError) -> [HeaderField] {
    let count = Int(try reader.integer(UInt16.self, "count of response headers"))
    var fields: [HeaderField] = []
    fields.reserveCapacity(min(count, 64))
    for _ in 0..<count {
      fields.append(
        HeaderField(
          name: try reader.text("response header name"), value: try reader.text("response header value")))
    }
    return fields
  }
}
