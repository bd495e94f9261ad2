import Glibc
import NIOCore
import Synchronization

/// The open connections of a server, numbered from 1 in the order they were accepted.
final class Connections: Sendable {
  private struct State {
    var accepted = 0
    var open: [ObjectIdentifier: (number: Int, channel: any Channel)] = [:]
    var isClosing = false
  }

  private let state = Mutex(State())

  /// Numbers a connection and follows it until it closes.
  func accepted(_ channel: any Channel) -> Int {
    let id = ObjectIdentifier(channel)
    let (number, isClosing) = state.withLock { state in
      state.accepted += 1
      state.open[id] = (state.accepted, channel)
      return (state.accepted, state.isClosing)
    }
    if isClosing { channel.cut() }
    channel.closeFuture.whenComplete { [weak self] _ in
      _ = self?.state.withLock { $0.open.removeValue(forKey: id) }
    }
    return number
  }

  /// The number of the connection that a request came over; 0 when it has closed already.
  func number(of channel: any Channel) -> Int {
    state.withLock { $0.open[ObjectIdentifier(channel)]?.number ?? 0 }
  }

  /// Closes all of them at once, whatever they are at, and from now on every one that comes.
  func closeAll() {
    let channels = state.withLock { state in
      state.isClosing = true
      return state.open.values.map(\.channel)
    }
    for channel in channels { channel.cut() }
  }
}

extension Channel {
  /// Ends the connection at once.
  func cut() {
    close(mode: .all, promise: nil)
  }

  /// Ends the connection with a reset instead of an orderly end.
  func reset() async {
    if let options = self as? any SocketOptionProvider {
      do {
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      } catch {
        // The connection has gone already, which is what is wanted.
      }
    }
    cut()
  }
}
