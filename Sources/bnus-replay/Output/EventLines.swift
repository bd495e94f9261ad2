import BinanceUS
import EventLog
import EventModel
import Interchange

/// Events as `events` lists them: a line each, under a heading, or JSON lines.
final class EventLines {
  private let isJSON: Bool
  private let sequenceWidth: Int
  private let runWidth: Int
  private var hasBegun = false

  init(of log: EventLog, asJSON isJSON: Bool) throws {
    self.isJSON = isJSON
    let (last, runs) = try log.read { (snapshot: borrowing Snapshot) in
      (snapshot.lastSequence, isJSON ? [] : try snapshot.runs())
    }
    sequenceWidth = max("SEQUENCE".count, "\(last)".count)
    runWidth = runs.reduce(3) { max($0, $1.id.text.count) }
  }

  /// Adds an event to the list.
  func show(_ header: EventHeader) throws {
    if isJSON {
      var line: [UInt8] = []
      EventLine.appendHeader(header, to: &line)
      return try StandardOutput.write(line + [UInt8(ascii: "\n")])
    }
    if !hasBegun { try row("SEQUENCE", "OBSERVED", "RUN", "EVENT AND SIZE OF ITS BODY") }
    hasBegun = true
    try row(
      "\(header.sequence)", header.observedAt.iso8601, header.run.text,
      "\(what(header))  \(Quantity.bytes(header.bodyBytes))")
  }

  private func row(_ sequence: String, _ observed: String, _ run: String, _ what: String) throws {
    func space(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count))
    }
    try StandardOutput.print(
      "\(space(sequence, sequenceWidth))\(sequence)  \(observed)\(space(observed, 27))  \(run)\(space(run, runWidth))  \(what)"
    )
  }

  private func what(_ header: EventHeader) -> String {
    let request = header.query.isEmpty ? header.path : "\(header.path)?\(Percent.readable(header.query))"
    return switch header.kind {
    case .response: "\(header.status) \(header.method) \(request)"
    case .failure: "--- \(header.method) \(request)"
    case .runStart: "run start"
    case .runEnd: "run end"
    case .annotation: "\(header.path) \(header.query)"
    }
  }
}
