import EventModel

/// An answer as the log holds it.
struct RecordedAnswer: Sendable {
  let header: EventHeader
  let body: BodyBuffer
}
