/// Finds echoes of secrets in a text, plain or encoded. Its properties are scratch memory.
///
/// A text is a row of segments: runs of bytes that may stand in a secret or in an encoded one. Most text
/// of an API has only short ones, which are skipped. A segment that is long enough is searched as is and
/// then, layer by layer, decoded.
struct EchoSearch {
  /// Encodings within encodings that are taken off.
  private static let mostLayers = 3

  private var layer = EchoLayer()
  private var next = EchoLayer()
  private var base64 = Base64Echoes()
  private var hexadecimal = HexadecimalEchoes()
  private var found: [Range<Int>] = []

  /// Where echoes stand, in no order; they may overlap.
  mutating func echoes(
    in text: UnsafeBufferPointer<UInt8>, of patterns: SecretPatterns
  ) -> [Range<Int>] {
    found.removeAll(keepingCapacity: true)
    guard !patterns.isEmpty, text.count >= SecretPatterns.prefixBytes else { return [] }
    patterns.isToken.withUnsafeBufferPointer { isToken in
      var tail = text.count
      while tail > 0, isToken[Int(text[tail - 1])] { tail -= 1 }
      let least = patterns.shortestPart
      var start = 0
      while start + least <= tail {
        // From the back: the first byte outside a token moves the whole window behind it.
        var place = start + least - 1
        while place >= start, isToken[Int(text[place])] { place -= 1 }
        if place >= start {
          start = place + 1
          continue
        }
        var end = start + least
        while end < tail, isToken[Int(text[end])] { end += 1 }
        search(start..<end, of: text, patterns)
        start = end + 1
      }
      if text.count - tail >= SecretPatterns.prefixBytes { search(tail..<text.count, of: text, patterns) }
    }
    return found
  }

  private mutating func search(
    _ segment: Range<Int>, of text: UnsafeBufferPointer<UInt8>, _ patterns: SecretPatterns
  ) {
    let isAtEnd = segment.upperBound == text.count
    let bytes = UnsafeBufferPointer(rebasing: text[segment])
    var (hasSpace, hasEscape) = (false, false)
    for byte in bytes {
      hasSpace = hasSpace || SecretPatterns.isDropped(byte)
      hasEscape = hasEscape || EscapedByte.begins(with: byte)
    }
    if !hasSpace {
      for part in parts(in: bytes, patterns, isAtEnd) {
        found.append(segment.lowerBound + part.lowerBound..<segment.lowerBound + part.upperBound)
      }
      if !hasEscape { return }
    }
    layer.take(bytes, from: segment.lowerBound)
    if hasSpace { searchLayer(patterns, isAtEnd, textEnd: text.count) }
    var count = 0
    while count < Self.mostLayers, next.decode(layer, isAtEnd: isAtEnd) {
      swap(&layer, &next)
      searchLayer(patterns, isAtEnd, textEnd: text.count)
      count += 1
    }
  }

  private mutating func searchLayer(_ patterns: SecretPatterns, _ isAtEnd: Bool, textEnd: Int) {
    let layer = self.layer
    layer.bytes.withUnsafeBufferPointer { bytes in
      for part in parts(in: bytes, patterns, isAtEnd) {
        // A part that was cut in the middle of an encoding is overwritten too.
        let isCut = isAtEnd && part.upperBound == bytes.count
        found.append(layer.starts[part.lowerBound]..<(isCut ? textEnd : layer.ends[part.upperBound - 1]))
      }
    }
  }

  private mutating func parts(
    in bytes: UnsafeBufferPointer<UInt8>, _ patterns: SecretPatterns, _ isAtEnd: Bool
  ) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    patterns.find(in: bytes, isAtEnd: isAtEnd, addingTo: &parts)
    base64.find(in: bytes, of: patterns, isAtEnd: isAtEnd, addingTo: &parts)
    hexadecimal.find(in: bytes, of: patterns, isAtEnd: isAtEnd, addingTo: &parts)
    return parts
  }
}

/// A segment without white space, with one or more encodings removed; each byte knows where it came from.
struct EchoLayer {
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []

  private mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ byte: UInt8, _ start: Int, _ end: Int) {
    guard !SecretPatterns.isDropped(byte) else { return }
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
  }

  /// Takes a segment without decoding it.
  mutating func take(_ segment: UnsafeBufferPointer<UInt8>, from start: Int) {
    removeAll()
    for (place, byte) in segment.enumerated() { append(byte, start + place, start + place + 1) }
  }

  /// Takes another layer with one encoding removed; false where it has none.
  mutating func decode(_ other: EchoLayer, isAtEnd: Bool) -> Bool {
    removeAll()
    var place = 0
    var isChanged = false
    while place < other.bytes.count {
      guard EscapedByte.begins(with: other.bytes[place]),
        let escaped = EscapedByte(in: other.bytes, at: place, isAtEnd: isAtEnd)
      else {
        append(other.bytes[place], other.starts[place], other.ends[place])
        place += 1
        continue
      }
      let end = place + escaped.count
      if let byte = escaped.byte { append(byte, other.starts[place], other.ends[end - 1]) }
      place = end
      isChanged = true
    }
    return isChanged
  }
}
