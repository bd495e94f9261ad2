import Foundation
import Testing

@testable import Ingest

@Suite("Many requests at once", .serialized)
struct LoadTests {
  @Test("no more requests are under way than allowed, and that many are")
  func concurrency() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests(maxConnections: 3)
    let clock = ContinuousClock()
    let elapsed = await clock.measure {
      await withTaskGroup { group in
        for _ in 0..<12 {
          group.addTask { _ = await transport.send(server.request("/slow?0.1")) }
        }
      }
    }
    let counts = try await server.counts()
    #expect(counts.peak == 3)
    #expect(counts.connections == 4)
    #expect(elapsed >= .milliseconds(400))
  }

  @Test("a request that waits its turn has not begun its time")
  func queued() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests(timeout: .milliseconds(1500), maxConnections: 1)
    let statuses = await withTaskGroup { group in
      for _ in 0..<5 {
        group.addTask { try? await transport.send(server.request("/slow?0.5")).get().status }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == [200, 200, 200, 200, 200])
  }

  @Test("a thousand requests get their own bodies over the allowed connections")
  func thousand() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests(maxConnections: 8)
    let matching = try await withThrowingTaskGroup(of: Bool.self) { group in
      for size in 0..<1000 {
        group.addTask { try await transport.send(server.request("/bytes?\(size)")).get().body.count == size }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(matching == 1000)
    #expect(try await server.counts().connections <= 9)
  }

  @Test("a cancelled task has its failure at once, and its connection is closed")
  func cancel() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests(maxConnections: 2)
    let elapsed = try await ContinuousClock().measure {
      let tasks = (0..<6).map { _ in Task { await transport.send(server.request("/silent")) } }
      while try await server.counts().requests < 3 {}
      for task in tasks { task.cancel() }
      for task in tasks {
        let failure = try #require(await task.value.failure)
        #expect(failure.kind == .cancelled)
      }
    }
    #expect(elapsed < .seconds(10))
    while try await server.counts().closedEarly < 2 {}
    #expect(try await transport.send(server.request("/bytes?3")).get().body.count == 3)
  }

  @Test("a task that was cancelled beforehand sends nothing")
  func cancelledBefore() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await transport.send(server.request("/bytes?3"))
    }
    #expect(await task.value.failure?.kind == .cancelled)
    #expect(try await server.counts().requests == 1)
  }

  @Test("shutting down fails what is pending and what comes later, and may be repeated")
  func shutdown() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests(maxConnections: 2)
    let tasks = (0..<6).map { _ in Task { await transport.send(server.request("/silent")) } }
    while try await server.counts().requests < 3 {}
    transport.shutdown()
    transport.shutdown()
    for task in tasks { #expect(await task.value.failure?.kind == .cancelled) }
    let late = try #require(await transport.send(server.request("/bytes?3")).failure)
    #expect(late.kind == .cancelled)
    #expect(late.message.hasSuffix("the transport was shut down"))
  }

  @Test("ten thousand requests, good and bad, leave no file descriptor behind")
  func descriptors() async throws {
    // In a process of its own, where nobody else opens files.
    await #expect(processExitsWith: .success) {
      let server = try FixtureServer()
      let transport = try CurlTransport.forTests(maxConnections: 8)
      let paths = Array(repeating: "/bytes?100", count: 97) + ["/reset", "/truncated", "/close-after"]
      func send(rounds: Int) async {
        for _ in 0..<rounds {
          await withTaskGroup { group in
            for path in paths { group.addTask { _ = await transport.send(server.request(path)) } }
          }
        }
      }
      func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      await send(rounds: 2)
      let before = try openFiles()
      await send(rounds: 100)
      let after = try openFiles()
      precondition(after <= before + 8, "\(before) files before, \(after) after")
      for _ in 0..<50 {
        let other = try CurlTransport.forTests()
        _ = await other.send(server.request("/bytes?1"))
      }
      let last = try openFiles()
      precondition(last <= before + 8, "\(before) files before, \(last) after 50 transports")
    }
  }
}
