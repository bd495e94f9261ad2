import BinanceUS
public import EventModel

/// Events as a WARC 1.1 file, one gzip member a record.
///
/// A response is a `request`, a `response` and a `metadata` record with what the other two cannot hold; any other event
/// is a `metadata` record alone. The block of a metadata record is a JSON line, without its body where the response has
/// it. Digests are SHA-256.
public struct WARCFormat: EventFormat {
  static let eventType = "application/vnd.bnus-replay.event+json"

  private let version: String
  private let archive: String
  private let restored: ArchiveID?
  private let madeAt: Timestamp
  private let isRedacted: Bool

  /// - Parameters:
  ///   - version: this program's.
  ///   - archive: what names the archive; the file's own record is named after it.
  ///   - restored: the archive, where all of its events from the first one on are written, so that importing them
  ///     restores it.
  ///   - madeAt: when the last of the events was stored.
  public init(
    version: String, archive: String, restoring restored: ArchiveID? = nil, madeAt: Timestamp,
    isRedacted: Bool = false
  ) {
    self.version = version
    self.archive = archive
    self.restored = restored
    self.madeAt = madeAt
    self.isRedacted = isRedacted
  }

  public func open(to text: inout [UInt8]) throws(InterchangeError) {
    var block = "software: bnus-replay/\(version)\r\nformat: WARC File Format 1.1\r\n"
    block += "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    if isRedacted { block += "description: redacted: the account's amounts were replaced\r\n" }
    let id = Self.id("warcinfo\n\(archive)\n\(madeAt.iso8601)\n\(isRedacted)")
    try append(
      "warcinfo", id: id, at: madeAt, [HeaderField(name: "Content-Type", value: "application/warc-fields")],
      Array(block.utf8), to: &text)
  }

  public func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) throws(InterchangeError) -> Bool {
    let name = "\(header.run.text)\n\(header.ordinal)\n\(header.bodyDigest.hex)\n"
    var facts: [UInt8] = []
    guard header.kind == .response else {
      EventLine.append(header, body: body, archive: restored, to: &facts)
      let type = HeaderField(name: "Content-Type", value: Self.eventType)
      try append("metadata", id: Self.id(name + "event"), at: header.observedAt, [type], facts, to: &text)
      return true
    }
    let (request, response) = (Self.id(name + "request"), Self.id(name + "response"))
    let target = HeaderField(name: "WARC-Target-URI", value: Self.oneWord(header.url))
    func fields(_ type: String, _ more: HeaderField...) -> [HeaderField] {
      [target] + more + [HeaderField(name: "Content-Type", value: type)]
    }
    try append(
      "request", id: request, at: header.observedAt,
      fields(
        "application/http;msgtype=request", HeaderField(name: "WARC-Concurrent-To", value: response)),
      Self.request(header), to: &text)
    try append(
      "response", id: response, at: header.observedAt,
      fields(
        "application/http;msgtype=response",
        HeaderField(name: "WARC-Payload-Digest", value: "sha256:\(header.bodyDigest.hex)")),
      Self.response(header, body), to: &text)
    EventLine.appendFacts(header, archive: restored, to: &facts)
    try append(
      "metadata", id: Self.id(name + "metadata"), at: header.observedAt,
      fields(Self.eventType, HeaderField(name: "WARC-Refers-To", value: response)), facts, to: &text)
    return true
  }

  public func close(to text: inout [UInt8]) {}

  private func append(
    _ type: String, id: String, at time: Timestamp, _ fields: [HeaderField], _ block: [UInt8],
    to text: inout [UInt8]
  ) throws(InterchangeError) {
    let first = [
      HeaderField(name: "WARC-Type", value: type), HeaderField(name: "WARC-Record-ID", value: id),
      HeaderField(name: "WARC-Date", value: time.iso8601),
    ]
    let digest = HeaderField(name: "WARC-Block-Digest", value: WARCRecord.digest(block))
    text += try GzipMember.compress(WARCRecord(fields: first + fields + [digest], block: block).bytes)
  }

  private static func request(_ header: EventHeader) -> [UInt8] {
    let target = header.path + (header.query.isEmpty ? "" : "?\(header.query)")
    let line = "\(oneWord(header.method)) \(oneWord(target)) HTTP/1.1"
    return Array("\(line)\r\nHost: \(oneWord(header.host))\r\n\r\n".utf8)
  }

  /// A text without white space, for a place between two spaces; the metadata record has it unchanged.
  private static func oneWord(_ text: String) -> String {
    WARCRecord.oneLine(text).replacing(" ", with: "%20").replacing("\t", with: "%09")
  }

  /// The response without any coding: headers that describe a coding, or a length, are kept under other names.
  private static func response(_ header: EventHeader, _ body: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes = Array("HTTP/1.1 \(header.status) \(StatusText.of(header.status))\r\n".utf8)
    for field in header.responseHeaders {
      let isCoding = ["content-encoding", "transfer-encoding", "content-length"].contains(
        field.name.lowercased())
      let (name, value) = (WARCRecord.oneLine(field.name), WARCRecord.oneLine(field.value))
      bytes += "\(isCoding ? "X-Archive-Orig-" : "")\(name): \(value)\r\n".utf8
    }
    bytes += "Content-Length: \(body.count)\r\n\r\n".utf8
    return bytes + Array(body)
  }

  /// A UUID (version 8: by our own rule) derived from what it names, so that an export is repeatable.
  private static func id(_ name: String) -> String {
    var bytes = Array(name.utf8).withUnsafeBytes(Digest.sha256).withBytes { Array($0.prefix(16)) }
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    let groups = [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]].map { $0.joined() }
    return "<urn:uuid:\(groups.joined(separator: "-"))>"
  }
}
