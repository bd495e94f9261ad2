import BinanceUS
import Dispatch
import EventLog
import EventModel
import JSONView
import Synchronization

/// What a run stores, and what it knows by it: an event is appended, durable, and folded into the state that decides
/// what to request next. The two are one step, in the order of the log, so the state is what anybody would fold from it.
///
/// Events that arrive while the disk is busy are appended together, in one transaction.
final class RunJournal: Sendable {
  let run: RunID
  private let log: EventLog
  private let queue = DispatchQueue(label: "ingest.journal")
  private let waiting = Mutex<[Entry]>([])
  private let known: Mutex<SyncState>

  private struct Entry {
    let event: NewEvent
    let history: HistoryRequest?
    let continuation: CheckedContinuation<StoredEvent, any Error>
  }

  init(run: RunID, log: EventLog, knowing state: SyncState) {
    self.run = run
    self.log = log
    known = Mutex(state)
  }

  /// Appends an event of the run and folds it. Ordinals follow the order of appending.
  ///
  /// - Parameter history: the request that it responds to, where that is about a symbol's history.
  func record(_ event: NewEvent, of history: HistoryRequest? = nil) async throws -> StoredEvent {
    try await withCheckedThrowingContinuation { continuation in
      waiting.withLock {
        $0.append(Entry(event: event, history: history, continuation: continuation))
      }
      queue.async { self.flush() }
    }
  }

  /// The state as it is now. What concerns one symbol is found by ``look(at:_:)``: a copy of a long history would
  /// make the next page copy all of it.
  var state: SyncState { known.withLock { $0 } }

  /// Decides something of what is known of a symbol; nothing of the state is handed out.
  func look<Finding: Sendable>(at symbol: String, _ decide: (SymbolState) -> Finding?) -> Finding? {
    known.withLock { state in state.symbols[symbol].flatMap(decide) }
  }

  /// How far an endpoint is known that is shown through windows of time, in milliseconds.
  func knownUntil(_ endpoint: Endpoint) -> Int64? {
    known.withLock { $0.windows[endpoint.path]?.knownUntil(from: TimeWindows.beginning) }
  }

  /// When the facts of an endpoint were that may still change, in milliseconds.
  func openTimes(_ endpoint: Endpoint) -> [ClosedRange<Int64>] {
    known.withLock { $0.openFacts[endpoint.path]?.times ?? [] }
  }

  private func flush() {
    let entries = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    if entries.isEmpty { return }
    do {
      let headers = try log.record(entries.map(\.event))
      for (entry, header) in zip(entries, headers) {
        let page = known.withLock { Self.fold(header, entry, into: &$0) }
        entry.continuation.resume(
          returning: StoredEvent(header: header, body: entry.event.body, page: page))
      }
    } catch {
      for entry in entries { entry.continuation.resume(throwing: error) }
    }
  }

  /// Folds an event, and gives what its page brought, where it is a page of a symbol's history.
  private static func fold(_ header: EventHeader, _ entry: Entry, into state: inout SyncState) -> TakenPage? {
    let value = JSONValue(json: entry.event.body)
    let page =
      header.isSuccess
      ? entry.history.flatMap { request in value.flatMap { HistoryResponse(request, $0)?.page } } : nil
    let newRecords = page.map { state.symbols[$0.request.symbol]?.newRecords(in: $0) ?? $0.ids.count }
    entry.event.body.withUnsafeBytes { CursorFold.apply(header, body: $0, value: value, to: &state) }
    guard let page, let newRecords, let symbol = state.symbols[page.request.symbol] else { return nil }
    return TakenPage(
      page: page, newRecords: newRecords, history: symbol[page.request.history].withoutRanges)
  }
}

/// An event that is in the log and in the state.
struct StoredEvent: Sendable {
  let header: EventHeader
  let body: [UInt8]
  /// What it brought, where it is a page of a symbol's history.
  let page: TakenPage?
}

/// A page of a history that was stored and folded.
struct TakenPage: Sendable {
  let page: HistoryPage
  /// How many of its records were not known before.
  let newRecords: Int
  /// The history with the page folded in.
  let history: HistoryState
}
