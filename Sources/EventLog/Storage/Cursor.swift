/// A stored fold over the log, so that it need not begin at the first event each time.
///
/// The log does not interpret the bytes. A cursor can be lost or thrown away: it can be computed from the events again.
public struct Cursor: Sendable, Hashable {
  /// The last event that is folded into the state.
  public let watermark: UInt64
  public let state: [UInt8]

  public init(watermark: UInt64, state: [UInt8]) {
    self.watermark = watermark
    self.state = state
  }
}

extension Snapshot {
  /// The names of all cursors.
  public func cursorNames() throws(EventLogError) -> [String] {
    var cursor = try view.cursor(view.databases.cursors)
    var names: [String] = []
    var entry = try cursor.first()
    while let (key, _) = entry {
      names.append(String(decoding: key, as: UTF8.self))
      entry = try cursor.next()
    }
    return names
  }

  /// The cursor of this name; nil where there is none, or where it is ahead of the log.
  public func cursor(named name: String) throws(EventLogError) -> Cursor? {
    guard let value = try view.value(view.databases.cursors, Array(name.utf8)), value.count >= 8 else {
      return nil
    }
    let watermark = UInt64(bigEndian: value.loadUnaligned(as: UInt64.self))
    guard watermark <= lastSequence else { return nil }
    return Cursor(watermark: watermark, state: Array(value[8...]))
  }
}

extension LogWriter {
  /// Stores a cursor, in a transaction of its own.
  func store(_ cursor: Cursor, named name: String, in archive: OpenArchive) throws(EventLogError) {
    let transaction = try WriteTransaction.begin(archive)
    let value = withUnsafeBytes(of: cursor.watermark.bigEndian) { Array($0) } + cursor.state
    try transaction.put(transaction.view.databases.cursors, Array(name.utf8), value)
    try transaction.commit()
  }
}
