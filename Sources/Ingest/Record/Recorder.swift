import Dispatch
import EventLog
import Synchronization

/// Appends a run's events, durable on return. Answers that arrive while the disk is busy are
/// appended together, in one transaction.
final class Recorder: Sendable {
  let run: RunID
  private let log: EventLog
  private let queue = DispatchQueue(label: "ingest.recorder")
  private let state = Mutex(Pending())

  private struct Pending {
    var nextOrdinal: UInt32 = 0
    var waiting: [(event: NewEvent, reply: CheckedContinuation<UInt64, any Error>)] = []
  }

  init(run: RunID, log: EventLog) {
    self.run = run
    self.log = log
  }

  /// Appends an event and gives its header as it is stored. Ordinals follow the order of
  /// appending.
  func record(_ event: NewEvent) async throws -> EventHeader {
    let sequence = try await append(event)
    return try log.read { (snapshot: borrowing Snapshot) in try snapshot.header(of: sequence) }
  }

  private func append(_ event: NewEvent) async throws -> UInt64 {
    try await withCheckedThrowingContinuation { reply in
      state.withLock { $0.waiting.append((event, reply)) }
      queue.async { self.flush() }
    }
  }

  private func flush() {
    let batch = state.withLock { state in
      let batch = state.waiting.map { waiting in
        var event = waiting.event
        event.run = run
        event.ordinal = state.nextOrdinal
        state.nextOrdinal +|= 1
        return (event: event, reply: waiting.reply)
      }
      state.waiting = []
      return batch
    }
    if batch.isEmpty { return }
    do {
      let receipt = try log.append(contentsOf: batch.map(\.event))
      guard let first = receipt.firstSequence else {
        preconditionFailure("new ordinals make new events")
      }
      for (place, entry) in batch.enumerated() {
        entry.reply.resume(returning: first +| UInt64(place))
      }
    } catch {
      for entry in batch { entry.reply.resume(throwing: error) }
    }
  }
}
