import CLMDB

/// Walks the entries of every database, because what a walk gives need not be what looking up each key gives: a
/// damaged page can hide entries from one and show them to the other.
struct EntryCheck {
  /// Compares how many entries there are with how many LMDB says there are, and that their keys ascend.
  func check(_ snapshot: borrowing Snapshot, _ report: inout VerificationReport) throws(EventLogError) {
    for (name, database) in snapshot.view.databases.named {
      let expected = try snapshot.view.size(database).entries
      let cursor = try snapshot.view.cursor(database)
      var entries: UInt64 = 0
      var last: [UInt8] = []
      var entry = try cursor.first()
      // A page that leads back to itself must not hold us for ever.
      while let (key, _) = entry, entries <= expected {
        guard entries == 0 || Self.ascends(last, key) else {
          report.add(Damage(nil, .index, "the keys of \(name) do not ascend"))
          break
        }
        last.replaceSubrange(last.startIndex..., with: key)
        entries +|= 1
        entry = try cursor.next()
      }
      if entries != expected {
        report.add(Damage(nil, .index, "a walk of \(name) meets \(entries) entries, LMDB counts \(expected)"))
      }
    }
  }

  private static func ascends(_ left: [UInt8], _ right: UnsafeRawBufferPointer) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
