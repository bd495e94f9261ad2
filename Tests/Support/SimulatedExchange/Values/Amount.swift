/// An exact decimal with eight places: a price, a quantity or a sum of money.
struct Amount: Comparable, Hashable, Sendable {
  /// Hundred-millionths.
  var units: Int64

  static let unitsInOne: Int64 = 100_000_000
  static let zero = Amount(units: 0)
  /// One unit of each scale, from 0 to 8 decimal places.
  static let step: [Int64] = [
    100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1,
  ]

  init(units: Int64) {
    self.units = units
  }

  init(_ whole: Int64) {
    units = whole * Amount.unitsInOne
  }

  static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }
  static func + (left: Amount, right: Amount) -> Amount { Amount(units: left.units + right.units) }
  static func - (left: Amount, right: Amount) -> Amount { Amount(units: left.units - right.units) }
  static prefix func - (amount: Amount) -> Amount { Amount(units: -amount.units) }
  static func += (left: inout Amount, right: Amount) { left.units += right.units }
  static func -= (left: inout Amount, right: Amount) { left.units -= right.units }

  /// The product, cut off after eight places.
  static func * (left: Amount, right: Amount) -> Amount {
    left.scaled(by: right.units, over: unitsInOne)
  }

  /// The quotient, cut off after eight places.
  static func / (left: Amount, right: Amount) -> Amount {
    left.scaled(by: unitsInOne, over: right.units)
  }

  /// `self * numerator / denominator`, cut off; exact between.
  func scaled(by numerator: Int64, over denominator: Int64) -> Amount {
    let product = units.multipliedReportingOverflow(by: numerator)
    if !product.overflow { return Amount(units: product.partialValue / denominator) }
    return Amount(units: Int64(Int128(units) * Int128(numerator) / Int128(denominator)))
  }

  /// The part that is a whole multiple of `grain`.
  func floored(to grain: Amount) -> Amount {
    Amount(units: units - units % grain.units)
  }

  /// Cut off after `scale` places.
  func truncated(scale: Int) -> Amount {
    floored(to: Amount(units: Amount.step[scale]))
  }

  /// Rounded half up at `scale` places; for amounts that are not negative.
  func rounded(scale: Int) -> Amount {
    let grain = Amount.step[scale]
    return Amount(units: (units + grain / 2) / grain * grain)
  }

  /// The decimal text with exactly `scale` places.
  func text(scale: Int) -> String {
    var bytes: [UInt8] = []
    append(scale: scale, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The decimal text without zeros at its end: `0.5`, `12`, `0`.
  var shortText: String {
    var bytes: [UInt8] = []
    append(scale: 8, to: &bytes)
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  func append(scale: Int, to bytes: inout [UInt8]) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = units.magnitude
    Amount.appendDigits(magnitude / UInt64(Amount.unitsInOne), width: 1, to: &bytes)
    guard scale > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    let fraction = magnitude % UInt64(Amount.unitsInOne) / UInt64(Amount.step[scale])
    Amount.appendDigits(fraction, width: scale, to: &bytes)
  }

  /// Appends the decimal digits of `value`, filled with zeros to `width`.
  static func appendDigits(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
    var rest = value
    var count = 0
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      count += 1
    } while rest > 0 || count < width
    var left = start
    var right = bytes.count - 1
    while left < right {
      bytes.swapAt(left, right)
      left += 1
      right -= 1
    }
  }
}
