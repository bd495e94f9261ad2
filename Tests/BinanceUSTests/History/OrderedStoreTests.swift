import TestKit
import Testing

@testable import BinanceUS

private struct Numbered: OrderedElement, Hashable {
  let order: Int
  var value: Int
}

@Suite("Elements in their order")
struct OrderedStoreTests {
  @Test(
    "are what a plain sorted array holds, whatever is put in and taken out",
    arguments: 1...6 as ClosedRange<UInt64>)
  func law(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var store = OrderedStore<Numbered>()
    var plain: [Int: Int] = [:]
    let range = [40, 700, 5000][random.within(0...2)]
    for step in 0..<4000 {
      // Rising, falling, or anywhere.
      let order = seed % 3 == 0 ? step : seed % 3 == 1 ? -step : random.within(0...range)
      if random.oneIn(4), let taken = plain.keys.randomElement(using: &random) {
        store.remove(taken)
        plain[taken] = nil
      } else {
        store.put(Numbered(order: order, value: step))
        plain[order] = step
      }
    }
    let sorted = plain.sorted { $0.key < $1.key }.map { Numbered(order: $0.key, value: $0.value) }
    #expect(Array(store) == sorted && store.count == sorted.count, "seed \(seed)")
    #expect(store.first == sorted.first && store.last == sorted.last)
    for _ in 0..<200 {
      let order = random.within(-4001...range)
      let place = store.place(from: order)
      #expect(store.element(at: place) == sorted.first { $0.order >= order }, "seed \(seed)")
      #expect(
        store.place(before: place).map { store[$0] } == sorted.last { $0.order < order }, "seed \(seed)")
      #expect(store.place(of: order).map { store[$0].value } == plain[order], "seed \(seed)")
    }
    var place = store.place(from: .min)
    var walked: [Numbered] = []
    while let element = store.element(at: place) {
      walked.append(element)
      place = element.order % 3 == 0 ? store.remove(at: place) : store.place(after: place)
    }
    #expect(walked == sorted && Array(store) == sorted.filter { $0.order % 3 != 0 }, "seed \(seed)")
  }

  @Test("are equal by what they hold, not by how it came in")
  func equality() {
    var (up, down) = (OrderedStore<Numbered>(), OrderedStore<Numbered>())
    for order in 0..<1000 {
      up.put(Numbered(order: order, value: 0))
      down.put(Numbered(order: 999 - order, value: 0))
    }
    #expect(up == down && up.hashValue == down.hashValue)
    down.remove(500)
    #expect(up != down)
  }
}

@Suite("Ranges of ids")
struct IDRangesTests {
  @Test("hold the ids that were added, joined where they share one", arguments: 1...8 as ClosedRange<UInt64>)
  func law(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var ranges = IDRanges()
    var plain: [ClosedRange<Int64>] = []
    for _ in 0..<400 {
      let low = Int64(random.within(0...2000))
      let range = low...(low &+ Int64(random.within(0...12)))
      ranges.add(range)
      let touched = plain.filter { $0.overlaps(range) }
      plain.removeAll { $0.overlaps(range) }
      let all = touched + [range]
      plain.append((all.map(\.lowerBound).min() ?? 0)...(all.map(\.upperBound).max() ?? 0))
    }
    plain.sort { $0.lowerBound < $1.lowerBound }
    #expect(
      Array(ranges) == plain && ranges.count == plain.count && ranges.first == plain.first, "seed \(seed)")
    for id in Int64(-1)...2015 {
      let range = plain.first { $0.contains(id) }
      #expect(
        ranges.range(around: id) == range && ranges.contains(id) == (range != nil), "\(id), seed \(seed)")
    }
  }
}
