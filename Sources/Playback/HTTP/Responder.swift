import HTTPTypes
import HummingbirdCore
import NIOCore

/// Reads requests off a connection and writes responses. Keys and signatures go no further than
/// this: what is requested is named without them.
struct Responder: Sendable {
  /// Why a connection ends without a whole response.
  private struct Cut: Error {}

  let playback: Playback
  let address: ListeningAddress
  let connections: OpenConnections
  let observer: (@Sendable (PlayedRequest) -> Void)?

  /// The largest body of a request that is read.
  private static let formLimit = 65_536

  func respond(
    to request: Request, writer: consuming ResponseWriter, over channel: any Channel
  ) async throws {
    let started = ContinuousClock.now
    connections.heard(channel)
    let received = ClientRequest(
      method: request.method.rawValue, target: request.head.path ?? "/", form: try await form(of: request))
    let response = await response(to: received, of: request)
    let pause = playback.pause(of: response)
    if pause > .zero { try await Task.sleep(for: pause) }
    observer?(
      PlayedRequest(
        method: request.method.rawValue, path: received.path, query: received.query, status: response.status,
        event: response.event, isDerived: response.isDerived, isFault: response.isFault,
        duration: ContinuousClock.now - started))
    if response.isCut { throw Cut() }
    let head = HTTPResponse(status: .init(code: response.status), headerFields: response.fields)
    if request.method == .head {
      try await writer.writeResponse(head)
    } else {
      try await writer.write(response: head, body: ResponseBody(byteBuffer: response.body))
    }
  }

  private func response(to received: ClientRequest, of request: Request) async -> PlayedResponse {
    if let reason = request.headers[.bnusRefused] { return .refused(reason) }
    if let authority = request.head.authority, !address.accepts(authority) {
      return ListeningAddress.refusal(of: authority)
    }
    return await playback.response(to: received)
  }

  /// Parameters in the body, as clients send them with everything but GET.
  private func form(of request: Request) async throws -> String {
    guard request.method != .get, request.method != .head,
      request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
    else { return "" }
    return String(buffer: try await request.body.collect(upTo: Self.formLimit))
  }
}
