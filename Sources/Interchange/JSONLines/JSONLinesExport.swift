public import EventLog

/// Writes events as JSON lines, in log order.
public enum JSONLinesExport {
  /// Which events: those of the runs and endpoints named, all where nil, up to a point.
  public struct Selection: Sendable {
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

  /// Gives the lines, one call an event, to `write`. Returns how many there were.
  public static func run(
    _ selection: Selection, of log: EventLog, write: ([UInt8]) throws -> Void
  ) throws -> Int {
    guard selection.through > 0 else { return 0 }
    var reader = BodyReader()
    var line: [UInt8] = []
    var count = 0
    for sequence in 1...selection.through {
      line.removeAll(keepingCapacity: true)
      try log.read { (snapshot: borrowing Snapshot) in
        let header = try snapshot.header(of: sequence)
        guard selection.holds(header) else { return }
        let body = try reader.verifiedBody(of: sequence, in: snapshot)
        EventLine.append(header, body: body.bytes, to: &line)
      }
      if line.isEmpty { continue }
      try write(line)
      count += 1
    }
    return count
  }
}
