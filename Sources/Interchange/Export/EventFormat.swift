public import EventModel

/// How events are written as a file: something before them, each of them, something after.
public protocol EventFormat {
  /// Appends what stands before the first event.
  mutating func open(to text: inout [UInt8]) throws(InterchangeError)
  /// Appends an event; false, and nothing appended, where the format cannot carry it.
  mutating func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) throws(InterchangeError) -> Bool
  /// Appends what stands after the last event.
  mutating func close(to text: inout [UInt8]) throws(InterchangeError)
}
