public import EventModel
import JSONView

/// An event as one line of JSON: the shape that `export` writes and `import` reads.
///
/// The body is text in `body` where it is UTF-8, else as base64 in `body_base64`.
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
    JSONWriter.append(to: &text) { writer in
      writer.object { writer in
        writeFacts(of: header, archive, to: &writer)
        switch BodyText(body) {
        case .utf8:
          writer.name("body")
          writer.text(utf8: body)
        case .base64(let encoded):
          writer.member("body_base64", encoded)
        }
      }
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// The header alone as a JSON object, for listings.
  public static func appendHeader(_ header: EventHeader, to text: inout [UInt8]) {
    JSONWriter.append(to: &text) { writer in
      writer.object {
        writeFacts(of: header, to: &$0)
        $0.member("body_bytes", header.bodyBytes)
      }
    }
  }

  /// The header alone as a JSON object, in the members that `import` reads.
  static func appendFacts(_ header: EventHeader, archive: ArchiveID? = nil, to text: inout [UInt8]) {
    JSONWriter.append(to: &text) { writer in
      writer.object { writeFacts(of: header, archive, to: &$0) }
    }
  }

  /// A redacted event does not belong to the log that it came from, so it has neither sequence nor salt.
  private static func writeFacts(
    of header: EventHeader, _ archive: ArchiveID? = nil, to writer: inout JSONWriter
  ) {
    let isOfLog = !header.flags.contains(.redacted)
    if let archive, isOfLog, header.sequence == 1 { writer.member("archive", "\(archive)") }
    if isOfLog { writer.member("sequence", header.sequence) }
    writer.member("run", header.run.text)
    writer.member("ordinal", header.ordinal)
    writer.member("kind", header.kind.name)
    writer.member("endpoint", header.endpoint)
    writer.member("method", header.method)
    writer.member("host", header.host)
    writer.member("path", header.path)
    writer.member("query", header.query)
    writer.member("attempt", header.attempt)
    writer.member("observed_at", header.observedAt.iso8601)
    if isOfLog { writer.member("appended_at", header.appendedAt.iso8601) }
    writer.name("duration_us")
    if let duration = header.durationMicroseconds { writer.number(duration) } else { writer.null() }
    writer.member("http_version", header.httpVersion.name)
    writer.member("status", header.status)
    writer.name("headers")
    writer.array { writer in
      for field in header.responseHeaders {
        writer.array {
          $0.text(field.name)
          $0.text(field.value)
        }
      }
    }
    writer.member("flags", header.flags.names)
    if isOfLog { writer.member("salt", header.salt.hex) }
    writer.member("body_sha256", header.bodyDigest.hex)
  }
}

/// A body in a format that carries text alone: as is where it is UTF-8, else in base64.
enum BodyText {
  case utf8
  case base64(String)

  init(_ body: UnsafeRawBufferPointer) {
    var isText = true
    body.withMemoryRebound(to: UInt8.self) { isText = String(validating: $0, as: UTF8.self) != nil }
    self = isText ? .utf8 : .base64(Base64.text(of: body))
  }
}
