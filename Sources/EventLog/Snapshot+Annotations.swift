public import EventModel

extension Snapshot {
  /// Every annotation up to an event, oldest first. Actions that this version does not know are skipped.
  public func annotations(through last: UInt64 = .max) throws(EventLogError) -> [Annotation] {
    var reader = BodyReader()
    var found: [Annotation] = []
    for sequence in try sequences(endpoint: Annotation.endpoint, through: min(last, lastSequence)) {
      let header = try header(of: sequence)
      guard header.kind == .annotation, let action = Annotation.Action(rawValue: header.path) else {
        continue
      }
      let body = try reader.verifiedBody(of: sequence, in: self)
      found.append(
        Annotation(
          sequence: sequence, observedAt: header.observedAt, action: action, subject: header.query,
          reason: String(decoding: body.bytes, as: UTF8.self)))
    }
    return found
  }

  /// The annotations in force at an event: for each subject the last one, unless it was taken back.
  public func standingAnnotations(
    _ action: Annotation.Action, through last: UInt64 = .max
  ) throws(EventLogError) -> [String: Annotation] {
    var standing: [String: Annotation] = [:]
    for annotation in try annotations(through: last) {
      if annotation.action == action { standing[annotation.subject] = annotation }
      if annotation.action.undone == action { standing[annotation.subject] = nil }
    }
    return standing
  }

  /// The runs that are left out at an event.
  public func omissions(through last: UInt64 = .max) throws(EventLogError) -> Omissions {
    Omissions(Set(try standingAnnotations(.omit, through: last).keys.compactMap { RunID($0) }))
  }
}
