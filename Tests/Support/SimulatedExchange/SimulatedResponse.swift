/// What the simulated exchange responds: everything an HTTP server needs to send.
public struct SimulatedResponse: Sendable {
  /// The HTTP status.
  public let status: Int
  /// Header names and values in their order; names in the exchange's own spelling.
  public let headers: [(name: String, value: String)]
  /// The body before any content encoding.
  public let body: [UInt8]

  /// A response of these parts.
  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The body as text.
  public var text: String {
    String(decoding: body, as: UTF8.self)
  }
}
