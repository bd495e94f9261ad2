import BinanceUS

/// What the exchange forgets or shows only through windows, and no table reads yet: fetched raw
/// on every run. Source: fact sheet of the API, section 1.8.
struct ArchivedSource: Sendable {
  /// How one asks for all of it.
  enum Paging: Sendable {
    /// One request tells all.
    case whole
    /// Windows of time, each paged by `offset` in pages of `limit`; without a limit the exchange
    /// takes no page size, and pages go on until one is empty.
    case windows(days: Int64, limit: Int?)
    /// One request over all time, which must name its ends.
    case span
    /// Pages by number until one is not full.
    case pages(limit: Int, parameter: String)
    /// Windows of time, each from its end back.
    case backward(limit: Int)
  }

  let endpoint: Endpoint
  let paging: Paging
  let parameters: [(String, String)]

  private init(_ path: String, _ paging: Paging, _ parameters: [(String, String)] = []) {
    guard let endpoint = Endpoint(path: path) else { preconditionFailure("\(path) is known") }
    self.endpoint = endpoint
    self.paging = paging
    self.parameters = parameters
  }

  /// The exchange opened in September 2019; there is nothing before.
  static let beginning: Int64 = 1_567_296_000_000
  /// What is asked again on every run, for rows that arrive late.
  static let overlapDays: Int64 = 14

  static let all: [ArchivedSource] = [
    ArchivedSource("/sapi/v1/capital/deposit/hisrec", .windows(days: 89, limit: 1000)),
    ArchivedSource("/sapi/v1/capital/withdraw/history", .windows(days: 89, limit: 1000)),
    ArchivedSource("/sapi/v1/fiatpayment/query/deposit/history", .windows(days: 89, limit: nil)),
    ArchivedSource("/sapi/v1/fiatpayment/query/withdraw/history", .windows(days: 89, limit: nil)),
    ArchivedSource("/sapi/v1/asset/query/dust-logs", .span),
    ArchivedSource("/sapi/v1/asset/assetDistributionHistory", .backward(limit: 500)),
    ArchivedSource("/sapi/v1/staking/history", .pages(limit: 500, parameter: "page")),
    ArchivedSource("/sapi/v1/staking/stakingRewardsHistory", .pages(limit: 500, parameter: "page")),
    ArchivedSource("/sapi/v1/staking/stakingBalance", .whole),
    ArchivedSource("/sapi/v1/staking/asset", .whole),
    ArchivedSource("/sapi/v1/otc/orders", .pages(limit: 100, parameter: "page")),
    ArchivedSource("/sapi/v1/ocbs/orders", .pages(limit: 100, parameter: "page")),
  ]

  /// A hundred years of the shortest windows.
  private static let mostWindows = 500

  /// Windows from `start` to `now`, newest first, each with its end on or before now.
  static func windows(from start: Int64, to now: Int64, days: Int64) -> [ClosedRange<Int64>] {
    let length = days *| 86_400_000
    var windows: [ClosedRange<Int64>] = []
    var end = now
    while end > start, windows.count < mostWindows {
      let begin = max(start, end -| length)
      windows.append(begin...end)
      end = begin
    }
    return windows
  }
}
