import EventModel

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
