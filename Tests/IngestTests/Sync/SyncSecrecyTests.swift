import EventLog
import EventModel
import Foundation
import Ingest
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@Suite("What a sync leaves behind", .serialized)
struct SyncSecrecyTests {
  /// Error pages that quote the request, key and signature included: in the body, and in headers.
  private static let echoes = FaultPlan([
    Fault(.echo, .path("/api/v3/account"), .once),
    Fault(.echo, .path("/api/v3/myTrades"), .nth(2)),
    Fault(.echoInHeaders, .path("/api/v3/allOrders"), .nth(3)),
    Fault(.echoInHeaders, .path("/sapi/v1/capital/config/getall"), .once),
  ])

  @Test("archive, tables, stdout and stderr hold neither secret, key nor signature, whatever echoes them")
  func secrets() async throws {
    let bench = try await SyncBench(account: .light, faults: Self.echoes)
    bench.log.close()
    let tables = bench.directory.file("tables.sqlite")
    var places: [(name: String, text: String)] = []
    for run in 1...2 {
      let child = try await SyncChild.run(
        bench, ["-v", "--log-level", "debug", "--symbols", "all", "--tables", tables])
      #expect(child.code == (run == 1 ? 3 : 0), "\(child)")
      #expect(child.errors.contains("DEBUG") && child.output.contains("requests") == false)
      places += [("stdout \(run)", child.output), ("stderr \(run)", child.errors)]
    }
    for (name, text) in places {
      #expect(text.firstMatch(of: /[0-9a-fA-F]{64}/) == nil, "\(name) holds what may be a signature")
    }
    for name in try bench.directory.names where !["archive", "output", "errors"].contains(name) {
      places.append((name, try Self.text(bench.directory.file(name))))
    }
    places.append(("data.mdb", try Self.text(bench.directory.file("archive/data.mdb"))))
    let again = try bench.reopened()
    let events = try Export.all(again.log)
    #expect(events.split(separator: "\n").count { $0.contains("secret_overwritten") } == 4)
    places.append(("events", events))
    for (name, text) in places {
      #expect(!text.contains(ExchangeKey.documented.key), "the key is in \(name)")
      #expect(!text.contains(ExchangeKey.documented.secret), "the secret is in \(name)")
      // What an error page echoed stands there with asterisks.
      let signatures = text.components(separatedBy: "signature=").dropFirst()
      #expect(signatures.allSatisfy { $0.hasPrefix("***") }, "a signature is in \(name)")
    }
    #expect(places.map(\.name).contains("tables.sqlite"))
    await again.stop()
  }

  @Test(
    "what quotes earlier requests is overwritten too, whichever endpoint sends it and however it is written")
  func earlier() async throws {
    let bench = try await SyncBench(
      account: .light,
      faults: [
        Fault(.outsideWindow, .path("/api/v3/account"), .once),
        Fault(.echoOfEarlier, .path("/api/v3/time"), .nth(2)),
        Fault(.echoOfEarlier, .path("/api/v3/myTrades"), .nth(5)),
      ])
    let report = try await bench.sync()
    #expect(report.events > 0 && bench.server.requests.faults["echo-of-earlier"] == 2)
    var bodies = ""
    let last = try bench.log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    for sequence in 1...last {
      try bench.log.read { (snapshot: borrowing Snapshot) in
        var reader = BodyReader()
        let header = try snapshot.header(of: sequence)
        let text = Self.text(Array(try reader.body(of: sequence, in: snapshot).bytes))
        bodies += "\n\(text)\n\(header.responseHeaders.map { "\($0.name): \($0.value)" })"
        if text.contains("signature=**") { #expect(header.flags.contains(.secretOverwritten)) }
      }
    }
    #expect(
      bodies.contains("signature=**") && bodies.contains("SIGNATURE=**") && bodies.contains("X-Earlier"))
    let key = ExchangeKey.documented.key
    for form in [key, key.uppercased(), key.lowercased(), Data(key.utf8.dropLast()).base64EncodedString()] {
      #expect(!bodies.contains(form.prefix(12)), "\(form)")
    }
    // The percent sign and the letters of `signature`, then the equals sign, then nothing but asterisks.
    let signed = bodies.matches(of: /(?i)(?:%65%3d|\\u0065\\u003d|e=)([^\n ]{8})/)
    #expect(signed.count > 6)
    #expect(signed.allSatisfy { $0.output.1.allSatisfy { $0 == "*" } || !$0.output.0.contains("*") })
    #expect(bodies.firstMatch(of: /(?i)signature(=|%3d)[0-9a-f%]{8}/) == nil)
    await bench.stop()
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(bytes.map { Character(Unicode.Scalar($0)) })
  }

  /// A file's bytes, each a character, so that what is no UTF-8 hides nothing.
  private static func text(_ path: String) throws -> String {
    String(try Data(contentsOf: URL(filePath: path)).map { Character(Unicode.Scalar($0)) })
  }
}
