public import EventModel

/// Events as JSON lines: everything an event is.
public struct JSONLinesFormat: EventFormat {
  private let archive: ArchiveID?

  /// - Parameter archive: the archive, where all of its events from the first one on are written, so that importing
  ///   them restores it.
  public init(restoring archive: ArchiveID? = nil) { self.archive = archive }

  public func open(to text: inout [UInt8]) {}

  public func append(
    _ header: EventHeader, body: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    EventLine.append(header, body: body, archive: archive, to: &text)
    return true
  }

  public func close(to text: inout [UInt8]) {}
}
