import BinanceUS
import EventModel
import TestKit
import Testing

@testable import Ingest

@Suite("The rate budget")
struct RateBudgetTests {
  private static let minute: Int64 = 60_000_000

  private func at(_ seconds: Double) -> Timestamp {
    Timestamp(microseconds: 1000 &* Self.minute &+ Int64(seconds * 1_000_000))
  }

  private func budget(_ weight: Int64, _ unit: WeightLimit.Unit = .minute, _ count: Int64 = 1) throws
    -> RateBudget
  {
    RateBudget([try #require(WeightLimit(weight: weight, unit: unit, count: count))])
  }

  /// Sends a request whose response states a count.
  private func spend(
    _ budget: inout RateBudget, _ weight: Int64, stated: Int64?, at moment: Timestamp,
    header: String = "x-mbx-used-weight-1m"
  ) throws {
    guard case .go(let ticket) = budget.admit(weight: weight, at: moment) else {
      Issue.record("a request of \(weight) may not go")
      return
    }
    budget.settle(ticket, stated: stated.map { [header: $0] } ?? [:], at: moment)
  }

  private func isGo(_ admission: RateBudget.Admission) -> Bool {
    if case .go = admission { true } else { false }
  }

  @Test("spends nine tenths of a minute that no response counts, then waits for the next")
  func waits() throws {
    var budget = try budget(100)
    for _ in 0..<4 { try spend(&budget, 20, stated: nil, at: at(1)) }
    guard case .wait(let moment) = budget.admit(weight: 20, at: at(2)) else {
      Issue.record("a fifth request would pass the limit")
      return
    }
    #expect(moment > at(60) && moment < at(61))
    #expect(isGo(budget.admit(weight: 20, at: moment)))
  }

  @Test("what others spend counts: the exchange's own count is believed")
  func others() throws {
    var budget = try budget(1000)
    try spend(&budget, 20, stated: 975, at: at(1))
    #expect(!isGo(budget.admit(weight: 20, at: at(2))))
    #expect(budget.peakPercent == 97)
  }

  @Test("the peak is a share of the limit that the exchange states, not of the one assumed before")
  func peak() throws {
    var budget = try budget(100)
    try spend(&budget, 20, stated: 98, at: at(1))
    #expect(budget.peakPercent == 98)
    budget.setLimits([try #require(WeightLimit(weight: 1000, unit: .minute, count: 1))])
    #expect(budget.peakPercent == 9)
    try spend(&budget, 20, stated: 20, at: at(62))
    #expect(budget.peakPercent == 9)
  }

  @Test("a block holds across minutes, and the longest one counts")
  func block() throws {
    var budget = try budget(1000)
    guard case .go(let first) = budget.admit(weight: 1, at: at(0)),
      case .go(let second) = budget.admit(weight: 1, at: at(0))
    else {
      Issue.record("two requests may go")
      return
    }
    for (ticket, end) in [(first, at(130)), (second, at(10))] {
      budget.settle(ticket, stated: [:], at: at(1))
      budget.refuse(ticket, until: end)
    }
    #expect(budget.refusals == 1, "they were under way together")
    #expect(budget.admit(weight: 1, at: at(61)) == .wait(until: at(130)))
    #expect(isGo(budget.admit(weight: 1, at: at(130))))
    #expect(budget.admit(weight: 1, at: at(130)) == .hold, "one request tries first")
  }

  @Test("a request heavier than the budget goes alone")
  func heavy() throws {
    var budget = try budget(50)
    #expect(isGo(budget.admit(weight: 80, at: at(1))))
    #expect(!isGo(budget.admit(weight: 1, at: at(1))))
  }

  @Test("a count that falls shows that the exchange's interval began before ours")
  func early() throws {
    var budget = try budget(100)
    try spend(&budget, 20, stated: 90, at: at(59))
    guard case .wait = budget.admit(weight: 20, at: at(59)) else {
      Issue.record("the interval is spent")
      return
    }
    try spend(&budget, 5, stated: 5, at: at(60.1))
    #expect(isGo(budget.admit(weight: 60, at: at(60.1))))
    #expect(!isGo(budget.admit(weight: 60, at: at(60.4))), "what was spent since stays counted")
  }

  @Test("what was sent while only the exchange's interval had begun is counted in it")
  func between() throws {
    var budget = try budget(100)
    try spend(&budget, 1, stated: 1, at: at(59))
    try spend(&budget, 80, stated: 80, at: at(60.1))
    #expect(!isGo(budget.admit(weight: 20, at: at(60.3))))
  }

  @Test("a response of the interval before says nothing of this one")
  func late() throws {
    var budget = try budget(100)
    guard case .go(let ticket) = budget.admit(weight: 20, at: at(59)) else {
      Issue.record("it may go")
      return
    }
    budget.settle(ticket, stated: ["x-mbx-used-weight-1m": 98], at: at(61))
    #expect(isGo(budget.admit(weight: 60, at: at(61))))
  }

  @Test(
    "each unit has its own length and header",
    arguments: [
      (WeightLimit.Unit.second, Int64(5), 5.0, "x-mbx-used-weight-5s"),
      (.minute, 1, 60, "x-mbx-used-weight-1m"), (.minute, 5, 300, "x-mbx-used-weight-5m"),
      (.hour, 2, 7200, "x-mbx-used-weight-2h"), (.day, 1, 86_400, "x-mbx-used-weight-1d"),
    ])
  func intervals(unit: WeightLimit.Unit, count: Int64, seconds: Double, header: String) throws {
    let limit = try #require(WeightLimit(weight: 100, unit: unit, count: count))
    #expect(limit.header == header)
    var budget = RateBudget([limit])
    let now = Timestamp(microseconds: 86_400_000_000 &* 20_000 &+ 1_000_000)
    try spend(&budget, 20, stated: 99, at: now, header: header)
    let end = now.adding(.seconds(seconds - 1) + .milliseconds(250))
    #expect(budget.admit(weight: 20, at: now) == .wait(until: end))
    #expect(isGo(budget.admit(weight: 20, at: end)))
    // The header of another interval is another count.
    var other = RateBudget([limit])
    try spend(&other, 20, stated: 99, at: now, header: "x-mbx-used-weight-7h")
    #expect(isGo(other.admit(weight: 20, at: now)))
  }

  @Test("two limits hold both")
  func both() throws {
    let limits = try [
      #require(WeightLimit(weight: 1000, unit: .minute, count: 1)),
      #require(WeightLimit(weight: 40, unit: .second, count: 10)),
    ]
    var budget = RateBudget(limits)
    let start = at(0.5)
    guard case .go(let ticket) = budget.admit(weight: 20, at: start) else {
      Issue.record("it may go")
      return
    }
    let counts: [String: Int64] = ["x-mbx-used-weight-1m": 20, "x-mbx-used-weight-10s": 39]
    budget.settle(ticket, stated: counts, at: start)
    #expect(budget.admit(weight: 20, at: start) == .wait(until: at(10.25)))
  }

  @Test(
    "no number of the exchange's traps or makes the budget generous",
    arguments: [Int64.min, -1, 0, 1, Int64.max &- 1, .max], [Int64(1), 6000, .max])
  func hostile(stated: Int64, weight: Int64) throws {
    for unit in WeightLimit.Unit.allCases {
      for count in [1, 60, Int64.max] {
        let limit = try #require(WeightLimit(weight: weight, unit: unit, count: count))
        for moment in [Int64.min, -1, 0, Int64.max / 2, .max] {
          var budget = RateBudget([limit])
          for _ in 0..<3 {
            let now = Timestamp(microseconds: moment)
            guard case .go(let ticket) = budget.admit(weight: 20, at: now) else { break }
            budget.settle(ticket, stated: [limit.header: stated], at: now)
            budget.refuse(ticket, until: now.adding(.seconds(Int64.max)))
          }
          #expect(budget.peakPercent >= 0)
        }
      }
    }
  }

  @Test(
    "never passes a limit, and uses 95 % and more of it where there is work",
    arguments: 1...20 as ClosedRange<UInt64>)
  func law(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let limit = 1200 &+ Int64(clamping: random.next() % 6000)
    var budget = try budget(limit)
    var spent: [Int64: Int64] = [:]
    var now: Int64 = 1000 &* Self.minute
    // Requests under way: when the exchange counts each, and when its response arrives.
    var waiting: [(ticket: RateBudget.Ticket, arrives: Int64, stated: Int64?, back: Int64)] = []
    while now < 1006 &* Self.minute {
      now &+= Int64(clamping: random.next() % 5_000)
      for index in waiting.indices where waiting[index].stated == nil && waiting[index].arrives <= now {
        spent[waiting[index].arrives / Self.minute, default: 0] &+= waiting[index].ticket.weight
        waiting[index].stated = spent[waiting[index].arrives / Self.minute]
      }
      while let index = waiting.firstIndex(where: { $0.back <= now && $0.stated != nil }) {
        let (ticket, _, stated, _) = waiting.remove(at: index)
        budget.settle(
          ticket, stated: stated.map { ["x-mbx-used-weight-1m": $0] } ?? [:], at: Timestamp(microseconds: now)
        )
      }
      let weight: Int64 = [1, 5, 20, 20, 20][Int(clamping: random.next() % 5)]
      if waiting.count < 8,
        case .go(let ticket) = budget.admit(weight: weight, at: Timestamp(microseconds: now))
      {
        let arrives = now &+ Int64(clamping: random.next() % 40_000)
        waiting.append((ticket, arrives, nil, arrives &+ Int64(clamping: random.next() % 40_000)))
      }
    }
    #expect(spent.values.allSatisfy { $0 <= limit }, "seed \(seed): \(spent) of \(limit)")
    // The first minute is begun before any response, the last one is not over.
    let whole = spent.filter { (1001..<1005).contains($0.key) }.values
    #expect(whole.allSatisfy { $0 &* 100 >= limit &* 95 }, "seed \(seed): \(spent) of \(limit)")
  }
}
