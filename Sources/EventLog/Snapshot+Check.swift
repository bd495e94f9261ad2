extension Snapshot {
  /// Finds out, without adding anything, whether an append would refuse an event: its header
  /// would be too large, or its identity is taken by other content.
  public func check(_ event: NewEvent) throws(EventLogError) {
    var header = try EventHeader(
      normalising: event, sequence: 1, appendedAt: event.observedAt,
      salt: event.salt ?? .random(), bodyDigest: event.body.withUnsafeBytes(Digest.sha256))
    guard let existing = try view.sequence(run: event.run, ordinal: event.ordinal) else { return }
    let there = try self.header(of: existing)
    header.sequence = there.sequence
    header.appendedAt = there.appendedAt
    header.salt = there.salt
    guard HeaderCodec.encode(header) == HeaderCodec.encode(there) else {
      throw .identityConflict(run: header.run, ordinal: header.ordinal, existing: existing)
    }
  }
}
