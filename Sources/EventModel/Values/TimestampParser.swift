/// Reads the one ISO-8601 shape that `Timestamp` accepts.
struct TimestampParser {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  /// Microseconds since 1970, or nil when the text has another shape or names no moment.
  mutating func parse() -> Int64? {
    guard let date = parseDate() else { return nil }
    let midnight = date.daysSince1970 * 86_400_000_000
    if offset == bytes.count { return Int64(midnight) }
    guard take("T"), let inDay = parseTime(), let zone = parseOffset(), offset == bytes.count else {
      return nil
    }
    let moment = midnight + inDay - zone
    return Self.moments.contains(moment) ? Int64(moment) : nil
  }

  /// 0001-01-01T00:00:00Z up to the last microsecond of 9999.
  private static let moments = -62_135_596_800_000_000...253_402_300_799_999_999

  private mutating func parseDate() -> CivilDate? {
    guard let year = number(digits: 4), year >= 1, take("-"), let month = number(digits: 2), take("-"),
      let day = number(digits: 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private mutating func parseTime() -> Int? {
    guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60,
      take(":"), let second = number(digits: 2), second < 60
    else { return nil }
    var microseconds = ((hour * 60 + minute) * 60 + second) * 1_000_000
    if take(".") {
      var unit = 100_000
      let start = offset
      while offset < bytes.count, let digit = digit(at: offset) {
        microseconds += digit * unit
        unit /= 10
        offset += 1
      }
      guard (1...6).contains(offset - start) else { return nil }
    }
    return microseconds
  }

  private mutating func parseOffset() -> Int? {
    if take("Z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(digits: 2), hours < 24, take(":"), let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes) * 60_000_000
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func number(digits: Int) -> Int? {
    guard offset + digits <= bytes.count else { return nil }
    var value = 0
    for position in offset..<offset + digits {
      guard let digit = digit(at: position) else { return nil }
      value = value * 10 + digit
    }
    offset += digits
    return value
  }

  private func digit(at position: Int) -> Int? {
    let byte = bytes[position]
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
