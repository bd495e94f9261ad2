import EventModel
import HTTPTypes
import JSONView
import NIOCore

/// What goes back to a client.
struct PlayedResponse: Sendable {
  let status: Int
  private(set) var fields: HTTPFields
  let body: ByteBuffer
  /// No client waits longer, whatever a file said of it.
  private static let longestPause = Duration.seconds(600)

  /// How long the response took when it was recorded.
  var recordedPause: Duration?
  /// The event that it is, or was made from.
  var event: UInt64?
  var isDerived = false
  var isFault = false
  /// No whole response came when this was recorded, and none comes now.
  var isCut = false

  /// A response as it was recorded, or one made of it with another body.
  init(_ header: EventHeader, body: ByteBuffer, isDerived: Bool = false) {
    status = Int(header.status)
    self.body = body
    self.isDerived = isDerived
    event = header.sequence
    recordedPause = header.durationMicroseconds.map { min(.microseconds($0), Self.longestPause) }
    isCut = header.kind != .response || header.flags.contains(.bodyTruncated)
    var fields = HTTPFields()
    for field in header.responseHeaders where PlayedResponse.matters(field.name.lowercased()) {
      if let name = HTTPField.Name(field.name) { fields.append(HTTPField(name: name, value: field.value)) }
    }
    fields[.bnusEvent] = "\(header.sequence)"
    fields[.bnusRun] = header.run.text
    if isDerived { fields[.bnusDerived] = "true" }
    fields[.contentLength] = "\(body.readableBytes)"
    self.fields = fields
  }

  /// JSON that no event holds.
  init(status: Int, json: [UInt8], more: [(name: HTTPField.Name, value: String)] = []) {
    self.status = status
    body = ByteBuffer(bytes: json)
    var fields = HTTPFields()
    fields[.contentType] = "application/json;charset=UTF-8"
    for (name, value) in more { fields[name] = value }
    fields[.contentLength] = "\(json.count)"
    self.fields = fields
  }

  /// What a request gets that HTTP does not allow.
  static func refused(_ reason: String) -> PlayedResponse { error(400, code: -400, reason) }

  /// An error of our own, in the form of the exchange's.
  static func error(_ status: Int, code: Int64, _ message: String) -> PlayedResponse {
    PlayedResponse(
      status: status, json: JSONDocument.object([("code", .integer(code)), ("msg", .text(message))]).bytes)
  }

  /// The response with another pause before the next request may come.
  func retryAfter(_ seconds: Int) -> PlayedResponse {
    var response = self
    response.fields[.retryAfter] = "\(seconds)"
    return response
  }

  /// How much memory it takes, roughly.
  var byteCount: Int { body.readableBytes + 1024 }

  /// The headers that a client goes by: what the body is, and how fast it may send requests.
  private static func matters(_ name: String) -> Bool {
    name == "content-type" || name == "retry-after" || name.hasPrefix("x-mbx-") || name.hasPrefix("x-sapi-")
  }
}

extension HTTPField.Name {
  static let bnusEvent = ours("X-Bnus-Event")
  static let bnusRun = ours("X-Bnus-Run")
  static let bnusDerived = ours("X-Bnus-Derived")
  static let bnusFault = ours("X-Bnus-Fault")
  static let bnusRefused = ours(HostCheck.mark)
  static let retryAfter = ours("Retry-After")

  private static func ours(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
    return name
  }
}

extension BodyBuffer {
  /// A copy that can be sent over and over.
  var buffer: ByteBuffer { withBytes { ByteBuffer(bytes: $0) } }
}
