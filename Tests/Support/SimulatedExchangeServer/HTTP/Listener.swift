import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// A loopback port being served.
final class Listener: Sendable {
  let port: Int
  private let connections: Connections
  private let serving: Task<Void, any Error>
  private let shutDown: @Sendable () async throws -> Void

  private init(
    port: Int, connections: Connections, serving: Task<Void, any Error>,
    shutDown: @escaping @Sendable () async throws -> Void
  ) {
    self.port = port
    self.connections = connections
    self.serving = serving
    self.shutDown = shutDown
  }

  /// Listens on 127.0.0.1; port 0 takes any that is free.
  static func open(gateway: Gateway, port: Int) async throws -> Listener {
    let connections = Connections()
    let responder = Responder(
      gateway: gateway, connections: connections,
      stall: { gateway.state.withLock { $0.rules.stall } })
    let respond: HTTPChannelHandler.Responder = { request, writer, channel in
      try await responder.respond(to: request, writer: writer, over: channel)
    }
    let numbered = NumberedChannel(
      base: HTTP1Channel(responder: respond), connections: connections, gateway: gateway)
    return try await serve(numbered, on: port, connections)
  }

  /// Stops listening and ends every connection, however far its response is.
  ///
  /// It is cancelled only when nothing waits to be taken up any more: NIO ends the process where
  /// an accepted connection is dropped.
  func close() async {
    async let ended: Void = shutDown()
    connections.closeAll()
    _ = try? await ended
    serving.cancel()
    _ = await serving.result
  }

  private static func serve(
    _ channel: some ServerChildChannel, on port: Int, _ connections: Connections
  ) async throws -> Listener {
    let (bound, announce) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: channel,
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "simulated-exchange") { _ in SwiftLogNoOpLogHandler() })
    let serving = Task {
      do {
        try await server.run()
        announce.finish()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    for try await port in bound {
      return Listener(
        port: port, connections: connections, serving: serving,
        shutDown: { try await server.shutdownGracefully() })
    }
    throw CancellationError()
  }
}
