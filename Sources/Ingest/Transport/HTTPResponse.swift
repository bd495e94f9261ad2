public import EventModel

/// A whole response, of whatever status.
public struct HTTPResponse: Sendable {
  /// The status of the final response; interim ones (100 Continue) are not responses.
  public let status: UInt16
  /// The version that the response came over.
  public let httpVersion: HTTPVersion
  /// The header fields as received, in order; trailers follow them.
  public let headers: [HeaderField]
  /// The body after content decoding.
  public let body: [UInt8]
  /// When the request left for libcurl, by the system's clock.
  public let startedAt: Timestamp
  /// From there to the last byte, by a clock that never jumps.
  public let durationMicroseconds: Int64

  /// A response of these parts.
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
  /// Status and sizes: a response may echo the request, so that neither fields nor body are printed.
  public var description: String {
    "\(status) over HTTP/\(httpVersion.name), \(headers.count) fields, \(body.count) bytes"
      + " in \(durationMicroseconds) µs"
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing but the description.
  public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}

/// The header lines of a response, as libcurl hands them over one by one.
///
/// Interim responses (100 Continue) come before the final one: a new status line after a finished block begins anew.
/// Lines after a block that are no status line are trailers, and are kept.
struct HeaderBlock {
  private(set) var status: UInt16?
  private(set) var version = HTTPVersion.unknown
  private(set) var fields: [HeaderField] = []
  private var isFinished = true

  mutating func take(line: UnsafeRawBufferPointer) {
    var line = line[...]
    while let last = line.last, last == Self.lineFeed || last == Self.carriageReturn { line.removeLast() }
    guard let first = line.first else {
      isFinished = true
      return
    }
    if isFinished, line.starts(with: "HTTP/".utf8) {
      self = HeaderBlock(statusLine: line)
    } else if first == Self.space || first == Self.tab {
      continueLastField(with: Self.trimmed(line))
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      let value = Self.trimmed(line[line.index(after: colon)...])
      fields.append(HeaderField(name: Self.text(line[..<colon]), value: Self.text(value)))
    }
  }

  init() {}

  /// `HTTP/1.1 200 OK`, `HTTP/2 200`
  private init(statusLine: Slice<UnsafeRawBufferPointer>) {
    let words = statusLine.split(separator: Self.space, maxSplits: 2, omittingEmptySubsequences: true)
    if let word = words.first { version = HTTPVersion(name: Self.text(word.dropFirst(5))) ?? .unknown }
    if words.count > 1 { status = UInt16(Self.text(words[1])) }
    isFinished = false
  }

  /// Folded lines are an old way to write one value on several.
  private mutating func continueLastField(with more: Slice<UnsafeRawBufferPointer>) {
    guard !fields.isEmpty else { return }
    fields[fields.count - 1].value += " " + Self.text(more)
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    var bytes = bytes
    while let first = bytes.first, first == space || first == tab { bytes.removeFirst() }
    while let last = bytes.last, last == space || last == tab { bytes.removeLast() }
    return bytes
  }

  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")
}
