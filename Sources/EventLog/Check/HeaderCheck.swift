import EventModel

/// Checks headers and the tree over them.
///
/// A leaf is compared with the header it is of, an upper hash with the two stored below it, so that one damaged hash
/// is reported once and not at every level above.
struct HeaderCheck {
  /// How many headers could not be trusted.
  private(set) var damaged: UInt64 = 0
  private var lastAppendedAt = Timestamp(microseconds: .min)
  /// The places of hashes that were reported; hashes above them are not judged.
  private var reportedHashes: Set<UInt64> = []

  /// The header of an event, or nil where it cannot be trusted.
  mutating func check(
    _ sequence: UInt64, _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) -> EventHeader? {
    let header = try trustedHeader(sequence, snapshot, &report)
    if header == nil { reportedHashes.insert(TreeLayout.position(level: 0, index: sequence -| 1)) }
    try checkUpperHashes(sequence, snapshot.view, &report)
    guard let header else {
      damaged +|= 1
      return nil
    }
    if header.appendedAt < lastAppendedAt {
      report.add(Damage(sequence, .header, "it was appended before the event that precedes it"))
    }
    lastAppendedAt = max(lastAppendedAt, header.appendedAt)
    return header
  }

  /// Checks that events and tree hold nothing else, and computes the root.
  mutating func finish(_ snapshot: borrowing Snapshot, _ report: inout VerificationReport)
    throws(EventLogError)
  {
    let view = snapshot.view
    for (name, database, expected) in [
      ("events", view.databases.events, snapshot.lastSequence),
      ("bodies", view.databases.bodies, snapshot.lastSequence),
      ("tree", view.databases.tree, TreeLayout.storedHashes(leaves: snapshot.lastSequence)),
    ] {
      let entries = view.size(database).entries
      if entries != expected {
        report.add(Damage(nil, .index, "\(name) has \(entries) entries, not \(expected)"))
      }
    }
    guard snapshot.lastSequence > 0 else { return }
    do throws(EventLogError) {
      report.treeRoot = try view.merkleTree.root(size: snapshot.lastSequence)
    } catch .damagedArchive {
      report.treeRoot = nil  // The hole was reported at its event.
    }
  }

  private func trustedHeader(
    _ sequence: UInt64, _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) -> EventHeader? {
    do throws(EventLogError) {
      let bytes = try snapshot.view.headerBytes(of: sequence, last: snapshot.lastSequence)
      let stored = try snapshot.view.storedHash(TreeLayout.position(level: 0, index: sequence -| 1))
      let header = try snapshot.view.decode(bytes, of: sequence)
      guard stored == TreeHash.leaf(bytes) else {
        let what =
          stored == nil ? "its leaf is missing in the tree" : "its header differs from its leaf in the tree"
        report.add(Damage(sequence, .header, what))
        return nil
      }
      guard header.sequence == sequence else {
        report.add(Damage(sequence, .header, "its header states that it is event \(header.sequence)"))
        return nil
      }
      return header
    } catch .damaged(_, let what) {
      report.add(Damage(sequence, .header, what))
      return nil
    }
  }

  private mutating func checkUpperHashes(
    _ sequence: UInt64, _ view: TransactionView, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let index = sequence -| 1
    for below in 0..<TreeLayout.subtreesCompleted(byLeaf: index) {
      let right = index >> UInt64(below)
      let children = [right -| 1, right].map { TreeLayout.position(level: below, index: $0) }
      let position = TreeLayout.position(level: below + 1, index: right >> 1)
      if children.contains(where: reportedHashes.contains) {
        reportedHashes.insert(position)
        continue
      }
      let left = try view.storedHash(children[0])
      let last = try view.storedHash(children[1])
      let upper = try view.storedHash(position)
      guard let left, let last, let upper, TreeHash.node(left, last) == upper else {
        reportedHashes.insert(position)
        report.add(
          Damage(sequence, .tree, "the tree's hash of level \(below + 1) that it completes is wrong"))
        continue
      }
    }
  }
}

extension TransactionView {
  /// One hash of the tree, or nil where it is missing or not a hash.
  fileprivate func storedHash(_ position: UInt64) throws(EventLogError) -> Digest? {
    do throws(EventLogError) {
      return try hash(at: position)
    } catch .damagedArchive {
      return nil
    }
  }
}
