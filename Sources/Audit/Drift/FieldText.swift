/// The rules that distinguish decimals and words from other text.
enum FieldText {
  /// Decimal places beyond this count as this many.
  static let mostPlaces = 31
  /// A field with more different words than this is not an enumeration.
  static let mostWords = 24
  /// A longer word is not a status.
  static let longestWord = 32

  /// How many decimal places a plain decimal (`-?digits[.digits]`) has; nil for other text.
  static func places(_ text: UnsafeRawBufferPointer) -> Int? {
    var place = text.first == UInt8(ascii: "-") ? 1 : 0
    let start = place
    while place < text.count, isDigit(text[place]) { place += 1 }
    if place == start { return nil }
    if place == text.count { return 0 }
    guard text[place] == UInt8(ascii: "."), place + 1 < text.count else { return nil }
    let point = place
    place += 1
    while place < text.count {
      guard isDigit(text[place]) else { return nil }
      place += 1
    }
    return min(mostPlaces, place - point - 1)
  }

  /// Whether text can be one of the few words that a status, a side or a type takes: letters,
  /// digits and underscores, a letter first.
  static func isWord(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, text.count <= longestWord, isLetter(first) else { return false }
    return text.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// Whether a word is in capitals, as the API's own words are.
  static func isCapital(_ text: some Sequence<UInt8>) -> Bool {
    text.allSatisfy { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  /// Whether the values of a key name things (coins, symbols, orders) rather than states. A new one is not a change of
  /// the API.
  static func namesThings(_ key: UnsafeRawBufferPointer) -> Bool {
    thingEndings.contains { ending in
      key.count >= ending.count
        && zip(key.suffix(ending.count), ending).allSatisfy { $0 | 0x20 == $1 }
    }
  }

  private static let thingEndings = ["symbol", "asset", "coin", "currency", "network", "name", "id"].map {
    Array($0.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
