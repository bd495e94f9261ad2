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
