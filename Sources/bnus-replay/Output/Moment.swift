import EventModel

/// The time as log lines show it.
enum Moment {
  static var now: String { Timestamp.now().iso8601 }
}
