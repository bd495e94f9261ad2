/// The windows of time through which the exchange shows what has no id to walk by, in milliseconds.
enum TimeWindows {
  /// The exchange opened in September 2019; there is nothing before.
  static let beginning: Int64 = 1_567_296_000_000
  /// What is requested again on every run, for rows that arrive late.
  static let overlapDays: Int64 = 14

  /// A hundred years of the shortest windows.
  private static let most = 500

  /// Windows from `start` to `now`, newest first, each with its end on or before now.
  static func between(_ start: Int64, and now: Int64, days: Int64) -> [ClosedRange<Int64>] {
    let length = days *| 86_400_000
    var windows: [ClosedRange<Int64>] = []
    var end = now
    while end > start, windows.count < most {
      let begin = max(start, end -| length)
      windows.append(begin...end)
      end = begin
    }
    return windows
  }
}
