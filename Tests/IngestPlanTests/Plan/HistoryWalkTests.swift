import BinanceUS
import Testing

@testable import Ingest

@Suite("The walk through a history")
struct HistoryWalkTests {
  /// A history known from `first` to `last`, its first page confirmed.
  private func known(_ first: Int64, _ last: Int64) -> HistoryState {
    var history = HistoryState()
    history.first = first
    history.last = last
    history.firstPageRun = "old"
    history.isFirstPageConfirmed = true
    return history
  }

  private func page(_ from: Int64, _ ids: [Int64], isFull: Bool = false) -> HistoryPage {
    HistoryPage(.page(of: .orders, of: "AB", from: from), ids: ids, elements: isFull ? 1000 : ids.count)
  }

  @Test("begins at 0, goes on from the last record inclusive, ends where nothing follows")
  func fromNothing() {
    var walk = HistoryWalk(HistoryState(), run: "now")
    #expect(walk.first() == .request(from: 0))
    #expect(walk.next(after: page(0, [3, 7], isFull: true), history: known(3, 7)) == .request(from: 7))
    #expect(walk.next(after: page(7, [7, 9]), history: known(3, 9)) == .request(from: 9))
    #expect(walk.next(after: page(9, [9]), history: known(3, 9)) == .done)
  }

  @Test("a short page is no end")
  func shortPage() {
    var walk = HistoryWalk(known(1, 50), run: "now")
    #expect(walk.first() == .request(from: 50))
    #expect(walk.next(after: page(50, [50, 51]), history: known(1, 51)) == .request(from: 51))
  }

  @Test("a response without the record it starts at is requested again, then is a contradiction")
  func contradiction() {
    var walk = HistoryWalk(known(1, 50), run: "now")
    #expect(walk.next(after: page(50, []), history: known(1, 50)) == .request(from: 50))
    #expect(walk.next(after: page(50, [60]), history: known(1, 60)) == .request(from: 50))
    #expect(walk.next(after: page(50, []), history: known(1, 60)) == .contradicted)
  }

  @Test("a contradiction that stays in the next run opens a new epoch from 0")
  func epoch() {
    var history = known(1, 50)
    history.contradictedRuns = ["old", "now"]
    var walk = HistoryWalk(history, run: "now")
    _ = walk.next(after: page(50, []), history: history)
    _ = walk.next(after: page(50, []), history: history)
    #expect(walk.next(after: page(50, []), history: history) == .request(from: 0))
    var next = known(2, 4)
    next.epoch = 1
    #expect(walk.next(after: page(0, [2, 4]), history: next) == .request(from: 4))
    #expect(walk.next(after: page(4, [4]), history: next) == .done)
  }

  @Test("the first page is requested once more in a later run, and a gap before it is filled")
  func confirming() {
    var history = known(100, 200)
    history.isFirstPageConfirmed = false
    var walk = HistoryWalk(history, run: "now")
    #expect(walk.first() == .request(from: 0))
    #expect(walk.next(after: page(0, [5, 60]), history: known(5, 200)) == .request(from: 60))
    #expect(walk.next(after: page(60, [60, 100]), history: known(5, 200)) == .request(from: 200))
    #expect(walk.next(after: page(200, [200]), history: known(5, 200)) == .done)
  }

  @Test("orders that end before the last one known are no contradiction where that may vanish")
  func vanished() {
    var walk = HistoryWalk(known(1, 50), run: "now", start: 30, mayVanish: true)
    #expect(walk.first() == .request(from: 30))
    #expect(walk.next(after: page(30, [30, 40]), history: known(1, 50)) == .done)
  }

  @Test("one page from the oldest open order to the last one known is enough")
  func fromOpenOrder() {
    var walk = HistoryWalk(known(1, 50), run: "now", start: 30)
    #expect(walk.next(after: page(30, [30, 45, 50]), history: known(1, 50)) == .done)
  }

  @Test("a full page that ends at the last record known may have more behind it")
  func fullAtTheEnd() {
    var walk = HistoryWalk(known(1, 50), run: "now", start: 30)
    #expect(
      walk.next(after: page(30, [30, 45, 50], isFull: true), history: known(1, 50)) == .request(from: 50))
    #expect(walk.next(after: page(50, [50]), history: known(1, 50)) == .done)
  }

  @Test(
    "a walk that begins at a time goes on from the last record of the window, which the history has not reached"
  )
  func since() {
    var walk = HistoryWalk(HistoryState(), run: "now")
    let window = HistoryPage(.page(of: .orders, of: "AB", since: 7), ids: [4, 9])
    #expect(walk.next(after: window, history: HistoryState()) == .request(from: 9))
    #expect(walk.next(after: page(9, [9]), history: known(9, 9)) == .done)
  }
}
