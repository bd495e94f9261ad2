import BinanceUS
import EventLog
import JSONView

extension Sync {
  /// What no table reads yet. Not every account has all of it, so a refusal changes nothing.
  func fetchArchivedSources() async throws {
    for source in ArchivedSource.all {
      try settings.stop.check()
      let now = client.clock.milliseconds
      let known = await keeper.state.windows[source.endpoint.path]
      switch source.paging {
      case .whole: try await askArchived(source, [])
      case .windows(let days, let limit):
        try await walkWindows(source, from: start(known), to: now, days: days, limit: limit)
      case .span:
        try await askArchived(source, [("startTime", "0"), ("endTime", "\(now)")])
      case .pages(let limit, let parameter): try await walkPages(source, limit, parameter)
      case .backward(let limit):
        try await walkBackward(source, from: start(known), to: now, limit: limit)
      }
    }
  }

  private func start(_ known: Int64?) -> Int64 {
    guard let known else { return ArchivedSource.beginning }
    return max(ArchivedSource.beginning, known - ArchivedSource.overlapDays * 86_400_000)
  }

  /// Oldest window first: what is known ends where asking stopped.
  private func walkWindows(
    _ source: ArchivedSource, from: Int64, to: Int64, days: Int64, limit: Int?
  ) async throws {
    for window in ArchivedSource.windows(from: from, to: to, days: days).reversed() {
      var offset = 0
      var previous: [UInt8] = []
      while true {
        var parameters = [
          ("startTime", "\(window.lowerBound)"), ("endTime", "\(window.upperBound)"),
        ]
        if let limit { parameters.append(("limit", "\(limit)")) }
        parameters.append(("offset", "\(offset)"))
        guard let body = try await askArchived(source, parameters) else { return }
        let count = body.rowCount
        // An exchange that does not heed the offset says the same again.
        guard count >= limit ?? 1, body != previous else { break }
        previous = body
        offset += count
      }
    }
  }

  private func walkPages(_ source: ArchivedSource, _ limit: Int, _ parameter: String) async throws {
    for page in 1...1000 {
      let parameters = [(parameter, "\(page)"), ("limit", "\(limit)")]
      guard let body = try await askArchived(source, parameters),
        body.rowCount >= limit
      else { return }
    }
  }

  /// Windows, oldest first; within each from its end back, a page ending where the one before
  /// began.
  private func walkBackward(
    _ source: ArchivedSource, from: Int64, to: Int64, limit: Int
  ) async throws {
    for window in ArchivedSource.windows(from: from, to: to, days: 89).reversed() {
      var end = window.upperBound
      while end > window.lowerBound {
        let parameters = [
          ("startTime", "\(window.lowerBound)"), ("endTime", "\(end)"), ("limit", "\(limit)"),
        ]
        guard let body = try await askArchived(source, parameters) else { return }
        guard body.rowCount >= limit, let oldest = body.oldestRow, oldest < end else { break }
        end = oldest
      }
    }
  }

  /// The body of a good answer.
  @discardableResult
  private func askArchived(
    _ source: ArchivedSource, _ parameters: [(String, String)]
  ) async throws -> [UInt8]? {
    let request = ExchangeRequest(source.endpoint, source.parameters + parameters)
    let outcome = try await client.ask(request, for: .common(source.endpoint))
    await keeper.apply(outcome)
    let isGood = try await judge(outcome, of: .common(source.endpoint), isMinor: true)
    return isGood ? outcome.body : nil
  }
}

extension [UInt8] {
  fileprivate var value: JSONValue? {
    do { return try JSONValue.parse(self) } catch { return nil }
  }

  /// How many rows an answer has.
  fileprivate var rowCount: Int { value.map { ListAnswer.rows(of: $0).count } ?? 0 }

  /// The earliest moment that a row tells, in milliseconds.
  fileprivate var oldestRow: Int64? { value.flatMap { ListAnswer.oldest(of: $0) } }
}
