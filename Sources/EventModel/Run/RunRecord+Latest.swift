extension RunRecord {
  /// How far ahead of this machine's clock a run may be dated and still be of now.
  public static let clockSlackMicroseconds: Int64 = 600_000_000

  /// Whether the run was dated in the future: by a wrong clock, or by whoever made the file that it came from.
  public func isAhead(of now: Timestamp) -> Bool {
    let (limit, overflow) = now.microseconds.addingReportingOverflow(Self.clockSlackMicroseconds)
    return !overflow && lastObservedAt.microseconds > limit
  }
}

extension Sequence<RunRecord> {
  /// The run that `latest` names: of those that are not dated in the future the one observed last, of several observed
  /// at once the one stored last. Where all are dated in the future it is the first of them to come.
  ///
  /// It is the one meaning of the word: every command and playback go by it. Runs that are left out are for the
  /// caller to take away before.
  public func latest(at now: Timestamp) -> RunRecord? {
    let past = filter { !$0.isAhead(of: now) }
    func isBefore(_ left: RunRecord, _ right: RunRecord) -> Bool {
      (left.lastObservedAt, left.lastSequence) < (right.lastObservedAt, right.lastSequence)
    }
    return past.max(by: isBefore) ?? self.min(by: isBefore)
  }
}
