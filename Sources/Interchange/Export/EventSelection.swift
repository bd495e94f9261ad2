public import EventModel

/// Which events leave: those of the runs and endpoints named, all where nil, up to a point.
public struct EventSelection: Sendable {
  public var runs: Set<RunID>?
  public var endpoints: Set<String>?
  public var through: UInt64

  public init(runs: Set<RunID>? = nil, endpoints: Set<String>? = nil, through: UInt64) {
    self.runs = runs
    self.endpoints = endpoints
    self.through = through
  }

  /// Whether it leaves nothing out between the first event and its last, so that it restores the archive.
  public var isWhole: Bool { runs == nil && endpoints == nil }

  func holds(_ header: EventHeader) -> Bool {
    (runs?.contains(header.run) ?? true) && (endpoints?.contains(header.endpoint) ?? true)
  }
}
