extension NewEvent {
  /// A digest of the event's content: of everything but its sequence, its time of append and its
  /// salt. Two events of one identity must have the same. Throws where no log takes the event,
  /// because its header would be too large, say.
  public func contentDigest() throws(EventLogError) -> Digest {
    HeaderCodec.encode(try content()).withUnsafeBytes(Digest.sha256)
  }

  /// The header, with placeholders for what is not content.
  fileprivate func content() throws(EventLogError) -> EventHeader {
    let noSalt = Salt(bytes: [UInt8](repeating: 0, count: 16).withUnsafeBytes(SixteenBytes.init(bytes:)))
    return try EventHeader(
      normalising: self, sequence: 1, appendedAt: observedAt, salt: noSalt,
      bodyDigest: body.withUnsafeBytes(Digest.sha256))
  }
}

extension Snapshot {
  /// Finds out, without adding anything, whether an append would refuse an event: its header
  /// would be too large, or its identity is taken by other content.
  ///
  /// - Returns: the event's `contentDigest()`.
  @discardableResult
  public func check(_ event: NewEvent) throws(EventLogError) -> Digest {
    let header = try event.content()
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
