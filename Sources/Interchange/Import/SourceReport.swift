/// What a source found besides its events.
struct SourceReport {
  /// Parts that are no events of ours, by reason.
  var leftOut: [String: Int] = [:]

  mutating func leaveOut(_ reason: String) { leftOut[reason, default: 0] += 1 }
}
