import BinanceUS

/// An exact sum of decimals with at most 18 places, in 16 bytes.
struct ExactAmount: Hashable, Sendable, Comparable {
  private var units: Int128

  private static let places = 18
  static let zero = ExactAmount(units: 0)

  private init(units: Int128) { self.units = units }

  /// Reads a plain decimal; nil for other text, for more places and for what does not fit.
  init?(_ text: String) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    var (units, places, digits) = (Int128(0), -1, 0)
    for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
      if byte == UInt8(ascii: "."), places < 0, digits > 0 {
        places = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      digits += 1
      if places >= 0 { places += 1 }
      if places > ExactAmount.places {
        guard byte == 0x30 else { return nil }
        continue
      }
      let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      let (sum, isOver) = tens.addingReportingOverflow(Int128(byte - 0x30))
      guard !isOver else { return nil }
      units = sum
    }
    guard digits > 0, places != 0 else { return nil }
    for _ in 0..<(ExactAmount.places - min(ExactAmount.places, max(0, places))) {
      let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      units = tens
    }
    self.units = isNegative ? 0 -| units : units
  }

  static func + (left: ExactAmount, right: ExactAmount) -> ExactAmount {
    ExactAmount(units: left.units &+ right.units)
  }

  static func - (left: ExactAmount, right: ExactAmount) -> ExactAmount {
    ExactAmount(units: left.units &- right.units)
  }

  static prefix func - (amount: ExactAmount) -> ExactAmount { ExactAmount(units: 0 &- amount.units) }

  static func += (left: inout ExactAmount, right: ExactAmount) { left = left + right }

  static func < (left: ExactAmount, right: ExactAmount) -> Bool { left.units < right.units }

  /// The shortest plain decimal.
  var text: String {
    var digits = String(units.magnitude)
    if digits.count <= ExactAmount.places {
      digits = String(repeating: "0", count: ExactAmount.places + 1 - digits.count) + digits
    }
    var fraction = digits.suffix(ExactAmount.places)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = units < 0 ? "-" : ""
    return sign + digits.dropLast(ExactAmount.places) + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}
