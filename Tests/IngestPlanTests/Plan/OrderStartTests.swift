import BinanceUS
import EventModel
import Testing

@testable import Ingest

@Suite("Where the walk over orders begins")
struct OrderStartTests {
  private static let day: Int64 = 86_400_000
  /// Day 1000 of the archive.
  private static let now = 1000 &* day

  struct Last: Sendable {
    var isOpen = false
    var hasFills = false
    let updatedOn: Int64
  }

  private func day(_ day: Int64) -> Int64 { day &* Self.day }

  /// Orders 1 and 2 are filled; the last one, 3, is as it is said.
  private func symbol(
    last: Last, open: [Int64: Int] = [:], count: Int = 3,
    requestedOn: Int64 = 999
  ) -> SymbolState {
    var symbol = SymbolState(name: "AB", rank: 0, base: "A", quote: "B")
    (symbol.orders.first, symbol.orders.last) = (1, 3)
    symbol.lastRequestedAt = Timestamp(microseconds: day(requestedOn) &* 1000)
    symbol.book.count = count
    (symbol.book.anchor, symbol.book.lastHasFills) = (last.hasFills ? 3 : 2, last.hasFills)
    symbol.book.lastUpdate = day(last.updatedOn)
    for (id, before) in last.isOpen ? open.merging([3: 2], uniquingKeysWith: { $1 }) : open {
      var entry = OrderBook.Entry()
      (entry.isOpen, entry.executed, entry.ordersBefore) = (true, "0", before)
      symbol.book.entries[id] = entry
    }
    return symbol
  }

  @Test("at the beginning where no order is known")
  func unknown() {
    let start = OrderStart(SymbolState(name: "AB", rank: 0, base: "A", quote: "B"), now: Self.now)
    #expect(start.from == nil && !start.mayVanish)
  }

  /// The last order as it was seen, when it was last looked for, and where the walk begins.
  struct Case: Sendable {
    let last: Last
    var requestedOn: Int64 = 999
    let from: Int64?
    let mayVanish: Bool
  }

  @Test(
    "at the last order, unless the exchange may have archived it",
    arguments: [
      Case(last: Last(hasFills: true, updatedOn: 1), from: nil, mayVanish: false),
      // Unfilled and ended: kept for 90 days, taken to be for 80.
      Case(last: Last(updatedOn: 921), from: nil, mayVanish: false),
      Case(last: Last(updatedOn: 919), from: 2, mayVanish: true),
      // Open when it was last looked for, and that was of late.
      Case(last: Last(isOpen: true, updatedOn: 1), from: 3, mayVanish: false),
      Case(last: Last(isOpen: true, updatedOn: 1), requestedOn: 900, from: 2, mayVanish: true),
    ])
  func last(example: Case) {
    let start = OrderStart(symbol(last: example.last, requestedOn: example.requestedOn), now: Self.now)
    #expect(start.from == example.from && start.mayVanish == example.mayVanish)
  }

  @Test(
    "at the oldest open order where that is less than a page away",
    arguments: [(1002, 3, Int64?.some(1)), (1003, 3, nil)])
  func oldestOpen(count: Int, before: Int, from: Int64?) {
    let start = OrderStart(
      symbol(last: Last(hasFills: true, updatedOn: 999), open: [1: before, 2: 1000], count: count),
      now: Self.now)
    #expect(start.from == from && !start.mayVanish)
  }
}
