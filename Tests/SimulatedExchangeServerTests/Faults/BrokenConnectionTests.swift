import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("Faults of the connection")
struct BrokenConnectionTests {
  private let path = "/api/v3/exchangeInfo"

  private func meeting(
    _ kind: FaultKind, rules: ExchangeRules = ExchangeRules(), _ body: (SimulatedServer) async throws -> Void
  ) async throws {
    try await Exchanges.with(rules: rules, faults: [Fault(kind, .any, .once)]) { server in
      try await body(server)
      let healed = try await server.get(path)
      #expect((healed.exit, healed.status) == (0, 200))
    }
  }

  @Test("a body ends before its length, plain and compressed")
  func truncated() async throws {
    for arguments in [[], ["--compressed"]] {
      try await meeting(.truncatedBody) { server in
        let response = try await server.get(path, arguments)
        #expect((response.exit, response.status) == (18, 200))
        #expect(!response.body.isEmpty)
      }
    }
  }

  @Test("chunks end before the last one")
  func truncatedChunks() async throws {
    try await meeting(.truncatedChunks) { server in
      let response = try await server.get(path)
      #expect(response.header("transfer-encoding") == "chunked")
      #expect(response.exit == 18 || response.exit == 56)
    }
  }

  @Test("a body stalls half way, and a head before it comes")
  func stalled() async throws {
    let rules = ExchangeRules(stall: .milliseconds(400))
    for (kind, exit, status) in [(FaultKind.stalledBody, Int32(18), 200), (.stalledHead, 52, 0)] {
      try await meeting(kind, rules: rules) { server in
        let before = ContinuousClock.now
        let response = try await server.get(path)
        #expect((response.exit, response.status) == (exit, status))
        #expect(response.body.isEmpty == (status == 0))
        #expect(ContinuousClock.now - before >= rules.stall)
      }
    }
  }

  @Test("a connection is reset, closed, or closed on being accepted")
  func gone() async throws {
    try await meeting(.connectionReset) { server in
      let exit = try await server.get(path).exit
      #expect(exit == 56)
    }
    try await meeting(.connectionClosed) { server in
      let exit = try await server.get(path).exit
      #expect(exit == 52)
    }
    try await meeting(.closedOnAccept) { server in
      let exit = try await server.get(path).exit
      #expect([52, 55, 56].contains(exit))
      #expect(server.requests.count == 0)
    }
  }

  @Test("a response comes late")
  func slow() async throws {
    try await meeting(.slow(milliseconds: 300)) { server in
      let before = ContinuousClock.now
      let exit = try await server.get(path).exit
      #expect(exit == 0)
      #expect(ContinuousClock.now - before >= .milliseconds(300))
    }
  }

  @Test("stopping a server ends stalled connections and frees its port")
  func stopping() async throws {
    let server = try await SimulatedServer.start(
      world: Exchanges.world, clock: SimulatedClock(startingAt: Exchanges.today),
      faults: [Fault(.stalledHead)])
    async let stuck = server.get(path)
    while server.requests.count == 0 { try await Task.sleep(for: .milliseconds(5)) }
    await server.stop()
    #expect([52, 56].contains(try await stuck.exit))
    // A child that another test makes in this moment holds the port until it begins its program.
    var exits: [Int32] = []
    while exits.last != 7, exits.count < 200 {
      if !exits.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      exits.append(try await server.get(path).exit)
    }
    #expect(exits.last == 7, "\(exits)")
    let next = try await SimulatedServer.start(
      world: Exchanges.world, clock: SimulatedClock(startingAt: Exchanges.today), port: server.port)
    #expect(next.baseURL == server.baseURL)
    #expect(try await next.get(path).status == 200)
    await #expect(throws: (any Error).self) {
      try await SimulatedServer.start(
        world: Exchanges.world, clock: SimulatedClock(startingAt: Exchanges.today), port: next.port)
    }
    await next.stop()
  }
}
