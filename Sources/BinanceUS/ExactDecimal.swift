/// Decimal arithmetic on text, exact at any length: money never passes through binary floating
/// point.
public enum ExactDecimal {
  /// The sum of two plain decimals (`-?digits[.digits]`), with the longer of the two scales:
  /// `"1.50" + "0.250"` is `"1.750"`. Nil where either is not a plain decimal.
  public static func sum(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> [UInt8]? {
    guard var a = Number(left), var b = Number(right) else { return nil }
    let scale = max(a.scale, b.scale)
    a.rescale(to: scale)
    b.rescale(to: scale)
    if a.isNegative == b.isNegative {
      return Number(digits: add(a.digits, b.digits), scale: scale, isNegative: a.isNegative).text
    }
    let (bigger, smaller) = isLess(a.digits, b.digits) ? (b, a) : (a, b)
    let digits = subtract(bigger.digits, smaller.digits)
    return Number(digits: digits, scale: scale, isNegative: bigger.isNegative).text
  }

  /// The sum of two plain decimals in any collection of bytes.
  public static func sum(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> [UInt8]? {
    Array(left).withUnsafeBytes { left in Array(right).withUnsafeBytes { sum(left, $0) } }
  }

  /// A number with or without an exponent as a plain decimal: every digit of it, and the zeros that the exponent
  /// stands for. Nil for what is not a number, and where an exponent makes it longer than 1,000 digits.
  public static func plain(_ number: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let mark = number.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      return Number(number).map { _ in Array(number) }
    }
    var power = number[(mark + 1)...]
    if power.first == UInt8(ascii: "+") { power = power.dropFirst() }
    guard var value = Number(UnsafeRawBufferPointer(rebasing: number[..<mark])),
      let exponent = Int64(String(decoding: power, as: UTF8.self)).flatMap({ Int(exactly: $0) }),
      (-1000...1000).contains(exponent)
    else { return nil }
    value.scale -= exponent
    if value.scale < 0 { value.rescale(to: 0) }
    if value.digits.count < value.scale {
      value.digits.insert(contentsOf: repeatElement(0, count: value.scale - value.digits.count), at: 0)
    }
    return value.digits.count <= 1000 ? value.text : nil
  }

  /// Whether a plain decimal is above zero; nil where it is not a plain decimal.
  public static func isPositive(_ text: UnsafeRawBufferPointer) -> Bool? {
    if isPlainZero(text) { return false }
    guard let number = Number(text) else { return nil }
    return !number.isNegative && number.digits.contains { $0 != 0 }
  }

  /// Whether a plain decimal in any collection of bytes is above zero; nil where it is not a plain decimal.
  public static func isPositive(_ text: some Collection<UInt8>) -> Bool? {
    Array(text).withUnsafeBytes { isPositive($0) }
  }

  /// Whether two plain decimals are the same number, whatever their scales; false where either is
  /// not a plain decimal.
  public static func isEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    Array(left).withUnsafeBytes { left in
      Array(right).withUnsafeBytes { right in
        guard var a = Number(left), var b = Number(right) else { return false }
        let scale = max(a.scale, b.scale)
        a.rescale(to: scale)
        b.rescale(to: scale)
        return a.text == b.text
      }
    }
  }

  /// Most balances are "0.00000000", which needs no arithmetic.
  private static func isPlainZero(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count > 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: ".") else { return false }
    for place in 2..<text.count where text[place] != UInt8(ascii: "0") { return false }
    return true
  }

  /// Digits most significant first, values 0 to 9, the last `scale` of them after the point.
  private struct Number {
    var digits: [UInt8] = []
    var scale = 0
    var isNegative = false

    init(digits: [UInt8], scale: Int, isNegative: Bool) {
      self.digits = digits
      self.scale = scale
      self.isNegative = isNegative
    }

    init?(_ text: UnsafeRawBufferPointer) {
      var seenPoint = false
      var digitsBeforePoint = 0
      digits.reserveCapacity(text.count)
      for index in 0..<text.count {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "-") where index == 0: isNegative = true
        case UInt8(ascii: ".") where !seenPoint && digitsBeforePoint > 0: seenPoint = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          digits.append(byte - UInt8(ascii: "0"))
          if seenPoint { scale += 1 } else { digitsBeforePoint += 1 }
        default: return nil
        }
      }
      guard digitsBeforePoint > 0, !seenPoint || scale > 0 else { return nil }
    }

    mutating func rescale(to newScale: Int) {
      digits.append(contentsOf: repeatElement(0, count: newScale - scale))
      scale = newScale
    }

    var text: [UInt8] {
      var whole = Array(digits.dropLast(scale).drop { $0 == 0 })
      if whole.isEmpty { whole = [0] }
      let isZero = digits.allSatisfy { $0 == 0 }
      var bytes: [UInt8] = isNegative && !isZero ? [UInt8(ascii: "-")] : []
      bytes += whole.map { $0 + UInt8(ascii: "0") }
      if scale > 0 {
        bytes.append(UInt8(ascii: "."))
        bytes += digits.suffix(scale).map { $0 + UInt8(ascii: "0") }
      }
      return bytes
    }
  }

  private static func padded(_ digits: [UInt8], to count: Int) -> [UInt8] {
    repeatElement(0, count: count - digits.count) + digits
  }

  private static func add(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    let count = max(left.count, right.count)
    var result = padded(left, to: count)
    let other = padded(right, to: count)
    var carry: UInt8 = 0
    for index in result.indices.reversed() {
      let sum = result[index] + other[index] + carry
      result[index] = sum % 10
      carry = sum / 10
    }
    return carry == 0 ? result : [carry] + result
  }

  /// `left - right`, where left is not the smaller.
  private static func subtract(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    let other = padded(right, to: max(left.count, right.count)).suffix(left.count)
    var borrow: UInt8 = 0
    for (index, digit) in zip(result.indices, other).reversed() {
      let take = digit + borrow
      borrow = result[index] < take ? 1 : 0
      result[index] = result[index] + 10 * borrow - take
    }
    return result
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let count = max(left.count, right.count)
    return padded(left, to: count).lexicographicallyPrecedes(padded(right, to: count))
  }
}
