public import Glibc

/// What the C library does faster than a loop: each is one call, which the compiler puts where it is used.
public enum Memory {
  /// Below, at or above zero as the first bytes sort before, with or after the second.
  @inlinable @inline(__always)
  public static func compare(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Int {
    Int(memcmp(left, right, count))
  }

  /// Whether the bytes are the same.
  @inlinable @inline(__always)
  public static func isSame(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    memcmp(left, right, count) == 0
  }

  /// Where a byte stands first, counted from the beginning; nil where it does not.
  @inlinable @inline(__always)
  public static func firstIndex(of byte: UInt8, in start: UnsafeRawPointer, _ count: Int) -> Int? {
    memchr(start, CInt(byte), count).map { start.distance(to: UnsafeRawPointer($0)) }
  }

  /// Zero bytes, of which the system gives a page when it is written; nil where it has none.
  public static func zeros(_ count: Int) -> UnsafeMutableRawPointer? { calloc(count, 1) }

  /// Gives back what `zeros` gave.
  public static func giveBack(_ zeros: UnsafeMutableRawPointer) { free(zeros) }
}
