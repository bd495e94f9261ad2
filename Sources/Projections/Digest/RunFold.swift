package import EventModel

/// Follows the runs of one table through a replay and gives each run's digest when it ends.
///
/// Rows stream through it as they are made. Where that is not enough (the keys of a group did
/// not ascend, a key came twice, the run goes on later), it says that the run's digest is to be
/// read from the table instead, which gives the same bytes.
package struct RunFold {
  /// What is known of a run that ended.
  package struct Ended {
    package let run: RunID
    /// Nil where it has to be read from the table.
    package let digest: RunDigest?
  }

  private let groupsSpanEvents: Bool
  private var run: RunID?
  private var groups: [Group] = []
  private var places: [[UInt8]: Int] = [:]
  private var rows = 0
  private var needsReading = false
  private let encoded = RowEncoding()

  /// A group whose rows may go on in the run's next event.
  private struct Group {
    let key: [UInt8]
    var lastKey: [UInt8]
    var hash: DigestHasher
  }

  /// The run's hash, where every row is a group of its own and comes in one event.
  private var lone = DigestHasher()
  /// By a record's place in its response (from 1; 0 is for records that are not known), its content when
  /// it was last seen and the hash over its own columns.
  private var heads: [(content: UInt64, hash: DigestHasher)] = []

  package init(_ table: TableSchema) {
    // With a single key column behind run_id every row is a group of its own, and a second
    // event of the run would meet the same groups again.
    groupsSpanEvents = table.storedKey.count > 2
  }

  /// Takes the rows of one event; gives the run before it where this event opens another.
  package mutating func add(_ batch: RowBatch, of next: RunID) -> Ended? {
    let ended = next == run ? nil : end()
    run = next
    guard batch.rowCount > 0, !needsReading else { return ended }
    if groupsSpanEvents {
      addGroups(batch)
    } else if rows == 0 {
      addLoneRows(batch)
    } else {
      needsReading = true
    }
    return ended
  }

  /// Ends the run that is open.
  package mutating func end() -> Ended? {
    guard let open = run else { return nil }
    defer { clear() }
    if needsReading { return Ended(run: open, digest: nil) }
    if rows == 0 { return nil }
    var hash = lone
    let order = groups.indices.sorted {
      groups[$0].key.lexicographicallyPrecedes(groups[$1].key)
    }
    for place in order { hash.update(groups[place].hash.finish()) }
    return Ended(run: open, digest: RunDigest(run: open, rows: rows, digest: hash.finish()))
  }

  private mutating func clear() {
    run = nil
    groups.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    lone = DigestHasher()
    rows = 0
    needsReading = false
  }

  private mutating func addLoneRows(_ batch: RowBatch) {
    let order = batch.keyOrder
    var previous: Int?
    for row in order.rows.lazy.map({ Int($0) }) {
      if let previous, order.isEqual(previous, row) {
        needsReading = true
        return
      }
      lone.update(loneDigest(of: row, in: batch))
      rows += 1
      previous = row
    }
  }

  /// The digest of a row's encoding. The columns that say where the row is from follow the record's
  /// own, so where the record is known, its hash is continued instead of computed again.
  private mutating func loneDigest(of row: Int, in batch: RowBatch) -> Digest {
    let content = batch.contents[row]
    let place = content == 0 ? 0 : batch.recordIndex(of: row) + 1
    while heads.count <= place { heads.append((0, DigestHasher())) }
    let ownColumns = batch.columnCount - TableSchema.addedColumns
    if content == 0 || heads[place].content != content {
      encoded.removeAll()
      encoded.append(row, of: batch, columns: 0..<ownColumns)
      var head = DigestHasher()
      head.update(encoded.bytes)
      heads[place] = (content, head)
    }
    var hash = heads[place].hash
    encoded.removeAll()
    encoded.append(row, of: batch, columns: ownColumns..<batch.columnCount)
    hash.update(encoded.bytes)
    return hash.finish()
  }

  /// Hashes the batch's rows in key order, group by group.
  private mutating func addGroups(_ batch: RowBatch) {
    let order = batch.keyOrder
    var first = 0
    while first < order.rows.count, !needsReading {
      let firstRow = Int(order.rows[first])
      encoded.removeAll()
      var last = first
      var lastRow = firstRow
      while last < order.rows.count {
        let row = Int(order.rows[last])
        if last > first {
          if !order.isOneGroup(row, firstRow) { break }
          if order.isEqual(row, lastRow) { needsReading = true }
        }
        encoded.append(row, of: batch)
        lastRow = row
        last += 1
      }
      add(order.groupKey(of: firstRow), firstKey: order.key(of: firstRow), lastKey: order.key(of: lastRow))
      rows += last - first
      first = last
    }
  }

  /// Adds the encoded rows to their group.
  private mutating func add(
    _ key: ArraySlice<UInt8>, firstKey: ArraySlice<UInt8>,
    lastKey: ArraySlice<UInt8>
  ) {
    let name = Array(key)
    let place: Int
    if let known = places[name] {
      guard groups[known].lastKey.lexicographicallyPrecedes(firstKey) else {
        needsReading = true
        return
      }
      place = known
    } else {
      place = groups.count
      places[name] = place
      groups.append(Group(key: name, lastKey: [], hash: DigestHasher()))
    }
    groups[place].lastKey = Array(lastKey)
    groups[place].hash.update(encoded.bytes)
  }
}
