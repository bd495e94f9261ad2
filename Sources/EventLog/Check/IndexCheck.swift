import EventModel

/// Compares the indexes with the headers: every event is found, and nothing else.
struct IndexCheck {
  private var events: UInt64 = 0
  private var eventsWithEndpoint: UInt64 = 0

  /// Checks that the indexes lead to this event.
  mutating func check(
    _ header: EventHeader, _ view: TransactionView, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let sequence = header.sequence
    events +|= 1
    let identity = try view.value(view.databases.identity, LogKey.identity(header.run, header.ordinal))
    if identity.map({ $0.isSame(as: LogKey.sequence(sequence)) }) != true {
      report.add(Damage(sequence, .index, "the index by identity does not lead to it"))
    }
    guard !header.endpoint.isEmpty else { return }
    eventsWithEndpoint +|= 1
    if try view.value(view.databases.byEndpoint, LogKey.endpoint(header.endpoint, sequence)) == nil {
      report.add(Damage(sequence, .index, "the index by endpoint does not lead to it"))
    }
    if try view.value(view.databases.byRequest, LogKey.request(header.requestKey, sequence)) == nil {
      report.add(Damage(sequence, .index, "the index by request does not lead to it"))
    }
  }

  /// Checks that the indexes hold nothing else. The right entries of an event with a damaged header are not known.
  func finish(
    _ snapshot: borrowing Snapshot, damagedHeaders: UInt64, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let databases = snapshot.view.databases
    for (name, database, expected) in [
      ("identity", databases.identity, events), ("by_endpoint", databases.byEndpoint, eventsWithEndpoint),
      ("by_request", databases.byRequest, eventsWithEndpoint),
    ] {
      let entries = snapshot.view.size(database).entries
      guard !(expected...expected +| damagedHeaders).contains(entries) else { continue }
      report.add(Damage(nil, .index, "\(name) has \(entries) entries, its events give \(expected)"))
    }
  }
}
