/// The windows of time through which the exchange shows what has no id to walk by, in milliseconds.
enum TimeWindows {
  /// The exchange opened in September 2019; there is nothing before.
  static let beginning: Int64 = 1_567_296_000_000
  /// What is requested again on every run, for rows that arrive late.
  static let overlapDays: Int64 = 14

  /// A hundred years of the shortest windows.
  private static let mostWindows = 500

  /// Windows from `start` to `now`, newest first, each with its end on or before now.
  static func between(_ start: Int64, and now: Int64, days: Int64) -> [ClosedRange<Int64>] {
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

  /// The windows, oldest first, that hold spans of time which begin before `end`. One of a moment begins a day before
  /// it, and takes in the spans that follow; a span that is a window is requested as it is.
  static func around(_ spans: [ClosedRange<Int64>], before end: Int64, days: Int64) -> [ClosedRange<Int64>] {
    var windows: [ClosedRange<Int64>] = []
    for span in spans
    where span.lowerBound < end && span.lowerBound >= beginning && windows.count < mostWindows {
      if windows.contains(where: { $0.contains(span.lowerBound) && $0.contains(span.upperBound) }) {
        continue
      }
      if span.lowerBound < span.upperBound {
        windows.append(span)
      } else {
        let begin = max(beginning, span.lowerBound -| 86_400_000)
        windows.append(begin...max(span.upperBound, min(end, begin +| days *| 86_400_000)))
      }
    }
    return windows
  }

  /// What a run requests of a history: the windows from what is known on, newest first, and those of older facts that
  /// may still change, oldest first.
  static func planned(
    knownUntil known: Int64?, open: [ClosedRange<Int64>], now: Int64, days: Int64
  ) -> (usual: [ClosedRange<Int64>], open: [ClosedRange<Int64>]) {
    let start = start(after: known)
    return (between(start, and: now, days: days), around(open, before: start, days: days))
  }

  /// Where a history is requested from that is known up to a moment.
  private static func start(after known: Int64?) -> Int64 {
    guard let known else { return beginning }
    return max(beginning, known -| overlapDays *| 86_400_000)
  }
}
