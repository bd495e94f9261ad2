import Foundation

/// Finds which of many byte strings occur in a text, in one pass over it: a run makes thousands of signatures.
struct NeedleSearch {
  private static let headBytes = 16
  private let needles: [Data]
  /// The places of needles by a hash over their first bytes.
  private var places: [UInt64: [Int]] = [:]
  /// By the hash's last 16 bits, whether a needle has it.
  private var isTaken = [Bool](repeating: false, count: 1 << 16)

  /// A search for needles of at least 16 bytes.
  init(_ needles: [Data]) {
    self.needles = needles
    for (place, needle) in needles.enumerated() {
      precondition(needle.count >= Self.headBytes, "a needle is too short")
      let hash = needle.withUnsafeBytes { Self.hash($0, at: 0) }
      places[hash, default: []].append(place)
      isTaken[Int(hash & 0xFFFF)] = true
    }
  }

  /// The places of the needles that occur in the text.
  func found(in text: Data) -> Set<Int> {
    var found: Set<Int> = []
    text.withUnsafeBytes { bytes in
      guard bytes.count >= Self.headBytes else { return }
      for start in 0...bytes.count - Self.headBytes {
        let hash = Self.hash(bytes, at: start)
        guard isTaken[Int(hash & 0xFFFF)], let candidates = places[hash] else { continue }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        found.formUnion(candidates.filter { rest.starts(with: needles[$0]) })
      }
    }
    return found
  }

  /// Over 16 bytes; the last bits of the product's upper half depend on all of them.
  private static func hash(_ bytes: UnsafeRawBufferPointer, at start: Int) -> UInt64 {
    let first = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
    let second = bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
    return ((first ^ (second &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93) >> 32
  }
}
