/// The window of `startTime` and `endTime`.
struct TimeWindow {
  let start: SimulatedTime?
  let end: SimulatedTime?

  /// Reads both; together they span at most 24 hours, and may be equal since 2023-03-08.
  init(_ query: QueryReader, at time: SimulatedTime) throws(Refusal) {
    start = try query.time("startTime")
    end = try query.time("endTime")
    guard let start, let end else { return }
    let length = end.milliseconds - start.milliseconds
    if length < 0 || (length == 0 && time < Change.orderArchive) { throw .badCombination }
    if length > SimulatedTime.day { throw .windowTooLong }
  }

  var isOpen: Bool { start == nil && end == nil }

  func holds(_ time: SimulatedTime) -> Bool {
    if let start, time < start { return false }
    if let end, time > end { return false }
    return true
  }

  /// The rows to return out of all that fit: the oldest from a start on, else the newest.
  func page<Row>(_ rows: [Row], limit: Int) -> ArraySlice<Row> {
    start == nil ? rows.suffix(limit) : rows.prefix(limit)
  }
}
