/// How exchangeInfo, headers and refusals write the length of a weight's window.
struct WeightInterval {
  /// `SECOND`, `MINUTE`, `HOUR` or `DAY`: the largest that the window is a multiple of.
  let unit: String
  let count: Int64

  init(_ window: Duration) {
    let seconds = max(1, window.secondsRoundedUp)
    let units: [(String, Int64)] = [("DAY", 86_400), ("HOUR", 3600), ("MINUTE", 60)]
    let fitting = units.first { seconds % $0.1 == 0 } ?? ("SECOND", 1)
    (unit, count) = (fitting.0, seconds / fitting.1)
  }

  /// `x-mbx-used-weight-1m`.
  var header: String { "x-mbx-used-weight-\(count)\(unit.prefix(1).lowercased())" }
}
