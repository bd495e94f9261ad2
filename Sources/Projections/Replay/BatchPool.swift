import Synchronization

/// Batches that were written and may be filled again, so that a replay of any length allocates
/// as many as are under way at once.
final class BatchPool: Sendable {
  private let free = Mutex<[String: [RowBatch]]>([:])

  func take(for table: TableSchema) -> RowBatch {
    free.withLock { $0[table.name]?.popLast() } ?? RowBatch(table: table)
  }

  func giveBack(_ batch: RowBatch) {
    free.withLock { $0[batch.table.name, default: []].append(batch) }
  }
}
