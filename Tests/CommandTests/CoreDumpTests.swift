import CommandKit
import Foundation
import Testing

@Suite("What a crash leaves")
struct CoreDumpTests {
  @Test("a sync that is killed by a fault leaves no image of its memory, whatever limits it was started with")
  func none() throws {
    let place = try Workplace()
    let child = try startedSync(in: place)
    let limits = try String(contentsOfFile: "/proc/\(child.pid)/limits", encoding: .utf8)
    let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(line)")
    child.send(SIGSEGV)
    let outcome = try child.wait()
    #expect(outcome.code == 13, "\(outcome)")
    let left = try FileManager.default.contentsOfDirectory(atPath: place.path)
    #expect(left.allSatisfy { !$0.hasPrefix("core") }, "\(left)")
  }

  @Test(
    "a fault and Ctrl-\\ end the process at once, and nothing of its memory is printed",
    arguments: [SIGILL, SIGTRAP, SIGQUIT])
  func report(signal: Int32) throws {
    let place = try Workplace()
    let child = try startedSync(in: place)
    child.send(signal)
    let outcome = try child.wait()
    #expect(outcome.signal == signal, "\(outcome)")
    #expect(!outcome.errors.contains("crashed") && !outcome.errors.contains("0x"))
  }

  /// A sync that waits for an exchange which never responds, once its archive is there.
  private func startedSync(in place: Workplace) throws -> Child {
    // Connections are taken by the kernel, and nothing is ever sent.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        try #require(bind(listener, pointer, length) == 0 && listen(listener, 8) == 0)
        try #require(getsockname(listener, pointer, &length) == 0)
      }
    }
    let port = UInt16(bigEndian: address.sin_port)
    let child = try Child(
      "/bin/bash",
      ["-c", "ulimit -c unlimited; exec \(Workplace.program) sync --base-url http://127.0.0.1:\(port)"],
      in: place.path,
      environment: [
        "BINANCE_US_API_KEY": "a-key-of-the-test", "BINANCE_US_API_SECRET": "a-secret-of-the-test",
        "SWIFT_BACKTRACE": "enable=yes",
      ])
    let deadline = Date(timeIntervalSinceNow: 30)
    while !place.has("archive/data.mdb"), Date() < deadline { usleep(10_000) }
    return child
  }
}
