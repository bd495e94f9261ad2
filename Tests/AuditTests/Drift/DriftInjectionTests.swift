import Audit
import TestKit
import Testing

@Suite("Drift put into three real days")
struct DriftInjectionTests {
  @Test("every injected change is found in its place, and nothing else", arguments: drifted.indices)
  func injected(seed: Int) async throws {
    let drifted = try await DriftInjectionTests.drifted[seed].value
    let clean = try await DriftInjectionTests.clean.value
    let found = try DriftInjectionTests.changes(drifted.days)
    #expect(found.subtracting(clean) == drifted.expected, "seed \(seed)")
    #expect(clean.subtracting(found) == [], "seed \(seed)")
  }

  @Test("every kind of change was put into every endpoint that can have it, and into the first run")
  func places() async throws {
    let days = try await RecordedDays.of(.short)
    let firstRun = days.lines.count { $0.run == days.runs[0] }
    var (put, early) = (Set<String>(), 0)
    for task in DriftInjectionTests.drifted {
      for change in try await task.value.expected {
        let words = change.split(separator: " ")
        let event = try #require(Int(words[0]))
        put.insert("\(days.lines[event - 1].endpoint) \(words[1])")
        if event <= firstRun { early += 1 }
      }
    }
    // Every kind in six endpoints, but words in two and decimals in five.
    let all = 25
    #expect(put.count == all, "\(put.sorted())")
    #expect(early >= 5)
  }

  private struct Drifted {
    let days: RecordedDays
    let expected: Set<String>
  }

  private static let clean = Task { try changes(try await RecordedDays.of(.short)) }

  /// By seed, one change in each endpoint; the kinds take turns, the places are drawn.
  private static let drifted = (0..<20 as Range<Int>).map { seed in
    Task {
      var days = try await RecordedDays.of(.short)
      var random = SeededGenerator(seed: UInt64(seed))
      var expected: Set<String> = []
      for (place, target) in DriftInjection.targets.enumerated() {
        for turn in 0..<5 {
          let kind = DriftInjection.allCases[(seed + place + turn) % 5]
          guard let change = kind.put(into: &days, target, &random) else { continue }
          expected.insert(change)
          break
        }
      }
      return Drifted(days: days, expected: expected)
    }
  }

  private static func changes(_ days: RecordedDays) throws -> Set<String> {
    let builder = try days.archive()
    return try withExtendedLifetime(builder) {
      let drift = try Drift.read(builder.log, through: try builder.last)
      return Set(drift.endpoints.flatMap(\.changes).map { "\($0.sequence) \($0.kind.rawValue) \($0.path)" })
    }
  }
}
