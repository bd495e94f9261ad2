import Dispatch
import Projections
import Synchronization

/// A feed on a thread of its own, a few responses ahead of whoever takes them.
///
/// Holds at most `depth` responses, so memory stays the same however long the log is.
final class FeedQueue: Sendable {
  private enum Item: @unchecked Sendable {
    // @unchecked: a response's rows go from the feed to the taker and are never shared.
    case rows(ResponseRows)
    case end([(table: Int, ended: RunFold.Ended)])
    case failure(any Error)
  }

  private static let depth = 4

  private let items = Mutex<[Item]>([])
  private let filled = DispatchSemaphore(value: 0)
  // Counted up from zero: libdispatch traps where a semaphore is released below its initial value, and
  // a feed that was stopped leaves its slot taken.
  private let slots = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isStopped = Mutex(false)

  /// Starts the feed that `make` gives, on a new thread.
  init(_ make: @escaping @Sendable () -> TableFeed) {
    for _ in 0..<Self.depth { slots.signal() }
    let thread = DispatchQueue(label: "replay.feed", qos: .userInitiated)
    thread.async { self.run(make()) }
  }

  /// The next response's rows, or at the end the runs that were still open. Waits for the feed.
  func take() throws -> (rows: ResponseRows?, endedRuns: [(table: Int, ended: RunFold.Ended)]) {
    filled.wait()
    let item = items.withLock { $0.removeFirst() }
    slots.signal()
    switch item {
    case .rows(let rows): return (rows, [])
    case .end(let runs): return (nil, runs)
    case .failure(let error): throw error
    }
  }

  /// Makes the feed end at its next response and waits until it has, so that nothing reads the log
  /// any more; for a replay that failed elsewhere. Stopping twice does nothing.
  func stop() {
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    guard isFirst else { return }
    // Once for the response it may be waiting to hand over, once for the end.
    slots.signal()
    slots.signal()
    ended.wait()
  }

  private func run(_ feed: TableFeed) {
    defer { ended.signal() }
    do {
      while !isStopped.withLock({ $0 }), let rows = try feed.next() { put(.rows(rows)) }
      put(.end(feed.endRuns()))
    } catch {
      put(.failure(error))
    }
  }

  private func put(_ item: Item) {
    slots.wait()
    items.withLock { $0.append(item) }
    filled.signal()
  }
}
