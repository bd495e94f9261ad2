extension Snapshot {
  /// Finds out, without adding anything, whether an append would refuse an event: its header
  /// would be too large, or its identity is taken by other content.
  ///
  /// - Returns: a digest of the event's content: of everything but its sequence, its time of
  ///   append and its salt. Two events of one identity must have the same.
  @discardableResult
  public func check(_ event: NewEvent) throws(EventLogError) -> Digest {
    let noSalt = Salt(bytes: [UInt8](repeating: 0, count: 16).withUnsafeBytes(SixteenBytes.init(bytes:)))
    let body = event.body.withUnsafeBytes(Digest.sha256)
    let header = try EventHeader(
      normalising: event, sequence: 1, appendedAt: event.observedAt, salt: noSalt, bodyDigest: body)
    let content = HeaderCodec.encode(header)
    if let existing = try view.sequence(run: event.run, ordinal: event.ordinal) {
      var there = try self.header(of: existing)
      there.sequence = header.sequence
      there.appendedAt = header.appendedAt
      there.salt = header.salt
      guard content == HeaderCodec.encode(there) else {
        throw .identityConflict(run: header.run, ordinal: header.ordinal, existing: existing)
      }
    }
    return content.withUnsafeBytes(Digest.sha256)
  }
}
