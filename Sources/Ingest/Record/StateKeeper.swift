public import BinanceUS
public import EventLog
import JSONView

/// The state that decides what to ask next, folded answer by answer as they are stored.
actor StateKeeper {
  private(set) var state: SyncState

  init(_ state: SyncState) { self.state = state }

  /// Folds a response.
  func apply(_ outcome: ExchangeClient.Outcome) {
    outcome.body.withUnsafeBytes { CursorFold.apply(outcome.header, body: $0, to: &state) }
  }

  /// Folds a response and gives what its page brought, where it is one.
  func apply(_ outcome: ExchangeClient.Outcome, to request: HistoryRequest) -> TakenPage? {
    let value: JSONValue?
    do { value = try JSONValue.parse(outcome.body) } catch { value = nil }
    let page = value.flatMap { HistoryResponse(request, $0)?.page }
    let newRecords = page.map { state.symbols[request.symbol]?.newRecords(in: $0) ?? $0.ids.count }
    outcome.body.withUnsafeBytes { CursorFold.apply(outcome.header, body: $0, value: value, to: &state) }
    guard let page, let newRecords, let symbol = state.symbols[request.symbol] else { return nil }
    return TakenPage(page: page, newRecords: newRecords, history: symbol[request.history].withoutRanges)
  }

  /// How far an endpoint is known that is shown through windows of time, in milliseconds.
  func knownUntil(_ endpoint: Endpoint) -> Int64? {
    state.windows[endpoint.path]?.knownUntil(from: TimeWindows.beginning)
  }

  /// Decides something of what is known of a symbol. Nothing of the state is handed out: a copy of a long history
  /// would make the next page copy all of it.
  func look<Finding: Sendable>(at name: String, _ decide: @Sendable (SymbolState) -> Finding?) -> Finding? {
    state.symbols[name].flatMap(decide)
  }
}

/// A page of a history that was stored and folded.
struct TakenPage: Sendable {
  let page: HistoryPage
  /// How many of its records were not known before.
  let newRecords: Int
  /// The history with the page folded in.
  let history: HistoryState
}

extension SyncState {
  /// The state at the end of the log: the one that is kept, brought up to date.
  public static func load(from log: EventLog) throws -> SyncState {
    let (cursor, last) = try log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.cursor(named: SyncState.cursorName), snapshot.lastSequence)
    }
    let kept = cursor.flatMap { SyncState(text: String(decoding: $0.state, as: UTF8.self)) }
    var state = kept?.through == cursor?.watermark ? kept ?? SyncState() : SyncState()
    try CursorFold.catchUp(&state, with: log, through: last)
    return state
  }

  /// Keeps the state at the end of the log. Folded from the log and not from memory, so that it
  /// is what anybody would compute again.
  static func keep(in log: EventLog) throws {
    let state = try load(from: log)
    try log.store(
      Cursor(watermark: state.through, state: Array(state.text.utf8)), named: cursorName)
  }
}
