/// A short decimal as a 128-bit number of its last place: what exact sums are checked against.
public struct PlainDecimal {
  /// The number without its point.
  public let units: Int128
  /// Digits behind the point.
  public let scale: Int

  /// A number of units at a scale.
  public init(units: Int128, scale: Int) {
    self.units = units
    self.scale = scale
  }

  /// Reads `-?digits[.digits]`; nil for anything else.
  public init?(_ text: String) {
    let unsigned = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
    let sides = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    guard sides.count <= 2, sides.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }),
      let units = Int128(sides.joined())
    else { return nil }
    self.units = text.hasPrefix("-") ? -units : units
    scale = sides.count == 2 ? sides[1].count : 0
  }

  /// The same number with more places.
  public func rescaled(to places: Int) -> PlainDecimal {
    var grown = units
    for _ in scale..<max(scale, places) { grown *= 10 }
    return PlainDecimal(units: grown, scale: max(scale, places))
  }

  /// The sum, at the longer scale.
  public static func + (left: PlainDecimal, right: PlainDecimal) -> PlainDecimal {
    let scale = max(left.scale, right.scale)
    return PlainDecimal(
      units: left.rescaled(to: scale).units + right.rescaled(to: scale).units, scale: scale)
  }

  /// The number written out.
  public var text: String {
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    let sign = units < 0 ? "-" : ""
    return scale == 0 ? sign + padded : sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
