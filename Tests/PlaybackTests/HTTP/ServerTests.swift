import EventModel
import Foundation
import FoundationNetworking
import Synchronization
import TestKit
import Testing

@testable import Playback

@Suite("The server", .serialized)
struct ServerTests {
  private static func archive(bodyBytes: Int = 3) throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[" + String(repeating: "1", count: bodyBytes - 2) + "]")
    try archive.record("/api/v3/time", #"{"serverTime":5}"#)
    return archive
  }

  @Test("it responds over HTTP, with the body's exact bytes and its own headers beside the recorded")
  func responses() async throws {
    let served = try await ServedArchive(Self.archive())
    let reply = try await served.send("/a?timestamp=1&signature=ff", headers: ["X-MBX-APIKEY": "key"])
    #expect(reply.status == 200)
    #expect(reply.text == "[1]")
    #expect(reply.fields.value(forHTTPHeaderField: "X-Bnus-Event") == "1")
    #expect(reply.fields.value(forHTTPHeaderField: "X-Bnus-Run") == "run-1")
    let head = try await served.send("/a", method: "HEAD")
    #expect(head.status == 200 && head.text == "")
    #expect(head.fields.value(forHTTPHeaderField: "Content-Length") == "3")
    let posted = try await served.send(
      "/a", method: "POST", body: "x=1&signature=SECRET",
      headers: ["Content-Type": "application/x-www-form-urlencoded"])
    #expect(posted.status == 404)
    #expect(posted.text.contains("POST /a?x=1") && !posted.text.contains("SECRET"))
    try await served.server.stop()
  }

  @Test(
    "a request with several Host headers, or none in HTTP/1.1, gets 400 and the connection ends",
    arguments: [
      ("1.1", ["Host: localhost"], "200"), ("1.1", ["host:127.0.0.1:1"], "200"), ("1.0", [], "200"),
      ("1.0", ["Host: localhost"], "200"), ("1.1", [], "400"),
      ("1.1", ["Host: localhost", "Host: localhost"], "400"),
      ("1.1", ["Host: localhost", "A: b", "hOST: evil.example"], "400"),
      ("1.0", ["Host: localhost", "Host: localhost"], "400"),
      ("1.1", ["Host: localhost", "X-Bnus-Refused: me"], "200"),
    ])
  func hosts(version: String, lines: [String], status: String) async throws {
    let served = try await ServedArchive(Self.archive())
    let connection = RawConnection(port: served.port)
    let head = (["GET /a HTTP/\(version)"] + lines).map { $0 + "\r\n" }.joined() + "\r\n"
    connection.send(head)
    let reply = try await connection.reply(within: 20)
    #expect(reply.hasPrefix("HTTP/1.1 \(status) ") || reply.hasPrefix("HTTP/1.0 \(status) "), "\(reply)")
    if status == "400" { #expect(await connection.isClosed(within: 20)) }
    try await served.server.stop()
  }

  @Test("a symbol that is typed as it is gets its response, again and again on one connection")
  func rawTarget() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/depth", query: "symbol=LUNA%E4%B8%ADUSD", "{\"a\":1}")
    let served = try await ServedArchive(archive)
    let connection = RawConnection(port: served.port)
    let heads = ["LUNA中USD", "LUNA%e4%b8%adUSD", "LUNA中USD"].map {
      "GET /api/v3/depth?symbol=\($0) HTTP/1.1\r\nHost: localhost\r\nX-Any: 中\r\n\r\n"
    }
    for head in heads {
      // In two parts, so that the second begins in the middle of a line.
      #expect(connection.send(String(head.prefix(25))) > 0 && connection.send(String(head.dropFirst(25))) > 0)
      let reply = try await connection.reply(within: 20)
      #expect(reply.hasPrefix("HTTP/1.1 200") && reply.hasSuffix("{\"a\":1}"), "\(reply)")
    }
    // A body is no request line.
    let body = "symbol=LUNA中USD"
    #expect(
      connection.send(
        "POST /api/v3/depth HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      ) > 0)
    #expect(try await connection.reply(within: 20).contains("symbol=LUNA中USD"))
    try await served.server.stop()
  }

  @Test("no observer of requests sees a key or a signature")
  func secrets() async throws {
    let lines = Mutex<[PlayedRequest]>([])
    let served = try await ServedArchive(Self.archive()) {
      $0.observer = { line in lines.withLock { $0.append(line) } }
    }
    _ = try await served.send(
      "/a?signature=SECRET1&timestamp=12345&recvWindow=5000", headers: ["X-MBX-APIKEY": "SECRET2"])
    _ = try await served.send("/nowhere?apiKey=SECRET3&x=1")
    let seen = lines.withLock { $0.map { "\($0.method) \($0.path) \($0.query)" }.joined(separator: "\n") }
    for secret in ["SECRET", "12345", "5000"] { #expect(!seen.contains(secret)) }
    #expect(seen.contains("x=1"))
    try await served.server.stop()
  }

  @Test("a name that a web page may have made lead here is refused; addresses and localhost are accepted")
  func hosts() async throws {
    let served = try await ServedArchive(Self.archive())
    for host in [
      "127.0.0.1", "127.0.0.1:\(served.port)", "localhost:1", "LOCALHOST", "api.localhost", "[::1]:80",
    ] {
      #expect(try await response(of: served, to: host).contains("200 OK"), "\(host)")
    }
    for host in [
      "evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "x\"y",
    ] {
      let response = try await response(of: served, to: host)
      #expect(response.contains("421") && !response.contains("[1]"), "\(host)")
      #expect(!response.contains(#"x"y"#), "what is shown is quoted")
    }
    try await served.server.stop()
  }

  @Test("a server for other machines accepts every name")
  func named() {
    #expect(ListeningAddress("0.0.0.0").accepts("archive.lan:8787"))
    #expect(!ListeningAddress("localhost").accepts("archive.lan:8787"))
    #expect(ListeningAddress("::1").accepts(nil))
  }

  private func response(of served: ServedArchive, to host: String) async throws -> String {
    let connection = RawConnection(port: served.port)
    connection.send("GET /a HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
    var text = ""
    let end = ContinuousClock.now + .seconds(15)
    while ContinuousClock.now < end, let more = connection.received() {
      text += more
      await Task.yield()
    }
    return text
  }

  @Test("three hundred clients at once get their responses")
  func many() async throws {
    let served = try await ServedArchive(Self.archive(bodyBytes: 300_000))
    let good = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 1...300 {
        group.addTask { try await served.send("/a").text.utf8.count == 300_000 }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(good == 300)
    try await served.server.stop()
  }

  @Test("who sends half a request, floods it, or does not read, is shut out and hurts nobody")
  func hanging() async throws {
    let served = try await ServedArchive(Self.archive(bodyBytes: 5_000_000)) { $0.silentSeconds = 1 }
    let half = RawConnection(port: served.port)
    half.send("GET /a HTTP/1.1\r\nHost: localhost\r\n")
    let flood = RawConnection(port: served.port)
    flood.send("GET /a HTTP/1.1\r\nX: " + String(repeating: "x", count: 60_000))
    let deaf = RawConnection(port: served.port)
    deaf.send(String(repeating: "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n", count: 50))
    let silent = RawConnection(port: served.port)
    #expect(try await served.send("/api/v3/time").status == 200)
    #expect(await half.isClosed(within: 15))
    #expect(await flood.isClosed(within: 15))
    #expect(await silent.isClosed(within: 15))
    // Looking whether it is closed is reading: first the server has to find that nobody does.
    try await Task.sleep(for: .seconds(3))
    #expect(await deaf.isClosed(within: 60))
    #expect(try await served.send("/api/v3/time").status == 200)
    try await served.server.stop()
  }

  @Test("one connection too many pushes out the one that was silent longest")
  func crowd() async throws {
    let served = try await ServedArchive(Self.archive()) { $0.connectionLimit = 20 }
    let first = RawConnection(port: served.port)
    let crowd = (1...40).map { _ in RawConnection(port: served.port) }
    #expect(try await served.send("/a").status == 200)
    #expect(await first.isClosed(within: 15))
    let end = ContinuousClock.now + .seconds(15)
    while crowd.count(where: { $0.received() != nil }) > 20, ContinuousClock.now < end { await Task.yield() }
    #expect(crowd.count { $0.received() != nil } <= 20)
    try await served.server.stop()
  }

  @Test("a recorded failure is a connection that ends without a response")
  func cut() async throws {
    let archive = try ArchiveBuilder()
    try archive.mark(.failure, "/a")
    let served = try await ServedArchive(archive) { $0.mode = .sequence }
    await #expect(throws: (any Error).self) { try await served.send("/a") }
    try await served.server.stop()
  }

  @Test("latency is added to every response")
  func latency() async throws {
    let served = try await ServedArchive(Self.archive()) { $0.latency = .milliseconds(150) }
    let started = ContinuousClock.now
    _ = try await served.send("/a")
    #expect(ContinuousClock.now - started >= .milliseconds(150))
    try await served.server.stop()
  }

  @Test("a port that is taken is an error that says so")
  func taken() async throws {
    let served = try await ServedArchive(Self.archive())
    await #expect(throws: PlaybackError.self) {
      try await PlaybackServer.start(
        served.archive.log, settings: PlaybackSettings(through: 1), port: Int(served.port))
    }
    try await served.server.stop()
  }
}
