public import EventLog
public import EventModel

extension Snapshot {
  /// The head of the first `size` events.
  public func checkpoint(origin: Origin, size: UInt64) throws -> Checkpoint {
    guard size > 0 else {
      throw AuditError.notFound(
        "there are no events, and a checkpoint of none is never published; sync or import first")
    }
    return Checkpoint(origin: origin, size: size, root: try treeRoot(size: size))
  }

  /// Checks the archive against a head that was published earlier. Throws `contradicted` unless the archive holds the
  /// events that the head covers, unchanged.
  public func verify(against head: Checkpoint, archive: ArchiveID) throws {
    if let other = head.origin.archive, other != archive {
      throw AuditError.contradicted("the checkpoint is of archive \(other), this is archive \(archive)")
    }
    guard head.size <= lastSequence else {
      throw AuditError.contradicted(
        "the checkpoint covers \(head.size) events, the archive holds \(lastSequence): events are gone")
    }
    let root = try treeRoot(size: head.size)
    guard root == head.root else {
      throw AuditError.contradicted(
        "history differs: the first \(head.size) events have the tree root \(root), the checkpoint has \(head.root)"
      )
    }
  }

  /// The proof that event `sequence` is at its place under a head of this archive.
  public func proof(of sequence: UInt64, under note: SignedNote, archive: ArchiveID) throws -> TreeProof {
    let head = try Checkpoint.parse(note.text)
    try verify(against: head, archive: archive)
    guard sequence <= head.size else {
      throw AuditError.notFound(
        "event \(sequence) came after that checkpoint, which covers events 1 to \(head.size); make a newer one"
      )
    }
    let proof = try TreeProof(
      index: sequence -| 1, hashes: try inclusionProof(index: sequence -| 1, size: head.size), note: note)
    guard try withHeaderBytes(of: sequence, proof.proves) else {
      throw EventLogError.damaged(sequence: sequence, what: "its header is not the leaf that the tree has")
    }
    return proof
  }
}
