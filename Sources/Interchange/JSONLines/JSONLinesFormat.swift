public import EventLog

/// Events as JSON lines: everything an event is.
public struct JSONLinesFormat: EventFormat {
  public init() {}

  public func open(to text: inout [UInt8]) {}

  public func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    EventLine.append(header, body: body, to: &text)
    return true
  }

  public func close(to text: inout [UInt8]) {}
}

/// Writes events as JSON lines, in log order.
public enum JSONLinesExport {
  /// Gives the lines, one call an event, to `write`. Returns how many there were.
  public static func run(
    _ selection: EventSelection, of log: EventLog, write: ([UInt8]) throws -> Void
  ) throws -> Int {
    try EventExport.run(selection, of: log, as: JSONLinesFormat(), write: write).written
  }
}
