/// What goes back over a connection, and how.
struct Reply: Sendable {
  /// How a response is sent.
  enum Manner: Sendable, Equatable {
    /// As it should be.
    case whole
    /// Half of the body that was promised, then the end of the connection.
    case cut
    /// Chunks without a last one, then the end of the connection.
    case cutChunks
    /// The head and half of the body, then nothing for a long time.
    case stall
    /// Nothing for a long time.
    case silent
    /// No response: the connection is reset.
    case reset
    /// No response: the connection is closed.
    case close
  }

  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  var manner = Manner.whole
  var delay = Duration.zero
  /// How long the client has to wait.
  var pause: Duration?

  /// A response in JSON from the engine.
  static func json(_ status: Int, _ body: [UInt8], number: Int) -> Reply {
    let digits = String(number)
    let uuid = "5f3c1e07-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    return Reply(
      status: status,
      headers: [
        ("Content-Type", "application/json;charset=UTF-8"), ("Server", "nginx"), ("x-mbx-uuid", uuid),
      ],
      body: body)
  }

  /// The same with more header fields, in the order of their names.
  func adding(_ fields: [String: String]) -> Reply {
    var reply = self
    for field in fields.sorted(by: { $0.key < $1.key }) { reply.headers.append((field.key, field.value)) }
    return reply
  }

  /// A refusal by the gateway.
  static func refusal(_ refusal: GatewayRefusal, number: Int) -> Reply {
    json(refusal.status, refusal.body, number: number)
  }

  /// A page from the content network, or from a proxy called `server`.
  static func page(_ status: Int, _ text: String, server: String = "CloudFront") -> Reply {
    var headers = [(name: "Content-Type", value: "text/html"), (name: "Server", value: server)]
    if server == "CloudFront" { headers.append(("X-Cache", "Error from cloudfront")) }
    return Reply(status: status, headers: headers, body: Array(text.utf8))
  }

  /// Nothing at all.
  static func none(_ manner: Manner) -> Reply {
    Reply(status: 0, headers: [], body: [], manner: manner)
  }
}
