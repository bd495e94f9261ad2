/// A moment of the simulated world: milliseconds since 1970-01-01T00:00:00Z, as the exchange counts.
public struct SimulatedTime: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  public let milliseconds: Int64

  /// The length of a day in milliseconds.
  public static let day: Int64 = 86_400_000
  /// The length of an hour in milliseconds.
  public static let hour: Int64 = 3_600_000

  /// Wraps a time as the exchange writes it.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A calendar date and time of day, UTC.
  public init(
    _ year: Int, _ month: Int, _ day: Int,
    _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0, milliseconds: Int = 0
  ) {
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
    self.milliseconds = Int64(seconds) * 1000 + Int64(milliseconds)
  }

  /// The earlier one comes first.
  public static func < (left: SimulatedTime, right: SimulatedTime) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The time this much later (or earlier, where an argument is negative).
  public func adding(days: Int64 = 0, hours: Int64 = 0, milliseconds more: Int64 = 0) -> SimulatedTime {
    SimulatedTime(
      milliseconds: milliseconds + days * SimulatedTime.day + hours * SimulatedTime.hour + more)
  }

  /// The text `2025-10-02T12:46:49.123Z`.
  public var iso8601: String {
    text(between: "T", milliseconds: true)
  }

  /// The text `2025-10-02 12:46:49`, as withdrawals carry it.
  var spacedText: String {
    text(between: " ", milliseconds: false)
  }

  private func text(between separator: String, milliseconds isLong: Bool) -> String {
    let total = milliseconds / 1000
    let date = CivilDate(daysSinceEpoch: Int(total / 86_400))
    let second = Int(total % 86_400)
    var bytes: [UInt8] = []
    for (value, width, after) in [
      (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, separator),
      (second / 3600, 2, ":"), (second / 60 % 60, 2, ":"), (second % 60, 2, isLong ? "." : ""),
    ] {
      Amount.appendDigits(UInt64(value), width: width, to: &bytes)
      bytes.append(contentsOf: after.utf8)
    }
    guard isLong else { return String(decoding: bytes, as: UTF8.self) }
    Amount.appendDigits(UInt64(milliseconds % 1000), width: 3, to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "Z"
  }
}

extension SimulatedTime: CustomStringConvertible {
  /// The same as `iso8601`.
  public var description: String { iso8601 }
}
