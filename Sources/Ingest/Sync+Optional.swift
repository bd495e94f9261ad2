import BinanceUS
import EventLog
import JSONView

extension Sync {
  /// What only some accounts have, so that a refusal changes nothing.
  func fetchOptional() async throws {
    for endpoint in settings.optional {
      guard let walk = endpoint.walk else { continue }
      try settings.stop.check()
      let now = client.clock.milliseconds
      let from = start(await keeper.knownUntil(endpoint))
      var pages = PageCount(most: settings.mostPages)
      switch walk {
      case .whole: try await askOptional(endpoint, [])
      // Histories of symbols are fetched with the symbols.
      case .symbols: continue
      case .windows(let days, let limit):
        try await walkWindows(endpoint, from: from, to: now, days: days, limit: limit, &pages)
      case .span:
        try await askOptional(endpoint, [("startTime", "0"), ("endTime", "\(now)")])
      case .pages(let limit, let parameter): try await walkPages(endpoint, limit, parameter, &pages)
      case .backward(let days, let limit):
        try await walkBackward(endpoint, from: from, to: now, days: days, limit: limit, &pages)
      }
      if let why = pages.why {
        await ledger.fail(.common(endpoint), .data, why, sequence: pages.last)
      }
    }
  }

  private func start(_ known: Int64?) -> Int64 {
    guard let known else { return TimeWindows.beginning }
    return max(TimeWindows.beginning, known -| TimeWindows.overlapDays *| 86_400_000)
  }

  /// Oldest window first: what is known ends where asking stopped.
  private func walkWindows(
    _ endpoint: Endpoint, from: Int64, to: Int64, days: Int64, limit: Int?, _ pages: inout PageCount
  ) async throws {
    for window in TimeWindows.between(from, and: to, days: days).reversed() {
      var offset: Int64 = 0
      pages.begin()
      while true {
        var parameters = [
          ("startTime", "\(window.lowerBound)"), ("endTime", "\(window.upperBound)"),
        ]
        if let limit { parameters.append(("limit", "\(limit)")) }
        parameters.append(("offset", "\(offset)"))
        guard let page = try await askOptional(endpoint, parameters) else { return }
        guard page.list.mayGoOn(after: offset), pages.goesOn(after: page) else { break }
        offset +|= Int64(page.list.rows)
      }
      if pages.why != nil { return }
    }
  }

  private func walkPages(
    _ endpoint: Endpoint, _ limit: Int, _ parameter: String, _ pages: inout PageCount
  ) async throws {
    var (number, rows) = (0, Int64(0))
    while true {
      number += 1
      let parameters = [(parameter, "\(number)"), ("limit", "\(limit)")]
      guard let page = try await askOptional(endpoint, parameters), page.list.mayGoOn(after: rows),
        pages.goesOn(after: page)
      else { return }
      rows +|= Int64(page.list.rows)
    }
  }

  /// Windows, oldest first; within each from its end back, a page ending where the one before
  /// began.
  private func walkBackward(
    _ endpoint: Endpoint, from: Int64, to: Int64, days: Int64, limit: Int, _ pages: inout PageCount
  ) async throws {
    for window in TimeWindows.between(from, and: to, days: days).reversed() {
      var end = window.upperBound
      pages.begin()
      while end > window.lowerBound {
        let parameters = [
          ("startTime", "\(window.lowerBound)"), ("endTime", "\(end)"), ("limit", "\(limit)"),
        ]
        guard let page = try await askOptional(endpoint, parameters) else { return }
        // Each page states the total of what its own request would find.
        guard page.list.mayGoOn(after: 0), pages.goesOn(after: page) else { break }
        guard let oldest = page.list.oldest, oldest < end else {
          pages.stop(
            "a full page holds no row older than its end \(end): what lies before it cannot be asked for")
          break
        }
        end = oldest
      }
      if pages.why != nil { return }
    }
  }

  /// A good response.
  @discardableResult
  private func askOptional(
    _ endpoint: Endpoint, _ parameters: [(String, String)]
  ) async throws -> OptionalPage? {
    try settings.stop.check()
    let request = ExchangeRequest(endpoint, parameters)
    let outcome = try await client.ask(request, for: .common(endpoint))
    await keeper.apply(outcome)
    let isGood = try await judge(outcome, of: .common(endpoint), isMinor: true)
    return isGood ? OptionalPage(outcome) : nil
  }
}

/// A page that a walk got.
private struct OptionalPage {
  let sequence: UInt64
  let list: ListPage

  /// Nil where it is not JSON; such a response is not a good one.
  init?(_ outcome: ExchangeClient.Outcome) {
    sequence = outcome.header.sequence
    let query = CanonicalQuery(outcome.header.query)
    do {
      list = ListPage(query, try JSONValue.parse(outcome.body), body: outcome.header.bodyDigest)
    } catch {
      return nil
    }
  }
}

/// Ends a walk over pages that have no end: by a page that says again what the one before said, and by a number of
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

  /// Whether to ask for what may lie behind a page.
  mutating func goesOn(after page: OptionalPage) -> Bool {
    last = page.sequence
    count += 1
    // An exchange that does not heed the offset says the same again.
    if page.list.body == previous { return false }
    previous = page.list.body
    if count >= most {
      stop("\(count) full pages and no end: the walk was given up; what came is stored")
      return false
    }
    return true
  }
}
