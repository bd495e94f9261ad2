import EventLog
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("A sync over TLS", .serialized)
struct SyncTrustTests {
  private let authority: ThrowawayAuthority

  init() throws { authority = try ThrowawayAuthority() }

  /// One run of the command against an exchange with a certificate for `names`.
  private func run(
    _ names: String = "IP:127.0.0.1", days: Int = 4, caFile: String?, faults: FaultPlan = .none
  ) async throws -> SyncChild {
    let (certificate, key) = try authority.issue(names, days: days)
    let bench = try await SyncBench(
      account: .light, faults: faults,
      certificate: ServerCertificate(certificateFile: certificate, keyFile: key))
    bench.log.close()
    let trust = caFile.map { #","ca_file":"\#($0)""# } ?? ""
    let documented = ExchangeKey.documented
    let child = try await SyncChild.run(
      bench, ["--only", "server_time,account_balance"],
      configuration: #"{"api_key":"\#(documented.key)","api_secret":"\#(documented.secret)"\#(trust)}"#)
    await bench.stop()
    return child
  }

  @Test("an exchange whose authority is the ca_file is trusted")
  func trusted() async throws {
    let child = try await run(caFile: authority.caFile)
    #expect(child.code == 0, "\(child)")
    #expect(child.output.contains("account"))
  }

  @Test("a wrong host, an expired certificate and an unknown authority are refused, and named")
  func refused() async throws {
    let other = try ThrowawayAuthority()
    for child in [
      try await run("DNS:elsewhere.example", caFile: authority.caFile),
      try await run(days: 1, caFile: authority.caFile),
      try await run(caFile: nil), try await run(caFile: other.caFile),
    ] {
      #expect(child.code == 1, "\(child)")
      #expect(child.errors.contains("tls"), "\(child)")
    }
  }

  @Test("a redirect is not followed, key and signature stay here")
  func redirected() async throws {
    let elsewhere = try await SyncBench(account: .light)
    let child = try await run(
      caFile: authority.caFile,
      faults: [Fault(.redirect(status: 302, to: elsewhere.server.baseURL), .any, .always)])
    #expect(child.code == 1, "\(child)")
    #expect(child.errors.contains("302"), "\(child)")
    #expect(elsewhere.server.requests.count == 0)
    await elsewhere.stop()
  }
}
