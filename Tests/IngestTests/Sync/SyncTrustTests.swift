import EventLog
import EventModel
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

/// The exchange behind nginx, which speaks TLS, HTTP/2 and gzip with the program.
@Suite("A sync over TLS", .serialized)
struct SyncTrustTests {
  private static let few = ["--only", "server_time,account_balance"]
  private let authority: ThrowawayAuthority

  init() throws { authority = try ThrowawayAuthority() }

  /// One run of the command against an exchange with a certificate for `names`.
  private func run(
    _ arguments: [String] = few, at bench: SyncBench, _ names: String = "IP:127.0.0.1", days: Int = 4,
    caFile: String?
  ) async throws -> SyncChild {
    let front = try TLSFront(certificate: authority.issue(names, days: days), backend: bench.server.port)
    bench.log.close()
    let trust = caFile.map { #","ca_file":"\#($0)""# } ?? ""
    let documented = ExchangeKey.documented
    return try await SyncChild.run(
      bench, arguments, at: front.baseURL,
      configuration: #"{"api_key":"\#(documented.key)","api_secret":"\#(documented.secret)"\#(trust)}"#)
  }

  @Test(
    "an exchange whose authority is the ca_file is trusted; HTTP/2 and gzip bring the same bytes as neither")
  func trusted() async throws {
    let (bench, plain) = (try await SyncBench(account: .light), try await SyncBench(account: .light))
    let child = try await run(["--symbols", "all"], at: bench, caFile: authority.caFile)
    #expect(child.code == 0, "\(child)")
    try await plain.sync()
    let again = try bench.reopened()
    let events = try PlainEvent.all(of: again.log).filter { $0.header.kind == .response }
    #expect(events.count > 50)
    #expect(events.allSatisfy { $0.header.httpVersion == .http2 })
    #expect(
      events.contains { event in
        event.header.responseHeaders.contains {
          $0.name.lowercased() == "content-encoding" && $0.value == "gzip"
        }
      })
    let others = try PlainEvent.all(of: plain.log).filter { $0.header.kind == .response }
    #expect(others.allSatisfy { $0.header.httpVersion == .http1_1 })
    let (bodies, plainBodies) = (Self.pages(of: events), Self.pages(of: others))
    #expect(bodies.count > 20)
    for (query, body) in plainBodies { #expect(bodies[query] == body, "\(query)") }
    for bench in [again, plain] { await bench.stop() }
  }

  /// The digest of the last body of each request for trades or orders: those that no clock goes into.
  private static func pages(of events: [PlainEvent]) -> [String: Digest] {
    let pages = events.filter { ["/api/v3/myTrades", "/api/v3/allOrders"].contains($0.header.endpoint) }
    return Dictionary(pages.map { ("\($0.header.endpoint)?\($0.header.query)", $0.header.bodyDigest) }) { $1 }
  }

  @Test("a body that breaks off is requested again, over HTTP/2 as without")
  func brokenOff() async throws {
    let bench = try await SyncBench(
      account: .light, faults: [Fault(.truncatedBody, .path("/api/v3/account"), .nth(1))])
    let child = try await run(at: bench, caFile: authority.caFile)
    #expect(child.code == 0, "\(child)")
    let again = try bench.reopened()
    let account = try PlainEvent.all(of: again.log).filter { $0.header.endpoint == "/api/v3/account" }
    #expect(account.map(\.header.kind) == [.failure, .response])
    await again.stop()
  }

  @Test("an exchange that cannot be reached behind its CDN is a page of the CDN's, which is stored")
  func unreachable() async throws {
    let bench = try await SyncBench(account: .light)
    await bench.server.stop()
    let child = try await run(["--only", "server_time"], at: bench, caFile: authority.caFile)
    #expect(child.code == 1, "\(child)")
    #expect(child.errors.contains("502"), "\(child)")
    let again = try bench.reopened()
    let pages = try PlainEvent.all(of: again.log).filter { $0.header.status == 502 }
    #expect(!pages.isEmpty && pages.allSatisfy { $0.body.starts(with: "<html>".utf8) })
    again.log.close()
  }

  @Test("a wrong host, an expired certificate and an unknown authority are refused, and named")
  func refused() async throws {
    let other = try ThrowawayAuthority()
    let attempts: [(names: String, days: Int, caFile: String?)] = [
      ("DNS:elsewhere.example", 4, authority.caFile), ("IP:127.0.0.1", 1, authority.caFile),
      ("IP:127.0.0.1", 4, nil), ("IP:127.0.0.1", 4, other.caFile),
    ]
    for attempt in attempts {
      let bench = try await SyncBench(account: .light)
      let child = try await run(at: bench, attempt.names, days: attempt.days, caFile: attempt.caFile)
      #expect(child.code == 1, "\(child)")
      #expect(child.errors.contains("tls"), "\(child)")
      #expect(bench.server.requests.count == 0)
      await bench.stop()
    }
  }

  @Test("a redirect is not followed, key and signature stay here")
  func redirected() async throws {
    let elsewhere = try await SyncBench(account: .light)
    let bench = try await SyncBench(
      account: .light,
      faults: [Fault(.redirect(status: 302, to: elsewhere.server.baseURL), .any, .always)])
    let child = try await run(at: bench, caFile: authority.caFile)
    #expect(child.code == 1, "\(child)")
    #expect(child.errors.contains("302"), "\(child)")
    #expect(elsewhere.server.requests.count == 0)
    for bench in [bench, elsewhere] { await bench.stop() }
  }
}
