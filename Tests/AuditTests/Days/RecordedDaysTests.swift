import Audit
import EventLog
import EventModel
import TestKit
import Testing

@Suite("Three days of real runs of sync")
struct RecordedDaysTests {
  @Test("give no finding, no gap and no drift", arguments: RecordedDays.Length.allCases)
  func clean(length: RecordedDays.Length) async throws {
    let days = try await RecordedDays.of(length)
    let builder = try days.archive()
    let log = builder.log
    let found = try Contradictions.find(log)
    #expect(found.findings.map(\.sentence) == [])
    #expect(found.notes.allSatisfy { $0.kind == .balanceExplained })
    #expect(found.unreadable == [])
    let coverage = try Coverage.read(log)
    #expect(coverage.gaps == [])
    #expect(coverage.heldButNeverRequested == [])
    let last = try builder.last
    let first = try log.read { (snapshot: borrowing Snapshot) in try snapshot.run(days.runs[0])?.lastSequence
    }
    let drift = try Drift.read(log, through: last)
    #expect(drift.changes(after: try #require(first)).map { "\($0.change)" } == [])
  }

  @Test("hold errors, retries and walks over several pages")
  func rich() async throws {
    for length in RecordedDays.Length.allCases {
      let lines = try await RecordedDays.of(length).lines
      #expect(lines.count { $0.header.kind == .failure } >= 3)
      #expect(lines.count { $0.header.attempt > 1 } >= 9)
      #expect(lines.contains { $0.isFull } == (length == .long))
    }
  }
}
