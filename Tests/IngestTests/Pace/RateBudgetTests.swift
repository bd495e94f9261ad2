import EventLog
import TestKit
import Testing

@testable import Ingest

@Suite("The rate budget")
struct RateBudgetTests {
  private static let minute: Int64 = 60_000_000
  private func at(_ seconds: Double) -> Timestamp {
    Timestamp(microseconds: 1000 * Self.minute + Int64(seconds * 1_000_000))
  }

  @Test("spends nine tenths of a minute, then waits for the next")
  func waits() {
    var budget = RateBudget(limit: 100)
    for _ in 0..<4 {
      #expect(budget.admit(weight: 20, at: at(1)) == .go)
      budget.settle(weight: 20, told: nil, at: at(1))
    }
    guard case .wait(let moment) = budget.admit(weight: 20, at: at(2)) else {
      Issue.record("a fifth request would pass the limit")
      return
    }
    #expect(moment > at(60) && moment < at(61))
    #expect(budget.admit(weight: 20, at: moment) == .go)
  }

  @Test("what others spend counts: the exchange's own count is believed")
  func others() {
    var budget = RateBudget(limit: 1000)
    #expect(budget.admit(weight: 20, at: at(1)) == .go)
    budget.settle(weight: 20, told: 895, at: at(1))
    #expect(budget.admit(weight: 20, at: at(2)) != .go)
    #expect(budget.peakPercent == 89)
  }

  @Test("a block holds across minutes, and the longest one counts")
  func block() {
    var budget = RateBudget(limit: 1000)
    budget.block(until: at(130))
    budget.block(until: at(10))
    #expect(budget.admit(weight: 1, at: at(61)) == .wait(until: at(130)))
    #expect(budget.admit(weight: 1, at: at(130)) == .go)
  }

  @Test("a request heavier than the budget goes alone")
  func heavy() {
    var budget = RateBudget(limit: 50)
    #expect(budget.admit(weight: 80, at: at(1)) == .go)
    #expect(budget.admit(weight: 1, at: at(1)) != .go)
  }

  @Test("never passes a limit, whatever is asked when", arguments: 1...20 as ClosedRange<UInt64>)
  func law(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = 200 + Int(random.next() % 2000)
    var budget = RateBudget(limit: limit)
    var spent: [Int64: Int] = [:]
    var now: Int64 = 1000 * Self.minute
    var waiting: [Int] = []
    for _ in 0..<3000 {
      now += Int64(random.next() % 200_000)
      let weight = [1, 5, 20, 80][Int(random.next() % 4)]
      if waiting.count < 8, budget.admit(weight: weight, at: Timestamp(microseconds: now)) == .go {
        waiting.append(weight)
      }
      if !waiting.isEmpty, random.next() % 2 == 0 {
        let weight = waiting.removeFirst()
        spent[now / Self.minute, default: 0] += weight
        budget.settle(
          weight: weight, told: spent[now / Self.minute], at: Timestamp(microseconds: now))
      }
    }
    #expect(spent.values.allSatisfy { $0 <= limit }, "seed \(seed)")
  }
}
