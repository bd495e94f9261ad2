public import EventLog
import Synchronization

/// The responses that a replay passed over because they are not as they were written.
///
/// A replay that is given one holds every body to its digest and goes on past damage; without
/// one it stops at the first damage it meets.
public final class DamagedResponses: Sendable {
  private let found = Mutex<[UInt64: EventLogError]>([:])

  public init() {}

  /// Their sequences, ascending, and what is wrong with each.
  public var events: [(sequence: UInt64, error: EventLogError)] {
    found.withLock { found in found.map { ($0, $1) }.sorted { $0.0 < $1.0 } }
  }

  func note(_ sequence: UInt64, _ error: EventLogError) {
    found.withLock { $0[sequence] = error }
  }
}
