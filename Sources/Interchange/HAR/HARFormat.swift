import BinanceUS
public import EventModel
import JSONView

/// Events as an HTTP Archive, version 1.2: what browsers' tools and HAR viewers read.
///
/// Responses of any status are entries. A run's start and end, and requests without a response, have no
/// place in the format. What its own fields cannot hold of an event is in `_event`, in the members of a
/// JSON line. Source: the HAR 1.2 specification (Odvarko, 2011).
public struct HARFormat: EventFormat {
  private let version: String
  private let isRedacted: Bool
  private var isFirst = true

  /// - Parameter version: this program's.
  public init(version: String, isRedacted: Bool = false) {
    self.version = version
    self.isRedacted = isRedacted
  }

  public func open(to text: inout [UInt8]) {
    text += "{\"log\":{\"version\":\"1.2\",\"creator\":".utf8
    JSONWriter.append(to: &text) { writer in
      writer.object {
        $0.member("name", "bnus-replay")
        $0.member("version", version)
      }
    }
    let comment = isRedacted ? ",\"comment\":\"redacted: the account's amounts were replaced\"" : ""
    text += "\(comment),\"pages\":[],\"entries\":[".utf8
  }

  public mutating func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    guard header.kind == .response else { return false }
    text += (isFirst ? "\n" : ",\n").utf8
    isFirst = false
    let duration = header.durationMicroseconds ?? 0
    let started = Timestamp(microseconds: header.observedAt.microseconds -| duration)
    let milliseconds = Self.milliseconds(duration).utf8
    JSONWriter.append(to: &text) { writer in
      writer.object { writer in
        writer.member("startedDateTime", started.iso8601)
        writer.name("time")
        writer.raw(milliseconds)
        writer.name("request")
        writer.object { writeRequest(header, to: &$0) }
        writer.name("response")
        writer.object { writeResponse(header, body, to: &$0) }
        writer.name("cache")
        writer.object { _ in }
        writer.name("timings")
        writer.object {
          $0.member("send", 0)
          $0.name("wait")
          $0.raw(milliseconds)
          $0.member("receive", 0)
        }
        writer.name("_event")
        writer.raw { EventLine.appendFacts(header, to: &$0) }
      }
    }
    return true
  }

  public func close(to text: inout [UInt8]) { text += "\n]}}\n".utf8 }

  private func writeRequest(_ header: EventHeader, to writer: inout JSONWriter) {
    writer.member("method", header.method)
    writer.member("url", header.url)
    writer.member("httpVersion", Self.name(of: header.httpVersion))
    writer.member("cookies", [])
    writer.member("headers", [])
    let parameters = CanonicalQuery(header.query).parameters
    writePairs("queryString", parameters.map { ($0.name, $0.value) }, to: &writer)
    writer.member("headersSize", -1)
    writer.member("bodySize", 0)
  }

  private func writeResponse(
    _ header: EventHeader, _ body: UnsafeRawBufferPointer, to writer: inout JSONWriter
  ) {
    writer.member("status", header.status)
    writer.member("statusText", StatusText.of(header.status))
    writer.member("httpVersion", Self.name(of: header.httpVersion))
    writer.member("cookies", [])
    writePairs("headers", header.responseHeaders.map { ($0.name, $0.value) }, to: &writer)
    writer.name("content")
    writer.object { writer in
      writer.member("size", body.count)
      writer.member(
        "mimeType", header.responseHeaders.first(named: "content-type") ?? "application/octet-stream")
      switch BodyText(body) {
      case .utf8:
        writer.name("text")
        writer.text(utf8: body)
      case .base64(let encoded):
        writer.member("text", encoded)
        writer.member("encoding", "base64")
      }
    }
    writer.member("redirectURL", "")
    writer.member("headersSize", -1)
    writer.member("bodySize", body.count)
  }

  private func writePairs(_ name: String, _ pairs: [(String, String)], to writer: inout JSONWriter) {
    writer.name(name)
    writer.array { writer in
      for (name, value) in pairs {
        writer.object {
          $0.member("name", name)
          $0.member("value", value)
        }
      }
    }
  }

  private static func name(of version: HTTPVersion) -> String {
    version == .unknown ? "unknown" : "HTTP/\(version.name)"
  }

  /// Microseconds as milliseconds with a point, exact.
  private static func milliseconds(_ microseconds: Int64) -> String {
    let rest = String(microseconds % 1000 +| 1000).dropFirst()
    return "\(microseconds / 1000).\(rest)"
  }
}

extension EventHeader {
  /// The requested URL, without what is secret or changes at every attempt.
  var url: String { "https://\(host)\(path)\(query.isEmpty ? "" : "?\(query)")" }
}
