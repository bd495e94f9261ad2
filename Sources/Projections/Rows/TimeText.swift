/// Milliseconds since 1970 as `YYYY-MM-DDTHH:MM:SS.mmmZ`, 24 bytes, by arithmetic alone: no
/// locale and no time zone can touch it.
enum TimeText {
  static let byteCount = 24

  /// The milliseconds that four-digit years can say: 0001-01-01 to the end of 9999.
  static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// Writes 24 bytes. `milliseconds` must lie in `range`.
  static func write(milliseconds: Int64, to out: UnsafeMutableRawPointer) {
    let day = floorDivide(milliseconds, 86_400_000)
    var rest = Int(clamping: milliseconds -| day *| 86_400_000)
    let date = civilDate(daysSince1970: Int(clamping: day))
    let digits = out.assumingMemoryBound(to: UInt8.self)
    put(date.year, 4, digits)
    digits[4] = UInt8(ascii: "-")
    put(date.month, 2, digits + 5)
    digits[7] = UInt8(ascii: "-")
    put(date.day, 2, digits + 8)
    digits[10] = UInt8(ascii: "T")
    put(rest / 3_600_000, 2, digits + 11)
    rest %= 3_600_000
    digits[13] = UInt8(ascii: ":")
    put(rest / 60_000, 2, digits + 14)
    rest %= 60_000
    digits[16] = UInt8(ascii: ":")
    put(rest / 1000, 2, digits + 17)
    digits[19] = UInt8(ascii: ".")
    put(rest % 1000, 3, digits + 20)
    digits[23] = UInt8(ascii: "Z")
  }

  private static func put(_ value: Int, _ width: Int, _ out: UnsafeMutablePointer<UInt8>) {
    var rest = value
    for place in stride(from: width - 1, through: 0, by: -1) {
      out[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : (value -| divisor +| 1) / divisor
  }

  /// Gregorian date from a day number, counting in eras of 400 years that begin on 1 March
  /// (the method of Howard Hinnant's `civil_from_days`).
  private static func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
