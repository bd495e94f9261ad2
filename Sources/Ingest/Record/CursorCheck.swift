import BinanceUS
public import EventLog

/// Whether the state that the log keeps is what its events give.
public enum CursorCheck {
  /// Folds the log anew up to the kept state's watermark and compares. True where nothing is kept, or only what an
  /// earlier version kept, which is not gone by.
  public static func isTrue(of log: EventLog) throws -> Bool {
    let (names, kept) = try log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.cursorNames(), try snapshot.cursor(named: SyncState.cursorName))
    }
    guard let kept else { return names.isEmpty }
    guard names == [SyncState.cursorName] else { return false }
    if SyncState.isOfEarlierVersion(kept.state) { return true }
    var state = SyncState()
    try state.catchUp(with: log, through: kept.watermark)
    return Array(state.text.utf8) == kept.state
  }
}
