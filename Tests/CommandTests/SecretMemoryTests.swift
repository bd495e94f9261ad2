import CommandKit
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

/// The memory of `sync` while it waits for the exchange, after its first signed requests. Nobody but root may look into
/// it.
@Suite(
  "What the memory of a sync holds", .enabled(if: geteuid() == 0, "only root reads another process's memory"),
  .serialized)
struct SecretMemoryTests {
  /// Where a secret may come from.
  enum Origin: String, CaseIterable {
    case environment, configuration, file, systemd

    /// Gives the key and its secret.
    func give(_ key: ExchangeKey, in place: Workplace) throws -> [String: String] {
      switch self {
      case .environment:
        return ["BINANCE_US_API_KEY": key.key, "BINANCE_US_API_SECRET": key.secret]
      case .configuration:
        try place.write(#"{"api_key":"\#(key.key)","api_secret":"\#(key.secret)"}"#, to: "configuration.json")
      case .file:
        try place.write(key.secret + "\n", to: "secret")
        try place.write(
          #"{"api_key":"\#(key.key)","api_secret_file":"secret"}"#, to: "configuration.json")
      case .systemd:
        try place.write(key.key + "\n", to: "api_key")
        try place.write(key.secret + "\n", to: "api_secret")
        return ["CREDENTIALS_DIRECTORY": place.path]
      }
      return [:]
    }
  }

  @Test(
    "the secret is nowhere in it once requests are signed, from wherever it came", arguments: Origin.allCases)
  func wiped(origin: Origin) async throws {
    let server = try await SimulatedServer.start(
      world: SimulatedWorld(seed: 2026, scale: .small, account: .light),
      clock: SimulatedClock(startingAt: SimulatedTime(2026, 9, 23, 12, 0, 0)),
      faults: [Fault(.stalledHead, .path("/api/v3/myTrades"))])
    let key = ExchangeKey.documented
    let place = try Workplace()
    let child = try place.start(
      ["sync", "--base-url", server.baseURL, "--symbols", "all"], environment: try origin.give(key, in: place)
    )
    try await Self.wait { server.requests.count(path: "/api/v3/myTrades") > 0 }
    try #require(server.requests.count(path: "/api/v3/account") > 0, "a signed request had a response")
    let memory = try await StoppedProcess(child)
    let traces = Trace.all(of: key.secret)
    #expect(try memory.find(traces) == [], "\(origin.rawValue)")
    // The same search finds what is there: the key, which every request holds.
    #expect(try memory.find(Trace.all(of: key.key)).contains("plain"))
    let environment = try StoppedProcess.bytes(of: "/proc/\(child.pid)/environ")
    #expect(environment.count > 10 && !traces.contains { $0.isIn(environment) })
    await server.stop()
  }

  /// Waits without holding up a thread, which the exchange may need.
  private static func wait(_ isDone: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isDone(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
  }

  @Test("a command that signs nothing has no secret in it either, whoever gave it one")
  func unused() async throws {
    let key = ExchangeKey.documented
    let place = try Workplace(fixtures: 1)
    let given = try Origin.configuration.give(key, in: place)
      .merging(try Origin.environment.give(key, in: place)) { $1 }
    let child = try place.start(["serve", "--port", "0"], environment: given)
    try await Self.wait { child.printed.contains("127.0.0.1") }
    #expect(try await StoppedProcess(child).find(Trace.all(of: key.secret)) == [])
  }
}

/// A form in which a secret, or enough of it, would lie in memory.
private struct Trace {
  let name: String
  let bytes: [UInt8]

  /// Quarters of it, as they are and with small letters; in hexadecimal; in base64 after nought, one and two bytes.
  static func all(of secret: String) -> [Trace] {
    let letters = Array(secret.utf8)
    let quarters = stride(from: 0, through: letters.count - 16, by: 16).map { Array(letters[$0..<$0 + 16]) }
    let digits = letters.map { String(format: "%02x", $0) }.joined()
    let base64 = (0..<3).map { before in
      let text = (Data(repeating: 0, count: before) + Data(letters)).base64EncodedString()
      return Trace(name: "base64", bytes: Array(text.utf8.dropFirst(4).prefix(40)))
    }
    return quarters.map { Trace(name: "plain", bytes: $0) }
      + quarters.map {
        Trace(name: "small", bytes: Array(String(decoding: $0, as: UTF8.self).lowercased().utf8))
      }
      + [digits, digits.uppercased()].map { Trace(name: "hexadecimal", bytes: Array($0.utf8.prefix(64))) }
      + base64
  }

  func isIn(_ memory: some ContiguousBytes) -> Bool {
    memory.withUnsafeBytes { memory in
      guard var place = memory.baseAddress, let first = bytes.first else { return false }
      let end = place + memory.count - bytes.count + 1
      while place < end, let hit = memchr(place, CInt(first), end - place) {
        if memcmp(hit, bytes, bytes.count) == 0 { return true }
        place = UnsafeRawPointer(hit) + 1
      }
      return false
    }
  }
}

/// A process that stands still, so that its memory can be searched.
private struct StoppedProcess {
  private let child: Child

  init(_ child: Child) async throws {
    self.child = child
    child.send(SIGSTOP)
    for _ in 0..<3000 {
      let state = String(decoding: try Self.bytes(of: "/proc/\(child.pid)/stat"), as: UTF8.self)
      if state.contains(") T ") { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw Child.Failure.doesNotEnd("stopping")
  }

  /// All bytes of a file of the kernel's, which has no size.
  static func bytes(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    try #require(file >= 0, "\(path): \(errno)")
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
    return bytes
  }

  /// The names of those that lie in any memory that the process may read.
  func find(_ traces: [Trace]) throws -> Set<String> {
    let memory = open("/proc/\(child.pid)/mem", O_RDONLY)
    try #require(memory >= 0, "/proc/\(child.pid)/mem: \(errno)")
    defer { close(memory) }
    var found: Set<String> = []
    var searched = 0
    for range in try readable() {
      // Parts overlap, so that nothing is cut in two.
      var place = range.lowerBound
      while place < range.upperBound {
        var part = [UInt8](repeating: 0, count: min(1 << 20, range.upperBound - place))
        let got = pread(memory, &part, part.count, off_t(place))
        // Behind the end of a file that is mapped there is nothing.
        guard got > 0 else { break }
        part.removeLast(part.count - got)
        searched += got
        for trace in traces where trace.isIn(part) { found.insert(trace.name) }
        place += got > 128 && place + got < range.upperBound ? got - 128 : got
      }
    }
    #expect(searched > 1 << 22, "\(searched) bytes were searched")
    return found
  }

  private func readable() throws -> [Range<Int>] {
    String(decoding: try Self.bytes(of: "/proc/\(child.pid)/maps"), as: UTF8.self).split(separator: "\n")
      .compactMap {
        line in
        guard let match = line.firstMatch(of: /^([0-9a-f]+)-([0-9a-f]+) r/), !line.contains("[v"),
          let start = Int(match.1, radix: 16), let end = Int(match.2, radix: 16)
        else { return nil }
        return start..<end
      }
  }
}
