/// Finds secrets in base64, of either alphabet, at any alignment: each of the four ways to cut a run of letters into
/// groups is decoded, where the result can be part of a secret.
struct Base64Echoes {
  private var decoded: [UInt8] = []

  /// The value of each letter; 255 where it is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in letters.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()

  /// The fewest letters that hold eight bytes, and the shortest part of a secret.
  private static let fewestLetters = 11

  /// Adds the place of every part of a text that holds a part of a secret in base64.
  mutating func find(
    in text: UnsafeBufferPointer<UInt8>, of patterns: SecretPatterns, isAtEnd: Bool,
    addingTo parts: inout [Range<Int>]
  ) {
    guard text.count >= Self.fewestLetters else { return }
    Self.values.withUnsafeBufferPointer { values in
      var start = 0
      while start < text.count {
        var end = start
        while end < text.count, values[Int(text[end])] != 255 { end += 1 }
        if end - start >= Self.fewestLetters {
          for phase in 0..<4 {
            let run = Run(
              start: start + phase, letters: UnsafeBufferPointer(rebasing: text[(start + phase)..<end]),
              values: values, isAtEnd: isAtEnd && end == text.count)
            search(run, patterns, &parts)
          }
        }
        start = end + 1
      }
    }
  }

  /// Letters, cut into groups of four from the first on.
  private struct Run {
    /// Where the first of them stands in the text.
    let start: Int
    let letters: UnsafeBufferPointer<UInt8>
    let values: UnsafeBufferPointer<UInt8>
    let isAtEnd: Bool

    var groups: Int { letters.count / 4 }

    /// The bytes of a group: three, or fewer in the part of one at the end.
    @inline(__always)
    func bits(of group: Int) -> UInt32 {
      var bits: UInt32 = 0
      for place in group * 4..<group * 4 + 4 {
        bits = bits << 6 | (place < letters.count ? UInt32(values[Int(letters[place])]) : 0)
      }
      return bits
    }

    @inline(__always)
    func isPlausible(_ group: Int, _ table: UnsafeBufferPointer<Bool>) -> Bool {
      let bits = bits(of: group)
      return table[Int(bits >> 16)] && table[Int(bits >> 8 & 255)] && table[Int(bits & 255)]
    }
  }

  private mutating func search(_ run: Run, _ patterns: SecretPatterns, _ parts: inout [Range<Int>]) {
    // A part of 16 bytes has at least four whole groups in it.
    let step = patterns.shortestPart >= SecretPatterns.partBytes ? 4 : 1
    let tail = run.isAtEnd ? max(0, run.groups - 8) : run.groups
    patterns.isPlausible.withUnsafeBufferPointer { isPlausible in
      var (group, done) = (0, 0)
      while group < run.groups {
        guard run.isPlausible(group, isPlausible) else {
          group += group < tail ? min(step, max(1, tail - group)) : 1
          continue
        }
        var first = group
        while first > done, run.isPlausible(first - 1, isPlausible) { first -= 1 }
        var end = group + 1
        while end < run.groups, run.isPlausible(end, isPlausible) { end += 1 }
        decode(run, max(first - 1, 0), end, patterns, &parts)
        (group, done) = (end + 1, end)
      }
    }
  }

  /// Decodes the groups of a range and one more on its right, which may hold a secret's last bytes.
  private mutating func decode(
    _ run: Run, _ first: Int, _ end: Int, _ patterns: SecretPatterns, _ parts: inout [Range<Int>]
  ) {
    decoded.removeAll(keepingCapacity: true)
    let left = run.letters.count - end * 4
    for group in first..<(left > 1 ? end + 1 : end) {
      let bits = run.bits(of: group)
      decoded += [UInt8(bits >> 16), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
    }
    // Of a part of a group, two letters hold one byte, three hold two.
    let isWhole = left <= 4
    if left == 2 || left == 3 { decoded.removeLast(4 - left) }
    let isAtEnd = run.isAtEnd && isWhole
    var places: [Range<Int>] = []
    decoded.withUnsafeBufferPointer { patterns.find(in: $0, isAtEnd: isAtEnd, addingTo: &places) }
    for place in places {
      let isCut = isAtEnd && place.upperBound == decoded.count
      let end = isCut ? run.letters.count : letter(of: place.upperBound - 1, first) + 2
      parts.append(run.start + letter(of: place.lowerBound, first)..<run.start + end)
    }
  }

  /// The first of the two letters in which a byte lies.
  private func letter(of byte: Int, _ first: Int) -> Int { (first + byte / 3) * 4 + byte % 3 }
}
