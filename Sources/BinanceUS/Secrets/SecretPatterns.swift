/// The secrets of a run, indexed so that one pass over a text finds any part of any of them.
///
/// Each secret is kept folded (bit 0x20 set, which lower-cases letters) and without white space. Every
/// eighth byte of it begins a block of 8 bytes, so that any 15 bytes of a secret hold a whole block. A
/// window of 8 bytes slides over the text and is looked up in a bitmap, which rejects nearly all of them, and
/// then in a table of blocks.
struct SecretPatterns {
  /// A longer secret is recognised by a part of this length.
  static let partBytes = 16
  /// The shortest part that is recognised at the end of a text, and the shortest secret.
  static let prefixBytes = 8

  /// All secrets, one after the other.
  private var arena: [UInt8] = []
  /// Where each begins in the arena, ascending.
  private var starts: [Int] = []
  /// Open addressing: the place of a block in the arena, and one more; 0 is free.
  private var table = [UInt32](repeating: 0, count: 1 << 8)
  private var blocks = 0
  /// 32 bits a slot of the table.
  private var bitmap = [UInt64](repeating: 0, count: 1 << 7)
  private var shift: UInt64 = 64 -| 8
  /// The shortest part by which any secret is recognised within a text.
  private(set) var shortestPart = SecretPatterns.partBytes
  /// Bytes that may stand in a secret, or in an encoded one.
  private(set) var isToken = SecretPatterns.tokens
  /// Bytes that may stand in a secret, in either case.
  private(set) var isPlausible = [Bool](repeating: false, count: 256)

  var isEmpty: Bool { starts.isEmpty }

  /// White space and control characters, which may stand anywhere in an echo.
  static func isDropped(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

  private static let tokens: [Bool] = (0...255).map { value in
    let byte = UInt8(value)
    return isDropped(byte) || Percent.isPlain(byte) && byte != UInt8(ascii: ".")
      || "+/%\\&#;".utf8.contains(byte)
  }

  /// Takes a secret, unless it is known or shorter than 8 bytes.
  mutating func add(_ secret: some Collection<UInt8>) {
    let folded = secret.filter { !Self.isDropped($0) }.map { $0 | 0x20 }
    guard folded.count >= Self.prefixBytes, !holds(folded) else { return }
    let start = arena.count
    starts.append(start)
    arena += folded
    shortestPart = min(shortestPart, folded.count)
    for byte in secret {
      isToken[Int(byte)] = true
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      for variant in isLetter ? [byte | 0x20, byte & 0xDF] : [byte] {
        isToken[Int(variant)] = true
        isPlausible[Int(variant)] = true
      }
    }
    for offset in stride(from: 0, through: folded.count - 8, by: 8) { insert(start + offset) }
  }

  private func holds(_ folded: [UInt8]) -> Bool {
    folded.withUnsafeBufferPointer { text in
      part(at: 0, in: text, isAtEnd: false)?.count == folded.count
    }
  }

  private mutating func insert(_ place: Int) {
    if (blocks + 1) * 2 > table.count { grow() }
    blocks += 1
    enter(place)
  }

  private mutating func grow() {
    let old = table
    table = [UInt32](repeating: 0, count: old.count * 2)
    bitmap = [UInt64](repeating: 0, count: old.count)
    shift -|= 1
    for slot in old where slot != 0 { enter(Int(slot) - 1) }
  }

  private mutating func enter(_ place: Int) {
    let mixed = Self.mixed(arena.withUnsafeBufferPointer { Self.word(at: place, in: $0) })
    // The table's number and the bitmap's begin with the same bits; the bitmap's has five more.
    let bit = mixed >> (shift -| 5)
    bitmap[Int(truncatingIfNeeded: bit >> 6)] |= 1 << (bit & 63)
    var slot = Int(truncatingIfNeeded: mixed >> shift)
    while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
    table[slot] = UInt32(place + 1)
  }

  @inline(__always)
  private static func word(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped).loadUnaligned(
      fromByteOffset: place, as: UInt64.self)
      | 0x2020_2020_2020_2020
  }

  @inline(__always)
  private static func mixed(_ word: UInt64) -> UInt64 { (word ^ (word >> 29)) &* 0x9E37_79B9_7F4A_7C15 }

  /// Adds the place of every part of a secret in a text, in order.
  ///
  /// - Parameter isAtEnd: the text ends where the whole one does, and may have been cut there.
  func find(in text: UnsafeBufferPointer<UInt8>, isAtEnd: Bool, addingTo parts: inout [Range<Int>]) {
    guard text.count >= 8, !isEmpty else { return }
    let last = text.count - 8
    let bits = shift -| 5
    bitmap.withUnsafeBufferPointer { bitmap in
      var place = 0
      while place <= last {
        let bit = Self.mixed(Self.word(at: place, in: text)) >> bits
        if bitmap[Int(truncatingIfNeeded: bit >> 6)] & (1 << (bit & 63)) != 0,
          let part = part(at: place, in: text, isAtEnd: isAtEnd)
        {
          parts.append(part)
          place = max(part.upperBound, place + 1)
        } else {
          place += 1
        }
      }
    }
  }

  /// The longest part of a secret around a window of the text.
  private func part(at place: Int, in text: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Range<Int>? {
    let word = Self.word(at: place, in: text)
    var slot = Int(truncatingIfNeeded: Self.mixed(word) >> shift)
    var longest: Range<Int>?
    arena.withUnsafeBufferPointer { arena in
      while table[slot] != 0 {
        let block = Int(table[slot]) - 1
        slot = (slot + 1) & (table.count - 1)
        guard Self.word(at: block, in: arena) == word else { continue }
        let secret = range(around: block)
        var (before, after) = (0, 8)
        while block - before > secret.lowerBound, place - before > 0,
          arena[block - before - 1] == text[place - before - 1] | 0x20
        { before += 1 }
        while block + after < secret.upperBound, place + after < text.count,
          arena[block + after] == text[place + after] | 0x20
        { after += 1 }
        let isCut = isAtEnd && place + after == text.count && block - before == secret.lowerBound
        guard before + after >= (isCut ? Self.prefixBytes : min(Self.partBytes, secret.count)) else {
          continue
        }
        if before + after > longest?.count ?? 0 { longest = place - before..<place + after }
      }
    }
    return longest
  }

  /// The secret in which a place of the arena lies.
  private func range(around place: Int) -> Range<Int> {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return starts[low]..<(low + 1 < starts.count ? starts[low + 1] : arena.count)
  }
}
