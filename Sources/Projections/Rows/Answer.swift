public import BinanceUS
public import EventModel

/// A good answer on its way to the tables: an event's header, what was asked, and the body.
public struct Answer: Sendable {
  public let header: EventHeader
  public let endpoint: Endpoint
  public let query: CanonicalQuery
  public let body: BodyBuffer

  /// The answer that an event is.
  public init(header: EventHeader, endpoint: Endpoint, body: BodyBuffer) {
    self.header = header
    self.endpoint = endpoint
    self.query = CanonicalQuery(header.query)
    self.body = body
  }
}
