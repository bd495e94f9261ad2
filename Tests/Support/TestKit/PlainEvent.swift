public import EventLog
public import EventModel

/// An event out of a log, with its body in hand.
public struct PlainEvent: Sendable {
  public let header: EventHeader
  public let body: [UInt8]

  /// The events of a log up to a sequence, all where nil.
  public static func all(of log: EventLog, through: UInt64? = nil) throws -> [PlainEvent] {
    var reader = BodyReader()
    return try log.read { (snapshot: borrowing Snapshot) in
      let last = through ?? snapshot.lastSequence
      var events: [PlainEvent] = []
      for sequence in 0..<last {
        let header = try snapshot.header(of: sequence + 1)
        events.append(
          PlainEvent(header: header, body: Array(try reader.body(of: sequence + 1, in: snapshot).bytes)))
      }
      return events
    }
  }
}
