public import EventModel

extension NewEvent {
  /// A digest of the event's content: of everything but its sequence, its time of append and its salt. Two events of
  /// one identity must have the same. Throws where a log would refuse the event, because its header is too large, say.
  public func contentDigest() throws(EventLogError) -> Digest {
    try unplacedHeader().content.withUnsafeBytes(Digest.sha256)
  }

  fileprivate func unplacedHeader() throws(EventLogError) -> EventHeader {
    try EventHeader(
      normalising: self, ordinal: ordinal ?? 0, sequence: 1, appendedAt: observedAt, salt: .none,
      bodyDigest: body.withUnsafeBytes(Digest.sha256))
  }
}

extension EventHeader {
  /// Its bytes with placeholders for what is not content: sequence, time of append and salt. Bytes are compared,
  /// because Swift treats differently composed texts as equal.
  var content: [UInt8] {
    var header = self
    header.sequence = 1
    header.appendedAt = observedAt
    header.salt = .none
    return HeaderCodec.encode(header)
  }

  /// Throws where an existing event of the same identity has other content.
  func requireSameContent(as existing: EventHeader) throws(EventLogError) {
    guard content == existing.content else {
      throw .identityConflict(run: run, ordinal: ordinal, existing: existing.sequence)
    }
  }
}

extension Snapshot {
  /// Checks, without adding anything, whether an append would refuse an event, because its header is too large or its
  /// identity belongs to other content.
  ///
  /// - Returns: the event's `contentDigest()`.
  @discardableResult
  public func check(_ event: NewEvent) throws(EventLogError) -> Digest {
    let header = try event.unplacedHeader()
    if let ordinal = event.ordinal, let existing = try view.sequence(run: event.run, ordinal: ordinal) {
      try header.requireSameContent(as: try self.header(of: existing))
    }
    return header.content.withUnsafeBytes(Digest.sha256)
  }
}
