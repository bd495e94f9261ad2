import Audit
import JSONView

/// The end of a command that read as far as the archive could be read.
enum Unreadable {
  /// Says which events could not be read, and exits with the status of damage; else with that of
  /// what was found, if anything was.
  static func finish(_ events: [UnreadableEvent], finding: Finding?) throws {
    guard let first = events.first else {
      if let finding { throw finding }
      return
    }
    try StandardOutput.flush()
    if let message = finding?.message { Terminal.say("bnus-replay: \(message)") }
    for event in events.prefix(20) { Terminal.say("\(event)") }
    throw Finding(
      code: ExitCodes.damaged,
      message:
        "\(events.count == 1 ? "event \(first.sequence) is" : "\(events.count) events, first \(first.sequence), are") not in this result; bnus-replay verify says what is damaged"
    )
  }

  static func document(_ events: [UnreadableEvent]) -> JSONDocument {
    .array(
      events.map {
        .object([("sequence", .number($0.sequence)), ("reason", .text($0.reason))])
      })
  }
}
