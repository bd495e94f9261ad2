import EventModel

/// Milliseconds since 1970 as `YYYY-MM-DDTHH:MM:SS.mmmZ`, 24 bytes, by arithmetic alone: no
/// locale and no time zone can touch it.
enum CellTime {
  static let byteCount = 24

  /// The milliseconds that four-digit years can express: 0001-01-01 to the end of 9999.
  static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// A number below it is seconds, where a time comes as either: as milliseconds it would lie before 1973-03-03.
  static let leastMilliseconds: Int64 = 100_000_000_000

  /// Writes 24 bytes. `milliseconds` must lie in `range`.
  static func write(milliseconds: Int64, to out: UnsafeMutableRawPointer) {
    let day = floorDivide(milliseconds, 86_400_000)
    var rest = Int(clamping: milliseconds -| day *| 86_400_000)
    let date = CivilDate(daysSince1970: Int(clamping: day))
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
}
