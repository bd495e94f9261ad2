import HummingbirdCore
import Logging
import NIOCore

/// The first to see a connection: it is numbered, and closed at once where a fault says so.
struct NumberedChannel<Base: ServerChildChannel>: ServerChildChannel {
  typealias Value = Base.Value

  let base: Base
  let connections: Connections
  let gateway: Gateway

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let number = connections.accepted(channel)
    if gateway.closesOnAccept(connection: number) { channel.cut() }
    return base.setup(channel: channel, logger: logger)
  }

  func handle(value: Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}
