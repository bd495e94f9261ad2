public import BinanceUS
public import EventModel

/// A successful response on its way to the tables: an event's header, the request's parameters, and the body.
public struct Response: Sendable {
  public let header: EventHeader
  public let endpoint: Endpoint
  public let query: CanonicalQuery
  public let body: BodyBuffer

  /// The response that an event is.
  public init(header: EventHeader, endpoint: Endpoint, body: BodyBuffer) {
    self.header = header
    self.endpoint = endpoint
    self.query = CanonicalQuery(header.query)
    self.body = body
  }
}
