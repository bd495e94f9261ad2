import NIOCore

/// The first to see a connection: it is numbered, and closed at once where a fault says so.
final class AcceptGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let connections: Connections
  private let gateway: Gateway

  init(connections: Connections, gateway: Gateway) {
    self.connections = connections
    self.gateway = gateway
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let number = connections.accepted(context.channel)
    if gateway.closesOnAccept(connection: number) { context.channel.cut() }
  }
}
