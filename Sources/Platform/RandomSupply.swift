import Glibc
import Synchronization

/// Random numbers of the system, fetched 256 bytes at a time: each event takes a salt, and an import has many events.
public enum RandomSupply {
  private static let supply = Mutex([UInt64]())
  /// As many as one call gives.
  private static let count = 32

  /// Two of them.
  public static func pair() -> (UInt64, UInt64) {
    supply.withLock { numbers in
      if numbers.isEmpty {
        numbers = Array(repeating: 0, count: count)
        let isFilled = numbers.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) } == 0
        precondition(isFilled, "the system gives no random numbers")
      }
      return (numbers.removeLast(), numbers.removeLast())
    }
  }
}
