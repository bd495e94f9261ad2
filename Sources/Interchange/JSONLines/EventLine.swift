public import EventLog
import JSONView

/// An event as one line of JSON: the shape that `export` writes and `import` reads.
///
/// The body stands as text in `body` where it is UTF-8, else as base64 in `body_base64`.
/// Specified in docs/format.md.
public enum EventLine {
  /// The members of a line, in the order they are written.
  static let names = [
    "archive", "sequence", "run", "ordinal", "kind", "endpoint", "method", "host", "path", "query",
    "attempt", "observed_at", "appended_at", "duration_us", "http_version", "status", "headers",
    "flags", "salt", "body_sha256", "body", "body_base64",
  ]

  /// Appends the line and its end.
  ///
  /// - Parameter archive: the archive of a whole export, which its first event names.
  public static func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, archive: ArchiveID? = nil, to text: inout [UInt8]
  ) {
    appendOpen(header, archive, to: &text)
    var isText = true
    body.withMemoryRebound(to: UInt8.self) { isText = String(validating: $0, as: UTF8.self) != nil }
    if isText {
      text += ",\"body\":".utf8
      JSONText.appendQuoted(body, to: &text)
    } else {
      text += ",\"body_base64\":\"".utf8
      Base64.encode(body, to: &text)
      text.append(UInt8(ascii: "\""))
    }
    text += "}\n".utf8
  }

  /// The header alone as a JSON object, for listings.
  public static func appendHeader(_ header: EventHeader, to text: inout [UInt8]) {
    appendOpen(header, to: &text)
    text += ",\"body_bytes\":\(header.bodyBytes)}".utf8
  }

  /// The header alone as a JSON object, in the members that `import` reads.
  static func appendFacts(_ header: EventHeader, archive: ArchiveID? = nil, to text: inout [UInt8]) {
    appendOpen(header, archive, to: &text)
    text.append(UInt8(ascii: "}"))
  }

  /// A redacted event is none of the log that it came from, so it has neither place nor salt.
  private static func appendOpen(
    _ header: EventHeader, _ archive: ArchiveID? = nil, to text: inout [UInt8]
  ) {
    let isOfLog = !header.flags.contains(.redacted)
    text += "{".utf8
    if let archive, isOfLog, header.sequence == 1 { text += "\"archive\":\"\(archive)\",".utf8 }
    text += (isOfLog ? "\"sequence\":\(header.sequence),\"run\":" : "\"run\":").utf8
    quote(header.run.text, to: &text)
    text += ",\"ordinal\":\(header.ordinal),\"kind\":\"\(header.kind.name)\"".utf8
    for (name, value) in [
      ("endpoint", header.endpoint), ("method", header.method), ("host", header.host),
      ("path", header.path), ("query", header.query),
    ] {
      text += ",\"\(name)\":".utf8
      quote(value, to: &text)
    }
    text += ",\"attempt\":\(header.attempt)".utf8
    text += ",\"observed_at\":\"\(header.observedAt.iso8601)\"".utf8
    if isOfLog { text += ",\"appended_at\":\"\(header.appendedAt.iso8601)\"".utf8 }
    let duration = header.durationMicroseconds.map { String($0) } ?? "null"
    text += ",\"duration_us\":\(duration),\"http_version\":\"\(header.httpVersion.name)\"".utf8
    text += ",\"status\":\(header.status),\"headers\":[".utf8
    for (index, field) in header.responseHeaders.enumerated() {
      text += (index == 0 ? "[" : ",[").utf8
      quote(field.name, to: &text)
      text.append(UInt8(ascii: ","))
      quote(field.value, to: &text)
      text.append(UInt8(ascii: "]"))
    }
    let flags = header.flags.names.map { "\"\($0)\"" }.joined(separator: ",")
    text += "],\"flags\":[\(flags)]".utf8
    if isOfLog { text += ",\"salt\":\"\(header.salt.hex)\"".utf8 }
    text += ",\"body_sha256\":\"\(header.bodyDigest.hex)\"".utf8
  }

  static func quote(_ value: String, to text: inout [UInt8]) {
    Array(value.utf8).withUnsafeBytes { JSONText.appendQuoted($0, to: &text) }
  }
}
