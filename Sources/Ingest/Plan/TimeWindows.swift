/// The windows of time through which the exchange shows what has no id to walk by, in milliseconds.
enum TimeWindows {
  /// The exchange opened in September 2019; there is nothing before.
  static let beginning: Int64 = 1_567_296_000_000
  /// What is requested again on every run, for rows that arrive late; what is not final, however old it is.
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

  /// The windows, newest first, that hold moments before `end`, each from a day before its first.
  static func around(_ moments: [Int64], before end: Int64, days: Int64) -> [ClosedRange<Int64>] {
    var windows: [ClosedRange<Int64>] = []
    for moment in moments.sorted() where moment < end && moment >= beginning && windows.count < most {
      if let last = windows.last, last.contains(moment) { continue }
      let begin = max(beginning, moment -| 86_400_000)
      windows.append(begin...min(end, begin +| days *| 86_400_000))
    }
    return windows.reversed()
  }

  /// Where a history is requested from that is known up to a moment.
  static func start(after known: Int64?) -> Int64 {
    guard let known else { return beginning }
    return max(beginning, known -| overlapDays *| 86_400_000)
  }
}
