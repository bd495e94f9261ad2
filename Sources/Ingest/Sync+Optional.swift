import BinanceUS
import EventModel
import JSONView

// Last, the lists that only some accounts have.
extension Sync {
  /// What only some accounts have, so that a refusal changes nothing.
  func fetchOptional() async throws {
    for endpoint in settings.optional {
      guard let walk = endpoint.walk else { continue }
      try settings.stop.check()
      let now = client.clock.milliseconds
      func windows(_ days: Int64) -> (usual: [ClosedRange<Int64>], open: [ClosedRange<Int64>]) {
        TimeWindows.planned(
          knownUntil: journal.knownUntil(endpoint), open: journal.openTimes(endpoint), now: now, days: days)
      }
      var pages = PageCount(most: settings.mostPages)
      switch walk {
      case .whole: try await fetch(.whole, of: endpoint)
      // Histories of symbols are fetched with the symbols.
      case .symbols: continue
      case .span: try await fetch(.span(0...max(0, now)), of: endpoint)
      case .windows(let days, let limit):
        let windows = windows(days)
        try await walkWindows(windows.usual.reversed(), of: endpoint, limit: limit, &pages)
        // One that the exchange does not give costs itself alone.
        for window in windows.open where pages.why == nil {
          try await walkWindows([window], of: endpoint, limit: limit, &pages)
        }
      case .pages(let limit, let parameter):
        try await walkPages(of: endpoint, limit: limit, parameter, &pages)
      case .backward(let days, let limit):
        try await walkBackward(windows(days).usual.reversed(), of: endpoint, limit: limit, &pages)
      }
      if let why = pages.why {
        await tally.fail(.common(endpoint), .data, why, sequence: pages.last)
      }
    }
  }

  /// Oldest window first: what is known ends where the run stopped.
  private func walkWindows(
    _ windows: [ClosedRange<Int64>], of endpoint: Endpoint, limit: Int?, _ pages: inout PageCount
  ) async throws {
    for window in windows {
      var offset: Int64 = 0
      pages.begin()
      while true {
        guard let page = try await fetch(.window(window, limit: limit, offset: offset), of: endpoint) else {
          return
        }
        guard page.list.mayGoOn(after: offset), pages.goesOn(after: page) else { break }
        offset +|= Int64(page.list.rows)
      }
      if pages.why != nil { return }
    }
  }

  private func walkPages(
    of endpoint: Endpoint, limit: Int, _ parameter: String, _ pages: inout PageCount
  ) async throws {
    var (number, rows) = (1, Int64(0))
    while let page = try await fetch(.page(number, limit: limit, parameter: parameter), of: endpoint),
      page.list.mayGoOn(after: rows), pages.goesOn(after: page)
    {
      number += 1
      rows +|= Int64(page.list.rows)
    }
  }

  /// Windows, oldest first; within each from its end backwards, each page ending where the previous one
  /// began.
  private func walkBackward(
    _ windows: [ClosedRange<Int64>], of endpoint: Endpoint, limit: Int, _ pages: inout PageCount
  ) async throws {
    for window in windows {
      var end = window.upperBound
      pages.begin()
      while end > window.lowerBound {
        let selection = ListRequest.Selection.end(ofWindow: window.lowerBound...end, limit: limit)
        guard let page = try await fetch(selection, of: endpoint) else { return }
        // Each page states the total of what its own request would find.
        guard page.list.mayGoOn(after: 0), pages.goesOn(after: page) else { break }
        guard let oldest = page.list.oldest, oldest < end else {
          pages.stop(
            "a full page holds no row older than its end \(end): what lies before it cannot be requested")
          break
        }
        end = oldest
      }
      if pages.why != nil { return }
    }
  }

  /// One page; nil where the exchange does not give it.
  @discardableResult
  private func fetch(
    _ selection: ListRequest.Selection, of endpoint: Endpoint
  ) async throws -> FetchedPage? {
    try settings.stop.check()
    let request = ExchangeRequest(ListRequest(endpoint: endpoint, selection: selection))
    let outcome = try await fetch(request, isMinor: true)
    guard outcome.isGood, let value = JSONValue(json: outcome.body) else { return nil }
    return FetchedPage(
      sequence: outcome.header.sequence,
      list: ListPage(request.query, value, body: outcome.header.bodyDigest))
  }
}

/// A page that a walk got.
private struct FetchedPage {
  let sequence: UInt64
  let list: ListPage
}

/// Ends a walk over pages that have no end: by a page that repeats the one before, and by a number of
/// pages that no account fills.
private struct PageCount {
  private let most: Int
  private var count = 0
  private var previous: Digest?
  /// The last page's event.
  private(set) var last: UInt64?
  /// Why the walk was given up.
  private(set) var why: String?

  init(most: Int) { self.most = most }

  /// A window of its own begins.
  mutating func begin() { previous = nil }

  mutating func stop(_ why: String) { self.why = why }

  /// Whether to request what may lie behind a page.
  mutating func goesOn(after page: FetchedPage) -> Bool {
    last = page.sequence
    count += 1
    // An exchange that does not heed the offset repeats the page.
    if page.list.body == previous { return false }
    previous = page.list.body
    if count >= most {
      stop("\(count) full pages and no end: the walk was given up; what came is stored")
      return false
    }
    return true
  }
}
