public import EventLog
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Platform

/// An archive that listens on a port and responds as the exchange did. It sends no request itself.
public final class PlaybackServer: Sendable {
  /// Where it listens: `http://127.0.0.1:8787`.
  public let url: String
  private let connections: OpenConnections
  private let serving: Task<Void, any Error>
  private let shutDown: @Sendable () async throws -> Void

  private init(
    url: String, connections: OpenConnections, serving: Task<Void, any Error>,
    shutDown: @escaping @Sendable () async throws -> Void
  ) {
    self.url = url
    self.connections = connections
    self.serving = serving
    self.shutDown = shutDown
  }

  /// Starts to listen; port 0 takes any that is free.
  public static func start(
    _ log: EventLog, settings: PlaybackSettings, host: String = "127.0.0.1", port: Int = 0
  ) async throws -> PlaybackServer {
    let connections = OpenConnections(limit: OpenFiles.connections(atMost: settings.connectionLimit))
    let responder = Responder(
      playback: try Playback(log, settings), address: ListeningAddress(host), connections: connections,
      observer: settings.observer)
    let channel = HTTP1Channel(
      responder: { try await responder.respond(to: $0, writer: $1, over: $2) },
      configuration: .init(
        idleTimeout: .seconds(Int64(settings.silentSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
    let (bound, announce) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: FollowedChannel(base: channel, connections: connections),
      configuration: ServerConfiguration(address: .hostname(host, port: port), backlog: 1024),
      onServerRunning: { announce.yield($0.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "playback") { _ in SwiftLogNoOpLogHandler() })
    let serving = Task {
      do {
        try await server.run()
        announce.finish()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    do {
      for try await port in bound {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return PlaybackServer(
          url: "http://\(name):\(port)", connections: connections, serving: serving,
          shutDown: { try await server.shutdownGracefully() })
      }
    } catch {
      throw PlaybackError.cannotListen(host: host, port: port, reason: "\(error)")
    }
    throw PlaybackError.cannotListen(host: host, port: port, reason: "it was stopped")
  }

  /// Waits until it has stopped, by `stop` or by itself.
  public func wait() async throws { try await serving.value }

  /// Stops listening and ends every connection, however far its response is.
  ///
  /// The task is not cancelled: connections that were accepted and wait to be taken up would be
  /// dropped, which NIO takes for a programmer's mistake, and it ends the process.
  public func stop() async throws {
    async let ended: Void = shutDown()
    connections.closeAll()
    try await ended
    _ = await serving.result
  }
}

/// How many files this process may have open: a connection is one.
private enum OpenFiles {
  /// Raises the limit to what is allowed, and leaves some for the archive.
  static func connections(atMost most: Int) -> Int {
    guard let allowed = ThisProcess.allowOpenFiles(most + 256) else { return min(most, 512) }
    return max(16, min(most, allowed - 128))
  }
}
