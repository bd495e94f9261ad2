import EventLog
import EventModel
import Projections

/// Several feeds as one stream in log order, on threads of their own or, with none to spare, on
/// the caller's.
final class FeedMerge {
  private enum Source {
    case inline(TableFeed)
    case queued(FeedQueue)
  }

  private let sources: [Source]
  private var heads: [ResponseRows?]
  private var isStarted = false
  /// The runs that were open when the log ended.
  private(set) var endedRuns: [(table: Int, ended: RunFold.Ended)] = []

  init(log: EventLog, plan: ReplayPlan, omitted: Omissions, pool: BatchPool) {
    let reading = plan.reading
    sources = plan.hands.map { tables in
      if plan.feeds == 0 {
        return .inline(TableFeed(log: log, tables: tables, reading: reading, omitted: omitted, pool: pool))
      }
      return .queued(
        FeedQueue { TableFeed(log: log, tables: tables, reading: reading, omitted: omitted, pool: pool) })
    }
    heads = Array(repeating: nil, count: sources.count)
  }

  /// The response with the lowest sequence; for two tables of one event the order of the plan.
  func next() throws -> ResponseRows? {
    if !isStarted {
      for index in sources.indices { heads[index] = try take(from: index) }
      isStarted = true
    }
    var best: Int?
    for (index, head) in heads.enumerated() {
      guard let head else { continue }
      if let now = best, let leader = heads[now], !precedes(head, leader) { continue }
      best = index
    }
    guard let best else { return nil }
    let rows = heads[best]
    heads[best] = try take(from: best)
    return rows
  }

  /// Ends every feed, for a replay that cannot go on.
  func stop() {
    for case .queued(let queue) in sources { queue.stop() }
  }

  private func precedes(_ left: ResponseRows, _ right: ResponseRows) -> Bool {
    (left.response.header.sequence, left.table) < (right.response.header.sequence, right.table)
  }

  private func take(from index: Int) throws -> ResponseRows? {
    switch sources[index] {
    case .inline(let feed):
      if let rows = try feed.next() { return rows }
      endedRuns += feed.endRuns()
      return nil
    case .queued(let queue):
      let (rows, ended) = try queue.take()
      endedRuns += ended
      return rows
    }
  }
}
