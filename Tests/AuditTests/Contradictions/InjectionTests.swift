import Audit
import EventLog
import TestKit
import Testing

@Suite("Audit of three days with faults put in")
struct InjectionTests {
  @Test("days as the exchange really answered give no finding", arguments: 1...20 as ClosedRange<UInt64>)
  func clean(seed: UInt64) throws {
    let found = try audit(ThreeDays.of(seed: seed).archive())
    #expect(found.findings.map(\.sentence) == [], "seed \(seed)")
    #expect(found.unreadable == [])
  }

  @Test("every fault is found, and nothing else", arguments: Injection.allCases)
  func faults(kind: Injection) throws {
    var injected = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      var days = ThreeDays.of(seed: seed)
      var random = SeededGenerator(seed: seed &* 31)
      guard let expected = kind.inject(into: &days, &random) else { continue }
      injected += 1
      let found = try audit(days.archive())
      #expect(
        Set(found.findings.map { Injection.Expected($0) }) == expected,
        "seed \(seed) \(kind.rawValue): \(found.findings.map(\.sentence))")
      #expect(found.findings.allSatisfy { !$0.events.isEmpty && !$0.nextStep.isEmpty })
    }
    #expect(injected >= 15, "\(kind.rawValue) found a place in \(injected) worlds only")
  }

  @Test("several faults at once are found together", arguments: 21...26 as ClosedRange<UInt64>)
  func together(seed: UInt64) throws {
    var days = ThreeDays.of(seed: seed)
    var random = SeededGenerator(seed: seed)
    var expected: Set<Injection.Expected> = []
    for kind in [Injection.alteredOrder, .secondName, .alteredBalance] {
      expected.formUnion(kind.inject(into: &days, &random) ?? [])
    }
    let found = try audit(days.archive())
    #expect(Set(found.findings.map { Injection.Expected($0) }) == expected, "seed \(seed)")
  }

  @Test("movements that no answer tells are unexplained, and the line says why")
  func untoldMovements() throws {
    let found = try audit(ThreeDays(seed: 1, asksMovements: false).archive())
    #expect(!found.findings.isEmpty)
    for finding in found.findings {
      #expect(finding.kind == .balanceUnexplained)
      #expect(
        finding.sentence.contains("deposits, withdrawals and other movements are archived raw and not tabled")
      )
    }
    let explained = try audit(ThreeDays(seed: 1).archive())
    #expect(explained.notes.map(\.subject).count == found.findings.count)
    #expect(explained.notes.allSatisfy { $0.kind == .balanceExplained })
  }

  @Test("an empty archive has no finding")
  func empty() throws {
    let found = try audit(ArchiveBuilder())
    #expect(found.findings.isEmpty && found.notes.isEmpty && found.through == 0)
  }

  private func audit(_ builder: ArchiveBuilder) throws -> Contradictions {
    try withExtendedLifetime(builder) { try Contradictions.find(builder.log) }
  }
}
