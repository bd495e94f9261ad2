import HummingbirdCore
import Logging
import NIOCore

/// The first to see a connection, so that it is counted and its requests are checked.
struct FollowedChannel<Base: ServerChildChannel>: ServerChildChannel {
  typealias Value = Base.Value

  let base: Base
  let connections: OpenConnections

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    connections.accepted(channel)
    return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
      try RawTargets.add(to: channel)
      try HostCheck.add(to: channel)
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}
