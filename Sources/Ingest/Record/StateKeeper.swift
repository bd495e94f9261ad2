public import BinanceUS
public import EventLog

/// The state that decides what to ask next, folded answer by answer as they are stored.
actor StateKeeper {
  private(set) var state: SyncState

  init(_ state: SyncState) { self.state = state }

  /// Folds an answer and gives the state behind it.
  @discardableResult
  func apply(_ outcome: ExchangeClient.Outcome) -> SyncState {
    outcome.body.withUnsafeBytes { CursorFold.apply(outcome.header, body: $0, to: &state) }
    return state
  }

  /// Folds an answer and gives what is known of its symbol.
  func apply(_ outcome: ExchangeClient.Outcome, symbol: String) -> SymbolState? {
    outcome.body.withUnsafeBytes { CursorFold.apply(outcome.header, body: $0, to: &state) }
    return state.symbols[symbol]
  }

  func symbol(_ name: String) -> SymbolState? { state.symbols[name] }
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
