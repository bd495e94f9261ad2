import Platform

/// The secrets of a run, indexed so that one pass over a text finds any part of any of them.
///
/// Each secret is kept folded (bit 0x20 set, which lower-cases letters) and without white space. Every
/// eighth byte of it begins a block of 8 bytes, so that any 15 bytes of a secret hold a whole block. A
/// window of 8 bytes slides over the text and is looked up in a bitmap, which rejects nearly all of them, and
/// then in a table of blocks.
///
/// The secret of a key is kept under a pad: no request holds it, so no readable copy of it is needed here.
struct SecretPatterns {
  /// A longer secret is recognised by a part of this length.
  static let partBytes = 16
  /// The shortest part that is recognised at the end of a text, and the shortest secret.
  static let prefixBytes = 8

  /// All secrets, one after the other; those that are hidden come first.
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

  /// What the hidden ones lie under.
  private let pad: SecretPad?

  var isEmpty: Bool { starts.isEmpty }

  /// None.
  init() { pad = nil }

  /// One, of which no copy is made that could be read.
  init(hiding secret: borrowing SecretBytes) {
    let folded = secret.withBytes { bytes in
      SecretBytes(capacity: bytes.count) { room in
        var count = 0
        for byte in bytes where !Self.isDropped(byte) {
          room[count] = byte | 0x20
          count += 1
        }
        return count
      }
    }
    pad = folded.count >= Self.prefixBytes ? SecretPad(count: folded.count) : nil
    guard let pad else { return }
    secret.withBytes { mark($0) }
    folded.withBytes { letters in
      for place in letters.indices { arena.append(letters[place] ^ pad.byte(at: place)) }
    }
    index(from: 0)
  }

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
    mark(secret)
    let start = arena.count
    arena += folded
    index(from: start)
  }

  /// Notes which bytes a secret has.
  private mutating func mark(_ secret: some Sequence<UInt8>) {
    for byte in secret {
      isToken[Int(byte)] = true
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      for variant in isLetter ? [byte | 0x20, byte & 0xDF] : [byte] {
        isToken[Int(variant)] = true
        isPlausible[Int(variant)] = true
      }
    }
  }

  /// Takes up the blocks of the secret that was put behind all others.
  private mutating func index(from start: Int) {
    starts.append(start)
    shortestPart = min(shortestPart, arena.count - start)
    for place in stride(from: start, through: arena.count - 8, by: 8) { insert(place) }
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
    let mixed = Self.mixed(block(at: place), salt)
    // The table's number and the bitmap's begin with the same bits; the bitmap's has five more.
    let bit = mixed >> (shift -| 5)
    bitmap[Int(truncatingIfNeeded: bit >> 6)] |= 1 << (bit & 63)
    var slot = Int(truncatingIfNeeded: mixed >> shift)
    while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
    table[slot] = UInt32(place + 1)
  }

  /// Keeps the index of a secret from saying anything about it.
  private var salt: UInt64 { pad?.salt ?? 0 }

  /// Eight bytes of a secret, out of their pad.
  private func block(at place: Int) -> UInt64 {
    let word = arena.withUnsafeBufferPointer { Self.word(at: place, in: $0) }
    return pad.map { word ^ $0.word(at: place) } ?? word
  }

  /// A byte of a secret, out of its pad.
  private func letter(at place: Int) -> UInt8 { arena[place] ^ (pad?.byte(at: place) ?? 0) }

  @inline(__always)
  private static func word(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped).loadUnaligned(
      fromByteOffset: place, as: UInt64.self)
  }

  /// Eight bytes of a text, folded.
  @inline(__always)
  private static func window(at place: Int, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    word(at: place, in: text) | 0x2020_2020_2020_2020
  }

  @inline(__always)
  private static func mixed(_ word: UInt64, _ salt: UInt64) -> UInt64 {
    let word = word ^ salt
    return (word ^ (word >> 29)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Adds the place of every part of a secret in a text, in order.
  ///
  /// - Parameter isAtEnd: the text ends where the whole one does, and may have been cut there.
  func find(in text: UnsafeBufferPointer<UInt8>, isAtEnd: Bool, addingTo parts: inout [Range<Int>]) {
    guard text.count >= 8, !isEmpty else { return }
    let last = text.count - 8
    let (bits, salt) = (shift -| 5, salt)
    bitmap.withUnsafeBufferPointer { bitmap in
      var place = 0
      while place <= last {
        let bit = Self.mixed(Self.window(at: place, in: text), salt) >> bits
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
    let word = Self.window(at: place, in: text)
    var slot = Int(truncatingIfNeeded: Self.mixed(word, salt) >> shift)
    var longest: Range<Int>?
    while table[slot] != 0 {
      let block = Int(table[slot]) - 1
      slot = (slot + 1) & (table.count - 1)
      guard self.block(at: block) == word else { continue }
      let secret = range(around: block)
      var (before, after) = (0, 8)
      while block - before > secret.lowerBound, place - before > 0,
        letter(at: block - before - 1) == text[place - before - 1] | 0x20
      { before += 1 }
      while block + after < secret.upperBound, place + after < text.count,
        letter(at: block + after) == text[place + after] | 0x20
      { after += 1 }
      let isCut = isAtEnd && place + after == text.count && block - before == secret.lowerBound
      guard before + after >= (isCut ? Self.prefixBytes : min(Self.partBytes, secret.count)) else {
        continue
      }
      if before + after > longest?.count ?? 0 { longest = place - before..<place + after }
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

/// Random bytes under which a secret lies: each byte of it has one of its own, so that without them nothing is known of it
/// but its length.
private final class SecretPad: Sendable {
  private let bytes: SecretBytes
  private let count: Int
  private static let saltBytes = 8

  init(count: Int) {
    self.count = count
    bytes = SecretBytes(capacity: count + Self.saltBytes) { room in
      var random = SystemRandomNumberGenerator()
      for place in 0..<count + Self.saltBytes { room[place] = random.next() }
      return count + Self.saltBytes
    }
  }

  /// For what must not be known by another's reckoning.
  var salt: UInt64 { bytes.withBytes { $0.loadUnaligned(fromByteOffset: count, as: UInt64.self) } }

  /// 0 behind what is hidden.
  func byte(at place: Int) -> UInt8 { place < count ? bytes.withBytes { $0[place] } : 0 }

  /// Of eight places in a row; 0 where they lie behind what is hidden.
  func word(at place: Int) -> UInt64 {
    guard place + 8 <= count else { return 0 }
    return bytes.withBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
  }
}
