import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// The open connections. One too many pushes out the one that was silent longest, so that whoever
/// opens connections and says nothing keeps nobody else out.
final class OpenConnections: Sendable {
  private struct State {
    var turn: UInt64 = 0
    var open: [ObjectIdentifier: (turn: UInt64, channel: any Channel)] = [:]
    var isClosing = false
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Follows a connection until it closes.
  func accepted(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    let silent = state.withLock { state -> (any Channel)? in
      if state.isClosing { return channel }
      let oldest =
        state.open.count < limit ? nil : state.open.min { $0.value.turn < $1.value.turn }
      if let oldest { state.open[oldest.key] = nil }
      state.turn +|= 1
      state.open[id] = (state.turn, channel)
      return oldest?.value.channel
    }
    silent?.close(mode: .all, promise: nil)
    channel.closeFuture.whenComplete { [weak self] _ in
      _ = self?.state.withLock { $0.open.removeValue(forKey: id) }
    }
  }

  /// Notes that a connection has sent a request.
  func heard(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    state.withLock { state in
      state.turn +|= 1
      state.open[id]?.turn = state.turn
    }
  }

  /// Closes all of them at once, whatever they are at, and from now on every one that comes.
  func closeAll() {
    let channels = state.withLock { state in
      state.isClosing = true
      return state.open.values.map(\.channel)
    }
    for channel in channels { channel.close(mode: .all, promise: nil) }
  }
}

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
