import ArgumentParser
import EventModel

/// A time as the command line takes it: ISO-8601 with its offset, or a date alone, which means the first moment of
/// that day in UTC.
enum TimeArgument {
  /// How one writes a time.
  static let shapes = "2026-09-20T12:00:00Z, or 2026-09-20 for the first moment of that day in UTC"

  /// The moment that a text names; an error says what the text lacks.
  static func timestamp(_ text: String, of flag: String) throws(WrongUsage) -> Timestamp {
    if let time = Timestamp(iso8601: text) { return time }
    throw WrongUsage("\(flag): \(fault(in: text) ?? "\(text) is not a time; write \(shapes)")")
  }

  /// Refuses a flag's text that is no time while the command line is read.
  static func validate(_ text: String, of flag: String) throws(ValidationError) {
    do { _ = try timestamp(text, of: flag) } catch { throw ValidationError("\(error)") }
  }

  /// What is wrong with a text that was meant as a time; nil where it does not look like one.
  static func fault(in text: String) -> String? {
    guard text.contains(/^[0-9]{4}[-\/.][0-9]/) else { return nil }
    let spaced = text.replacing("/", with: "-").replacing(/\ +/, with: "T", maxReplacements: 1)
    for offset in ["Z", ":00Z", ""] where Timestamp(iso8601: spaced + offset) != nil {
      let why =
        switch offset {
        case "": "\(text) is not an ISO-8601 time"
        default: "\(text) has no offset"
        }
      return
        "\(why); write \(spaced + offset)\(offset.isEmpty ? "" : " for UTC, or an offset such as +02:00")"
    }
    return "\(text) is not a time; write \(shapes)"
  }
}
