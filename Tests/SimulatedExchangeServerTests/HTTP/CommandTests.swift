import Foundation
import Testing

@Suite("The command simulated-exchange")
struct CommandTests {
  private let program = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "simulated-exchange")

  /// Starts the command, gives its first line to `body`, and stops it with SIGTERM.
  private func running(_ arguments: [String], _ body: (String) async throws -> Void) async throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let (ends, end) = AsyncStream.makeStream(of: Int32.self)
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    process.terminationHandler = { end.yield($0.terminationStatus) }
    output.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      if data.isEmpty { line.finish() } else { line.yield(String(decoding: data, as: UTF8.self)) }
    }
    try process.run()
    for await text in lines {
      try await body(text.trimmingCharacters(in: .newlines))
      break
    }
    output.fileHandleForReading.readabilityHandler = nil
    process.terminate()
    for await status in ends { return status }
    return -1
  }

  @Test("says where it listens, lets time pass on request, and stops at SIGTERM")
  func serves() async throws {
    let status = try await running(["--clock", "stand", "--time", "2026-09-20", "--fault", "busy:0"]) { url in
      #expect(url.hasPrefix("http://127.0.0.1:"))
      #expect(try await Curl.get(url + "/api/v3/exchangeInfo").status == 200)
      let moved = try await Curl.get(url + "/__world/advance?hours=24")
      #expect(moved.text.contains("2026-09-21T00:00:00.000Z"))
      #expect(moved.header("x-not-of-the-exchange") != nil)
      #expect(try await Curl.get(url + "/__world/other").status == 400)
      #expect(try await Curl.get(url + "/api/v3/time").header("x-mbx-used-weight-1m") == "1")
    }
    #expect(status == 0)
  }

  @Test(
    "refuses what it does not understand",
    arguments: [
      ["--fault", "gremlins"], ["--fault", "busy:2"], ["--key", "k"], ["--time", "yesterday"],
      ["--time", "2026-09-20", "--era", "may2025"],
    ])
  func usage(arguments: [String]) async throws {
    #expect(try await running(arguments) { _ in Issue.record("it started") } == 64)
  }
}
