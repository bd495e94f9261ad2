import TestKit
import Testing

@testable import Playback

/// Pages of a history by the exchange's rules, from all there is: the plainest way to say it.
private struct PlainHistory {
  let all: [HistoryRecord]

  func from(_ id: Int64, _ limit: Int) -> [HistoryRecord] { Array(all.filter { $0.id >= id }.prefix(limit)) }
  func newest(_ limit: Int) -> [HistoryRecord] { Array(all.suffix(limit)) }
  func since(_ start: Int64, _ end: Int64?, _ limit: Int) -> [HistoryRecord] {
    Array(all.filter { $0.time >= start && $0.time <= end ?? .max }.prefix(limit))
  }
  func until(_ end: Int64, _ limit: Int) -> [HistoryRecord] {
    Array(all.filter { $0.time <= end }.suffix(limit))
  }
}

@Suite("Pages of merged histories")
struct HistoryRecordsTests {
  private static func record(_ id: Int64, _ time: Int64, order: Int64) -> HistoryRecord {
    HistoryRecord(id: id, order: order, time: time, clientOrder: "", event: 1, bytes: [])
  }

  @Test("a response from parts is the response from all", arguments: 1...20 as ClosedRange<UInt64>)
  func law(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var (id, time) = (Int64(10), Int64(1000))
    var all: [HistoryRecord] = []
    for number in 0..<Int(clamping: random.next() % 40) {
      all.append(Self.record(id, time, order: Int64(number)))
      // Two sides of one trade, two trades at one time, gaps between ids.
      id &+= Int64([0, 1, 1, 2, 5][Int(clamping: random.next() % 5)])
      time &+= id == all.last?.id ? 0 : Int64([0, 1, 7][Int(clamping: random.next() % 3)])
    }
    let history = Self.parts(of: all, &random)
    let plain = PlainHistory(all: all)
    var responses = 0
    func compare(_ found: ArraySlice<HistoryRecord>?, _ right: [HistoryRecord], _ what: String) {
      guard let found else { return }
      responses += 1
      #expect(Array(found) == right, "\(what), seed \(seed)")
    }
    for limit in [1, 2, 3, 10, 100] {
      compare(history.newest(limit: limit), plain.newest(limit), "newest \(limit)")
      for from in 0...(id &+ 2) {
        compare(history.page(from: from, limit: limit), plain.from(from, limit), "from \(from), \(limit)")
      }
      for start in 998...(time &+ 2) {
        compare(
          history.page(until: start, limit: limit), plain.until(start, limit), "until \(start), \(limit)")
        for length in [nil, 0, 1, 5, 50] as [Int64?] {
          let end = length.map { start &+ $0 }
          compare(
            history.page(since: start, until: end, limit: limit), plain.since(start, end, limit),
            "since \(start) until \(end.map { "\($0)" } ?? "-"), \(limit)")
        }
      }
    }
    #expect(responses > 0)
  }

  /// Stretches of a history at random, with nothing known between them.
  private static func parts(of all: [HistoryRecord], _ random: inout SeededGenerator) -> HistoryRecords {
    var history = HistoryRecords()
    var low = random.next() % 2 == 0 ? Int64.min : 11
    while true {
      let reach = Int64(clamping: random.next() % 30)
      let isLast = low != .min && low &+ reach > (all.last?.id ?? 0) || random.next() % 4 == 0
      let high = isLast ? Int64.max : (low == .min ? 8 : low) &+ reach
      history.stretches.append(
        Stretch(ids: low...high, records: all.filter { (low...high).contains($0.id) }))
      if isLast { break }
      low = high &+ 2 &+ Int64(clamping: random.next() % 4)
    }
    history.records = history.stretches.flatMap(\.records)
    return history
  }

  @Test("a history without records that ends nowhere makes no response")
  func nothing() {
    let history = HistoryRecords()
    #expect(history.newest(limit: 1) == nil)
    #expect(history.page(from: 0, limit: 1) == nil)
    #expect(history.page(since: 0, until: nil, limit: 1) == nil)
    #expect(history.page(until: 0, limit: 1) == nil)
    #expect(history.whole == nil)
  }
}
