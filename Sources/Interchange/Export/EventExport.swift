public import EventLog
public import EventModel

/// Writes events in log order, in any of the formats.
public enum EventExport {
  /// What an export wrote and left out.
  public struct Report: Sendable {
    /// Events written.
    public var written = 0
    /// Events that the format cannot carry.
    public var notCarried = 0
    /// Responses that a redaction leaves out, because it does not know their amounts.
    public var withheld = 0
  }

  /// Passes the bytes to `write`, one call an event.
  ///
  /// - Parameter redaction: what replaces amounts; nil changes nothing.
  public static func run(
    _ selection: EventSelection, of log: EventLog, as format: some EventFormat,
    redaction: Redaction? = nil, write: ([UInt8]) throws -> Void
  ) throws -> Report {
    var (format, report) = (format, Report())
    var reader = BodyReader()
    var text: [UInt8] = []
    func flush() throws {
      if !text.isEmpty { try write(text) }
      text.removeAll(keepingCapacity: true)
    }
    try format.open(to: &text)
    try flush()
    var sequence: UInt64 = 0
    while sequence < selection.through {
      sequence +|= 1
      try log.read { (snapshot: borrowing Snapshot) in
        let header = try snapshot.header(of: sequence)
        guard selection.holds(header) else { return }
        let body = try reader.verifiedBody(of: header, in: snapshot)
        guard let redaction else {
          let isCarried = try format.append(header, body: body.bytes, to: &text)
          return report.count(isCarried)
        }
        guard let (header, bytes) = redaction.apply(to: header, body: Array(body.bytes)) else {
          report.withheld += 1
          return
        }
        let isCarried = try bytes.withUnsafeBytes { (bytes) throws(InterchangeError) in
          try format.append(header, body: bytes, to: &text)
        }
        report.count(isCarried)
      }
      try flush()
    }
    try format.close(to: &text)
    try flush()
    return report
  }
}

extension EventExport.Report {
  fileprivate mutating func count(_ isCarried: Bool) {
    if isCarried { written += 1 } else { notCarried += 1 }
  }
}

/// A format in which events are written to a file: a beginning, each event, an end.
public protocol EventFormat {
  /// Appends what precedes the first event.
  mutating func open(to text: inout [UInt8]) throws(InterchangeError)
  /// Appends an event; false, and nothing appended, where the format cannot carry it.
  mutating func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) throws(InterchangeError) -> Bool
  /// Appends what follows the last event.
  mutating func close(to text: inout [UInt8]) throws(InterchangeError)
}

/// Which events are exported: those of the runs and endpoints named, all where nil, up to a sequence.
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
