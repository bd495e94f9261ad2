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

/// A file of events as JSON lines.
struct JSONLinesSource: EventSource {
  let path: String
  let name: String

  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport {
    let lines = try LineReader.open(path)
    var parser = EventLineParser()
    while let line = try lines.next() {
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      let part = FilePart(word: "line", number: lines.lineNumber)
      let event: NewEvent
      do {
        event = try parser.event(line)
      } catch {
        throw InterchangeError.part(path: name, part: part.text, reason: error.reason)
      }
      try use(event, part)
    }
    return SourceReport()
  }
}
