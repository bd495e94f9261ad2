import Foundation
import Testing

@testable import EventLog
@testable import EventModel

/// Pages of a data file are damaged, and everything that can be read is read: it is what it was, or damage.
@Suite("Damaged pages")
struct DamagedPageTests {
  /// An archive of several endpoints and runs, small bodies and large, and all that it says.
  private struct Whole {
    let directory: TemporaryDirectory
    let data: Data
    let content: [String]

    static let pageBytes = 4096
    var pages: Int { data.count / Self.pageBytes }

    init() throws {
      directory = try TemporaryDirectory()
      let log = try EventLog.open(at: directory.archive, mode: .create)
      var generator = SeededGenerator(seed: 7)
      for number in 0..<4 {
        let run = try #require(RunID("run-\(number)"))
        var events = [NewEvent(run: run, ordinal: 0, kind: .runStart, observedAt: Events.start)]
        for ordinal in 1...UInt32(12) {
          let endpoint = "/api/v3/\(["time", "account", "exchangeInfo"][Int(ordinal) % 3])"
          events.append(
            Events.response(
              ordinal, run: run, endpoint: endpoint, query: "n=\(ordinal)",
              body: generator.bytes(ordinal == 5 ? 9000 : 30)))
        }
        _ = try log.append(contentsOf: events)
      }
      content = try Self.everything(of: log)
      log.close()
      data = try Data(contentsOf: URL(fileURLWithPath: directory.archive + "/data.mdb"))
    }

    /// What a copy says with other bytes, or that it is damaged.
    func check(_ words: String, _ change: (inout Data) -> Void) throws {
      var damaged = data
      change(&damaged)
      let place = try TemporaryDirectory()
      defer { withExtendedLifetime(place) {} }
      let path = place.archive
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      try damaged.write(to: URL(fileURLWithPath: path + "/data.mdb"))
      do {
        let log = try EventLog.open(at: path, mode: .readOnly)
        let found = try Self.everything(of: log)
        #expect(found == content, "\(words): something else was read")
      } catch let error as EventLogError {
        switch error {
        case .damaged, .damagedArchive, .newerFormat, .notAnArchive, .noArchive: return
        default: Issue.record("\(words): \(error)")
        }
      }
    }

    private static func everything(of log: EventLog) throws -> [String] {
      try log.read { (snapshot: borrowing Snapshot) in
        var content = ["\(log.archiveID)", "\(try snapshot.countedRuns())", "\(try snapshot.runs())"]
        var reader = BodyReader()
        for endpoint in try snapshot.endpoints() {
          content.append("\(endpoint) \(try snapshot.sequences(endpoint: endpoint))")
        }
        for sequence in 1...snapshot.lastSequence {
          let header = try snapshot.header(of: sequence)
          let body = try reader.body(of: header, in: snapshot)
          content.append("\(header) \(body.withBytes { Digest.sha256($0) })")
          content.append("\(try snapshot.summary(of: sequence))")
          content.append("\(try snapshot.sequences(request: header.requestKey))")
          content.append(
            "\(String(describing: try snapshot.sequence(run: header.run, ordinal: header.ordinal)))")
          let proof = try snapshot.inclusionProof(index: sequence &- 1, size: snapshot.lastSequence)
          content.append("\(try snapshot.treeRoot(size: sequence)) \(proof)")
        }
        content.append("\(try snapshot.statistics().databases)")
        return content
      }
    }
  }

  private static let whole = Result { try Whole() }

  @Test("every page zeroed, swapped with another, written over another: found, or nothing is other")
  func pages() throws {
    let whole = try Self.whole.get()
    func range(_ page: Int) -> Range<Int> { page * Whole.pageBytes..<(page + 1) * Whole.pageBytes }
    var dice = SeededGenerator(seed: 8)
    for page in 0..<whole.pages {
      try whole.check("page \(page) zeroed") {
        $0.replaceSubrange(range(page), with: Data(count: Whole.pageBytes))
      }
      let other = Int.random(in: 2..<whole.pages, using: &dice)
      try whole.check("pages \(page) and \(other) swapped") {
        $0.replaceSubrange(range(page), with: whole.data[range(other)])
        $0.replaceSubrange(range(other), with: whole.data[range(page)])
      }
      try whole.check("page \(other) written over page \(page)") {
        $0.replaceSubrange(range(page), with: whole.data[range(other)])
      }
    }
  }

  @Test("bits flipped anywhere: found, or nothing is other", arguments: 1...4)
  func bits(seed: UInt64) throws {
    let whole = try Self.whole.get()
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<120 {
      let (offset, bit) = (
        Int.random(in: 0..<whole.data.count, using: &dice), Int.random(in: 0..<8, using: &dice)
      )
      try whole.check("seed \(seed): bit \(bit) of byte \(offset)") { $0[offset] ^= 1 << bit }
    }
  }

  @Test("a file cut anywhere: found, or nothing is other")
  func cuts() throws {
    let whole = try Self.whole.get()
    var dice = SeededGenerator(seed: 9)
    for _ in 0..<20 {
      let bytes = Int.random(in: 1..<whole.data.count, using: &dice)
      try whole.check("cut to \(bytes) bytes") { $0 = $0.prefix(bytes) }
    }
  }
}
