import BinanceUS
public import EventLog
import JSONView

/// Events as an HTTP Archive, version 1.2: what browsers' tools and HAR viewers read.
///
/// Answers of any status are entries. A run's start and end, and requests without an answer, have
/// no place in the format. What its own fields cannot say of an event stands in `_event`, in the
/// members of a JSON line. Source: the HAR 1.2 specification (Odvarko, 2011).
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
    text += "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"bnus-replay\",\"version\":".utf8
    EventLine.quote(version, to: &text)
    let comment = isRedacted ? ",\"comment\":\"redacted: the account's amounts were replaced\"" : ""
    text += "}\(comment),\"pages\":[],\"entries\":[".utf8
  }

  public mutating func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    guard header.kind == .response else { return false }
    text += (isFirst ? "\n{" : ",\n{").utf8
    isFirst = false
    let duration = header.durationMicroseconds ?? 0
    let started = Timestamp(microseconds: header.observedAt.microseconds -| duration)
    let milliseconds = Self.milliseconds(duration)
    text += "\"startedDateTime\":\"\(started.iso8601)\",\"time\":\(milliseconds),\"request\":".utf8
    appendRequest(header, to: &text)
    text += ",\"response\":".utf8
    appendResponse(header, body, to: &text)
    text += ",\"cache\":{},\"timings\":{\"send\":0,\"wait\":\(milliseconds),\"receive\":0},\"_event\":".utf8
    EventLine.appendFacts(header, to: &text)
    text += "}".utf8
    return true
  }

  public func close(to text: inout [UInt8]) { text += "\n]}}\n".utf8 }

  private func appendRequest(_ header: EventHeader, to text: inout [UInt8]) {
    text += "{\"method\":".utf8
    EventLine.quote(header.method, to: &text)
    text += ",\"url\":".utf8
    EventLine.quote(header.url, to: &text)
    text +=
      ",\"httpVersion\":\"\(Self.name(of: header.httpVersion))\",\"cookies\":[],\"headers\":[],\"queryString\":"
      .utf8
    let parameters = CanonicalQuery(header.query).parameters.map {
      HeaderField(name: $0.name, value: $0.value)
    }
    appendPairs(parameters, to: &text)
    text += ",\"headersSize\":-1,\"bodySize\":0}".utf8
  }

  private func appendResponse(
    _ header: EventHeader, _ body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) {
    text += "{\"status\":\(header.status),\"statusText\":\"\(StatusText.of(header.status))\"".utf8
    text += ",\"httpVersion\":\"\(Self.name(of: header.httpVersion))\",\"cookies\":[],\"headers\":".utf8
    appendPairs(header.responseHeaders, to: &text)
    let type = header.responseHeaders.first { $0.name.lowercased() == "content-type" }?.value
    text += ",\"content\":{\"size\":\(body.count),\"mimeType\":".utf8
    EventLine.quote(type ?? "application/octet-stream", to: &text)
    var isText = true
    body.withMemoryRebound(to: UInt8.self) { isText = String(validating: $0, as: UTF8.self) != nil }
    text += ",\"text\":".utf8
    if isText {
      JSONText.appendQuoted(body, to: &text)
    } else {
      text.append(UInt8(ascii: "\""))
      Base64.encode(body, to: &text)
      text += "\",\"encoding\":\"base64\"".utf8
    }
    text += "},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":\(body.count)}".utf8
  }

  private func appendPairs(_ fields: [HeaderField], to text: inout [UInt8]) {
    text.append(UInt8(ascii: "["))
    for (index, field) in fields.enumerated() {
      text += (index == 0 ? "{\"name\":" : ",{\"name\":").utf8
      EventLine.quote(field.name, to: &text)
      text += ",\"value\":".utf8
      EventLine.quote(field.value, to: &text)
      text.append(UInt8(ascii: "}"))
    }
    text.append(UInt8(ascii: "]"))
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
  /// The address that was asked, without what is secret or changes at every attempt.
  var url: String { "https://\(host)\(path)\(query.isEmpty ? "" : "?\(query)")" }
}
