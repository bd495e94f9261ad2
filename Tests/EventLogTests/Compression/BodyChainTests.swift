import Foundation
import Testing

@testable import EventLog
@testable import EventModel

@Suite("Body chains")
struct BodyChainTests {
  private func layouts(_ log: EventLog) throws -> [BodyLayout] {
    try log.read { (snapshot: borrowing Snapshot) in
      var layouts: [BodyLayout] = []
      for sequence in 1...snapshot.lastSequence { layouts.append(try snapshot.bodyLayout(of: sequence)) }
      return layouts
    }
  }

  @Test("reading in order, backwards and at random give the same bodies", arguments: [UInt64(51), 52])
  func orders(seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: seed)
    let bodies = Events.similarBodies(100, bytes: 20_000, using: &generator)
    for (index, body) in bodies.enumerated() {
      let endpoint = index % 3 == 0 ? "/a" : "/b"
      let status: UInt16 = index % 7 == 0 ? 500 : 200
      _ = try log.append(Events.response(UInt32(index), endpoint: endpoint, status: status, body: body))
    }
    let forwards = Array(UInt64(1)...100)
    for order in [forwards, forwards.reversed(), forwards.shuffled(using: &generator)] {
      try log.read { (snapshot: borrowing Snapshot) in
        var reader = BodyReader()
        var held: [(UInt64, BodyBuffer)] = []
        for sequence in order {
          let buffer = try reader.body(of: sequence, in: snapshot)
          #expect(
            buffer.bytes.elementsEqual(bodies[Int(clamping: sequence) - 1]), "seed \(seed), event \(sequence)"
          )
          let padding = UnsafeRawBufferPointer(
            start: buffer.bytes.baseAddress! + buffer.bytes.count, count: BodyBuffer.paddingBytes)
          #expect(padding.allSatisfy { $0 == 0 })
          if sequence % 5 == 0 { held.append((sequence, buffer)) }
        }
        for (sequence, buffer) in held {
          #expect(
            buffer.bytes.elementsEqual(bodies[Int(clamping: sequence) - 1]), "a held buffer was written to")
        }
      }
    }
  }

  @Test("similar bodies lean on the one before, with a full frame every 48")
  func depths() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 53)
    for (index, body) in Events.similarBodies(70, bytes: 50_000, using: &generator).enumerated() {
      _ = try log.append(Events.response(UInt32(index), body: body))
    }
    let layouts = try layouts(log)
    #expect(layouts.map(\.depth) == (0..<70).map { $0 % 48 })
    #expect(layouts[1].base == 1 && layouts[1].codec == .zstdAgainstBase)
    #expect(layouts[48].base == nil && layouts[48].codec == .zstd)
    #expect(layouts[5].storedBytes &* 20 < layouts[0].storedBytes)
    #expect(try LogVerifier(log).verify().isWhole)
  }

  @Test("errors, failures and events of runs have frames of their own and are never a base")
  func errorsStandAlone() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 57)
    let body = Events.similarBodies(1, bytes: 5000, using: &generator)[0]
    var failure = Events.response(2, status: 0, body: body)
    failure.kind = .failure
    _ = try log.append(contentsOf: [
      Events.response(0, body: body), Events.response(1, status: 503, body: body), failure,
      Events.response(3, body: body), Events.response(4, body: []), Events.response(5, body: body),
    ])
    let layouts = try layouts(log)
    #expect(layouts.map(\.base) == [nil, nil, nil, 1, nil, nil])
    #expect(layouts[4].codec == .stored)
  }

  @Test(
    "a body that gains nothing from the one before stands alone, one without gain at all is kept as it is")
  func noGain() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 54)
    for ordinal in 0..<UInt32(3) {
      _ = try log.append(Events.response(ordinal, body: generator.bytes(5000)))
    }
    #expect(try layouts(log).map(\.codec) == [.stored, .stored, .stored])
    #expect(try layouts(log)[0].storedBytes == 5018)
  }

  @Test("a writer that opens the log again goes on with the chain")
  func reopened() throws {
    let directory = try TemporaryDirectory()
    var generator = SeededGenerator(seed: 55)
    for (index, body) in Events.similarBodies(40, bytes: 10_000, using: &generator).enumerated() {
      let log = try EventLog.open(at: directory.archive, mode: .create)
      _ = try log.append(Events.response(UInt32(index), body: body))
      log.close()
    }
    let log = try EventLog.open(at: directory.archive, mode: .readOnly)
    #expect(try layouts(log).map(\.depth) == (0..<40).map { $0 % 48 })
    #expect(try LogVerifier(log).verify().isWhole)
  }

  @Test("an append that fails leaves no trace in what the next one leans on")
  func failedAppend() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 56)
    let bodies = Events.similarBodies(4, bytes: 10_000, using: &generator)
    _ = try log.append(Events.response(0, body: bodies[0]))
    #expect(throws: EventLogError.self) {
      try log.append(contentsOf: [Events.response(1, body: bodies[1]), Events.response(0, body: bodies[2])])
    }
    #expect(try log.append(Events.response(1, body: bodies[3])) == 2)
    #expect(try log.body(2) == bodies[3])
    #expect(try layouts(log)[1].base == 1)
  }

  @Test("bodies of many megabytes come back")
  func large() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var body = [UInt8](repeating: 65, count: 20_000_000)
    for ordinal in 0..<UInt32(2) {
      body[Int(ordinal) * 1_000_000] = 66
      let sequence = try log.append(Events.response(ordinal, body: body))
      #expect(try log.body(sequence) == body)
    }
  }
}
