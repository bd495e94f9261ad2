public import EventModel

/// A whole answer, of whatever status.
public struct HTTPResponse: Sendable {
  /// The status of the final answer; interim ones (100 Continue) are not answers.
  public let status: UInt16
  /// The version that the answer came over.
  public let httpVersion: HTTPVersion
  /// The header fields as received, in order; trailers follow them.
  public let headers: [HeaderField]
  /// The body after content decoding.
  public let body: [UInt8]
  /// When the request left for libcurl, by the system's clock.
  public let startedAt: Timestamp
  /// From there to the last byte, by a clock that never jumps.
  public let durationMicroseconds: Int64

  /// An answer of these parts.
  public init(
    status: UInt16, httpVersion: HTTPVersion, headers: [HeaderField], body: [UInt8], startedAt: Timestamp,
    durationMicroseconds: Int64
  ) {
    self.status = status
    self.httpVersion = httpVersion
    self.headers = headers
    self.body = body
    self.startedAt = startedAt
    self.durationMicroseconds = durationMicroseconds
  }
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Status and sizes: an answer may echo the request, so that neither fields nor body are printed.
  public var description: String {
    "\(status) over HTTP/\(httpVersion.name), \(headers.count) fields, \(body.count) bytes"
      + " in \(durationMicroseconds) µs"
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing but the description.
  public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
