import EventModel

/// Recounts how deep each body lies in its chain.
struct ChainDepths {
  private var tips: [String: (sequence: UInt64, depth: Int)] = [:]

  /// Compares what a body's record says of its depth with that of its base.
  mutating func check(
    _ header: EventHeader, _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let layout = try snapshot.bodyLayout(of: header.sequence)
    var depth = 0
    if let base = layout.base {
      let tip = tips[header.endpoint]
      depth = 1 + (tip?.sequence == base ? tip?.depth ?? 0 : try snapshot.bodyLayout(of: base).depth)
    }
    if layout.depth != depth {
      report.add(
        Damage(header.sequence, .body, "its body's chain depth is \(depth), its record says \(layout.depth)"))
    }
    if header.isSuccess { tips[header.endpoint] = (header.sequence, depth) }
  }
}
