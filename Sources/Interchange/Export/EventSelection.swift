public import EventLog

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

  func holds(_ header: EventHeader) -> Bool {
    (runs?.contains(header.run) ?? true) && (endpoints?.contains(header.endpoint) ?? true)
  }
}
