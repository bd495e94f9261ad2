import Audit
import TestKit
import Testing

@Suite("Audit of three real days with faults put in")
struct InjectionTests {
  @Test("every fault is found where it is, and nothing else", arguments: faulty.indices)
  func faults(seed: Int) async throws {
    try judge(try await InjectionTests.faulty[seed].value, "seed \(seed)")
  }

  @Test("faults in histories of several pages are found, and nothing else", arguments: [31, 32] as [UInt64])
  func longHistories(seed: UInt64) async throws {
    var faulty = FaultyDays(try await RecordedDays.of(.long), seed: seed)
    for injection in [Injection.lostPage, .vanishedRecord, .alteredTrade, .droppedEvent] {
      faulty.inject(injection)
    }
    #expect(faulty.injected.count >= 3)
    try judge(faulty, "long, seed \(seed)")
  }

  @Test("many places were drawn for every kind of fault")
  func places() async throws {
    var counts: [Injection: Int] = [:]
    for task in InjectionTests.faulty {
      for injection in try await task.value.injected { counts[injection, default: 0] += 1 }
    }
    for injection in Injection.allCases {
      #expect(counts[injection, default: 0] >= 15, "\(injection.rawValue)")
    }
  }

  /// By seed, all kinds of faults, each under a symbol or asset of its own, in an order drawn.
  private static let faulty = (0..<24 as Range<UInt64>).map { seed in
    Task {
      var faulty = FaultyDays(try await RecordedDays.of(.short), seed: seed)
      for injection in Injection.allCases.shuffled(using: &faulty.random) { faulty.inject(injection) }
      return faulty
    }
  }

  private func judge(_ faulty: FaultyDays, _ words: String) throws {
    let builder = try faulty.days.archive()
    let found = try withExtendedLifetime(builder) { try Contradictions.find(builder.log) }
    let isFollowing = { (finding: AuditFinding) in
      faulty.consequences.contains { $0.cover(finding) }
        && !faulty.expected.contains(Expected(finding, in: faulty.days))
    }
    let exact = found.findings.filter { !isFollowing($0) }
    let reported = Set(exact.map { Expected($0, in: faulty.days) })
    #expect(reported.subtracting(faulty.expected) == [], "\(words): \(exact.map(\.sentence))")
    #expect(faulty.expected.subtracting(reported) == [], "\(words)")
    #expect(exact.count == reported.count, "\(words)")
    for consequence in faulty.consequences {
      #expect(
        found.findings.contains { consequence.cover($0) }, "\(words): the lost page of \(consequence.symbol)")
    }
    #expect(found.findings.allSatisfy { !$0.events.isEmpty && !$0.nextStep.isEmpty })
  }

  @Test("movements that no response reports are unexplained, and the line states why")
  func unreportedMovements() async throws {
    var days = try await RecordedDays.of(.short)
    let explained = try withDays(days)
    for place in days.lines.indices.reversed()
    where days.lines[place].endpoint.hasPrefix("/sapi/v1/") && !days.lines[place].endpoint.hasSuffix("getall")
    {
      days.hide(place)
    }
    let found = try withDays(days)
    #expect(!found.findings.isEmpty)
    for finding in found.findings {
      #expect(finding.kind == .balanceUnexplained)
      #expect(
        finding.sentence.contains(
          "the deposits, withdrawals and other movements in the archive do not explain it")
      )
    }
    #expect(explained.notes.map(\.subject).count == found.findings.count)
    #expect(explained.notes.allSatisfy { $0.kind == .balanceExplained })
  }

  @Test("an empty archive has no finding")
  func empty() throws {
    let builder = try ArchiveBuilder()
    let found = try withExtendedLifetime(builder) { try Contradictions.find(builder.log) }
    #expect(found.findings.isEmpty && found.notes.isEmpty && found.through == 0)
  }

  private func withDays(_ days: RecordedDays) throws -> Contradictions {
    let builder = try days.archive()
    return try withExtendedLifetime(builder) { try Contradictions.find(builder.log) }
  }
}
