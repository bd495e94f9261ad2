import Synchronization

/// The answers that a replay passed over because they are not as they were written.
///
/// A replay that is given one holds every body to its digest and goes on past damage; without
/// one it stops at the first damage it meets.
public final class DamagedAnswers: Sendable {
  private let found = Mutex<Set<UInt64>>([])

  public init() {}

  /// Their sequences, ascending.
  public var sequences: [UInt64] { found.withLock { $0.sorted() } }

  func note(_ sequence: UInt64) { found.withLock { _ = $0.insert(sequence) } }
}
