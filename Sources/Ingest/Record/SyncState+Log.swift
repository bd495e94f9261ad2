public import BinanceUS
public import EventLog
import EventModel

extension SyncState {
  /// The state at the end of the log: the one that is kept, brought up to date.
  public static func load(from log: EventLog) throws -> SyncState {
    let (cursor, last) = try log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.cursor(named: SyncState.cursorName), snapshot.lastSequence)
    }
    let kept = cursor.flatMap { SyncState(text: String(decoding: $0.state, as: UTF8.self)) }
    var state = kept?.through == cursor?.watermark ? kept ?? SyncState() : SyncState()
    try state.catchUp(with: log, through: last)
    return state
  }

  /// Keeps the state at the end of the log. Folded from the log and not from memory, so that it
  /// is what anybody would compute again.
  static func keep(in log: EventLog) throws {
    let state = try load(from: log)
    try log.store(
      Cursor(watermark: state.through, state: Array(state.text.utf8)), named: cursorName)
  }

  /// Brings the state up to a point of the log, without the runs that are left out there. Where others were left out
  /// before, it begins anew.
  mutating func catchUp(with log: EventLog, through last: UInt64) throws {
    let omitted = try log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions(through: last) }
    if self.omitted != omitted.runs { self = SyncState(without: omitted.runs) }
    var reader = BodyReader()
    while through < last {
      let sequence = through +| 1
      try log.read { (snapshot: borrowing Snapshot) in
        let header = try snapshot.header(of: sequence)
        guard !omitted.contains(header.run) else { return pass(sequence) }
        let body = try reader.body(of: header, in: snapshot)
        CursorFold.apply(header, body: body.bytes, to: &self)
      }
    }
  }
}
