import Foundation
import SimulatedExchangeServer
import TestKit

/// `bnus-replay sync` as a process of its own, at the exchange of a bench, whose archive must be
/// closed. Awaited without blocking a thread, because the server shares them.
struct SyncChild {
  /// Its exit code; nil where a signal ended it.
  let code: Int32?
  let output: String
  let errors: String

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - url: the address it uses instead of the exchange's own: a server before it.
  ///   - isOnTerminal: gives it a terminal for both streams, which come as its output then.
  ///   - configuration: written to its `configuration.json`; nil gives the key by the environment.
  ///   - pause: after which it gets a signal, which kills it unless another is named.
  static func run(
    _ bench: SyncBench, _ arguments: [String] = [], at url: String? = nil, isOnTerminal: Bool = false,
    configuration: String? = nil,
    killAfter pause: Duration? = nil, signal: Int32 = SIGKILL
  ) async throws -> SyncChild {
    let process = Process()
    let command =
      [
        Captures.package + "/.build/debug/bnus-replay", "sync",
        "--archive", bench.directory.file("archive"), "--base-url", url ?? bench.server.baseURL,
      ] + arguments
    // bsdutils' script runs a command on a terminal of its own.
    let words =
      isOnTerminal
      ? ["/usr/bin/script", "-qec", "stty cols 100; \(command.joined(separator: " "))", "/dev/null"] : command
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = URL(filePath: bench.directory.path)
    process.environment = ["PATH": "/usr/bin:/bin", "TERM": "xterm"]
    if let configuration {
      let file = try bench.directory.write(configuration.utf8, to: "configuration.json")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    } else {
      process.environment?["BINANCE_US_API_KEY"] = ExchangeKey.documented.key
      process.environment?["BINANCE_US_API_SECRET"] = ExchangeKey.documented.secret
    }
    let streams = try ["output", "errors"].map { name in
      try FileHandle(forUpdating: URL(filePath: bench.directory.write([], to: name)))
    }
    process.standardOutput = streams[0]
    process.standardError = streams[1]
    let code = try await end(of: process, killAfter: pause, signal)
    let texts = try streams.map { stream in
      try stream.seek(toOffset: 0)
      return String(decoding: try stream.readToEnd() ?? Data(), as: UTF8.self)
    }
    return SyncChild(code: code, output: texts[0], errors: texts[1])
  }

  private static func end(
    of process: Process, killAfter pause: Duration?, _ signal: Int32
  ) async throws -> Int32? {
    try await withCheckedThrowingContinuation { reply in
      process.terminationHandler = { ended in
        reply.resume(returning: ended.terminationReason == .exit ? ended.terminationStatus : nil)
      }
      do { try process.run() } catch { return reply.resume(throwing: error) }
      if let pause {
        let id = process.processIdentifier
        Task {
          try await Task.sleep(for: pause)
          kill(id, signal)
        }
      }
    }
  }
}
