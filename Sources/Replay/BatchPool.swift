import Projections
import Synchronization

/// Batches that were written and may be filled again, so that a replay of any length allocates
/// as many as are under way at once.
final class BatchPool: Sendable {
  private let free = Mutex<[RowBatch]>([])

  /// A batch that nobody else holds: a projection may still look at the one it filled last.
  func take(for table: TableSchema) -> RowBatch {
    free.withLock { free in
      for place in free.indices
      where free[place].table.name == table.name && isKnownUniquelyReferenced(&free[place]) {
        return free.remove(at: place)
      }
      return RowBatch(table: table)
    }
  }

  func giveBack(_ batch: RowBatch) { free.withLock { $0.append(batch) } }
}
