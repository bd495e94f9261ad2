/// Finds secrets in which each byte is written as two hexadecimal digits, in either case.
struct HexadecimalEchoes {
  private var decoded: [UInt8] = []

  /// The value of each digit; 255 where it is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in "0123456789abcdef".utf8.enumerated() { values[Int(digit)] = UInt8(value) }
    for (value, digit) in "ABCDEF".utf8.enumerated() { values[Int(digit)] = UInt8(value + 10) }
    return values
  }()

  /// Adds the place of every part of a text that holds a part of a secret in hexadecimal.
  mutating func find(
    in text: UnsafeBufferPointer<UInt8>, of patterns: SecretPatterns, isAtEnd: Bool,
    addingTo parts: inout [Range<Int>]
  ) {
    let fewest = SecretPatterns.prefixBytes * 2
    guard text.count >= fewest else { return }
    var start = 0
    while start + fewest <= text.count {
      var end = start
      while end < text.count, Self.values[Int(text[end])] != 255 { end += 1 }
      if end - start >= fewest {
        // A byte may begin at every first digit, or at every second.
        for phase in 0..<2 {
          search(text, start + phase..<end, patterns, isAtEnd && end == text.count, &parts)
        }
      }
      start = end + 1
    }
  }

  private mutating func search(
    _ text: UnsafeBufferPointer<UInt8>, _ digits: Range<Int>, _ patterns: SecretPatterns, _ isAtEnd: Bool,
    _ parts: inout [Range<Int>]
  ) {
    decoded.removeAll(keepingCapacity: true)
    var place = digits.lowerBound
    while place + 1 < digits.upperBound {
      let byte = Self.values[Int(text[place])] << 4 | Self.values[Int(text[place + 1])]
      if patterns.isPlausible[Int(byte)] {
        decoded.append(byte)
      } else {
        take(upTo: place, patterns, nil, &parts)
      }
      place += 2
    }
    take(upTo: place, patterns, isAtEnd ? digits.upperBound : nil, &parts)
  }

  /// Looks through the bytes decoded so far, whose digits end at `place`; `textEnd` is the end of a text that may have
  /// been cut there.
  private mutating func take(
    upTo place: Int, _ patterns: SecretPatterns, _ textEnd: Int?, _ parts: inout [Range<Int>]
  ) {
    defer { decoded.removeAll(keepingCapacity: true) }
    guard decoded.count >= SecretPatterns.prefixBytes else { return }
    let first = place - decoded.count * 2
    var places: [Range<Int>] = []
    decoded.withUnsafeBufferPointer { patterns.find(in: $0, isAtEnd: textEnd != nil, addingTo: &places) }
    for part in places {
      let end = part.upperBound == decoded.count ? textEnd : nil
      parts.append(first + part.lowerBound * 2..<(end ?? first + part.upperBound * 2))
    }
  }
}
