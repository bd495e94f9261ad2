public import BinanceUS
public import EventLog

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
