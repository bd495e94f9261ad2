import Platform

/// A moment, as whole microseconds since 1970-01-01 00:00 UTC.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970 UTC, negative before it.
  public var microseconds: Int64

  /// The moment that many microseconds after 1970 began.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The moment that many milliseconds after 1970 began, or the nearest representable one.
  public init(milliseconds: Int64) {
    self.init(microseconds: milliseconds *| 1000)
  }

  /// The last moment whose year has four digits: 9999-12-31T23:59:59.999999Z.
  public static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

  /// The moment so much later, or the nearest representable one.
  public func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(
      microseconds: microseconds +| seconds *| 1_000_000 +| attoseconds / 1_000_000_000_000)
  }

  /// Reads `YYYY-MM-DDTHH:MM:SS[.f…](Z|±HH:MM)`, or a date alone, which means its midnight in UTC.
  ///
  /// Strict: years 0001 to 9999, a zone is needed after a time, one to six digits of fraction (more would be lost),
  /// no leap second. Anything else is nil.
  public init?(iso8601 text: some StringProtocol) {
    var parser = TimestampParser(text)
    guard let microseconds = parser.parse() else { return nil }
    self.init(microseconds: microseconds)
  }

  /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`, always with six digits of fraction.
  public var iso8601: String {
    let (days, inDay) = Self.splitDays(microseconds)
    let date = CivilDate(daysSince1970: days)
    let seconds = inDay / 1_000_000
    return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
      + "T\(Self.padded(seconds / 3600, 2)):\(Self.padded(seconds / 60 % 60, 2)):\(Self.padded(seconds % 60, 2))"
      + ".\(Self.padded(inDay % 1_000_000, 6))Z"
  }

  /// The system's clock, now.
  public static func now() -> Timestamp {
    let (seconds, nanoseconds) = SystemClock.now()
    return Timestamp(microseconds: seconds *| 1_000_000 +| nanoseconds / 1000)
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  private static let microsecondsADay = 86_400_000_000

  private static func splitDays(_ microseconds: Int64) -> (days: Int, inDay: Int) {
    let (quotient, remainder) = Int(clamping: microseconds).quotientAndRemainder(dividingBy: microsecondsADay)
    return remainder < 0 ? (quotient - 1, remainder + microsecondsADay) : (quotient, remainder)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }
}
