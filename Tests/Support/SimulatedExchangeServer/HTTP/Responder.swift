import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads requests off a connection for the gateway and writes its replies, broken ones included.
struct Responder: Sendable {
  /// Why a connection ends without a whole response.
  private struct GivenUp: Error {}

  let gateway: Gateway
  let connections: Connections
  let stall: @Sendable () -> Duration

  func respond(
    to request: Request, writer: consuming ResponseWriter, over channel: any Channel
  ) async throws {
    let incoming = IncomingRequest(
      method: request.method.rawValue, target: request.head.path ?? "/",
      headers: Responder.headers(of: request), connection: connections.number(of: channel))
    if let reply = gateway.control(incoming) {
      try await writer.write(response: Responder.head(of: reply), body: body(of: reply, over: channel))
      return
    }
    let (number, reply) = gateway.receive(incoming)
    defer { gateway.finish(number) }
    if reply.delay > .zero { try await Task.sleep(for: reply.delay) }
    switch reply.manner {
    case .silent:
      try await Task.sleep(for: stall())
      throw GivenUp()
    case .reset:
      await channel.reset()
      throw GivenUp()
    case .close:
      channel.cut()
      throw GivenUp()
    case .whole, .cut, .cutChunks, .stall:
      try await writer.write(response: Responder.head(of: reply), body: body(of: reply, over: channel))
    }
  }

  private func body(of reply: Reply, over channel: any Channel) -> ResponseBody {
    let buffer = ByteBuffer(bytes: reply.body)
    if reply.manner == .whole { return ResponseBody(byteBuffer: buffer) }
    let half = ByteBuffer(bytes: reply.body.prefix(max(1, reply.body.count / 2)))
    let (manner, stall) = (reply.manner, self.stall)
    return ResponseBody { writer in
      try await writer.write(half)
      if manner == .stall { try await Task.sleep(for: stall()) }
      channel.cut()
      throw GivenUp()
    }
  }

  private static func head(of reply: Reply) -> HTTPResponse {
    var fields = HTTPFields()
    for (name, value) in reply.headers {
      guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
      fields.append(HTTPField(name: name, value: value))
    }
    if reply.manner != .cutChunks { fields[.contentLength] = "\(reply.body.count)" }
    return HTTPResponse(status: HTTPResponse.Status(code: reply.status), headerFields: fields)
  }

  /// The request's headers, with the host that HTTPTypes keeps apart.
  private static func headers(of request: Request) -> [(name: String, value: String)] {
    let host = request.head.authority.map { [(name: "Host", value: $0)] } ?? []
    return host + request.headers.map { (name: $0.name.rawName, value: $0.value) }
  }
}
