/// Stored bytes are not what the format says; becomes `EventLogError.damaged` where the event is known.
struct FormatError: Error, Equatable {
  let what: String
}
