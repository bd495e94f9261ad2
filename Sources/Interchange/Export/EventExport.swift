public import EventLog
import EventModel

/// Writes events in log order, in any of the formats.
public enum EventExport {
  /// What an export left.
  public struct Report: Sendable {
    /// Events written.
    public var written = 0
    /// Events that the format cannot carry.
    public var notCarried = 0
    /// Answers that a redaction leaves out, because it does not know their amounts.
    public var withheld = 0
  }

  /// Gives the bytes, one call an event, to `write`.
  ///
  /// - Parameter redaction: what replaces amounts; nil leaves every byte as it is.
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
