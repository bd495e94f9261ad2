import NIOCore
import NIOHTTP1

/// Marks requests that HTTP does not allow by their `Host`: several of them, or none in HTTP/1.1.
///
/// Whatever stands between a client and this server may go by another `Host` than this server does,
/// so such a request must get 400 (RFC 9112, section 3.2). Where requests are values the protocol's
/// version and the first `Host` are gone; so this looks before, and the responder refuses what is marked.
final class HostCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// The name of the header that says what is wrong; what a client sends under it is removed.
  static let mark = "X-Bnus-Refused"

  /// Puts the check behind the decoder of a connection's pipeline.
  static func add(to channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(HostCheck(), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    head.headers.remove(name: Self.mark)
    if let reason = Self.fault(of: head) {
      head.headers.replaceOrAdd(name: Self.mark, value: reason)
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  private static func fault(of head: HTTPRequestHead) -> String? {
    let count = head.headers["Host"].count
    if count > 1 { return "the request has \(count) Host headers; send one" }
    let needsOne = (head.version.major, head.version.minor) >= (1, 1)
    return count == 0 && needsOne ? "the request has no Host header, which HTTP/1.1 needs" : nil
  }
}
