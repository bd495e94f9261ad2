import BinanceUS

/// One request to the exchange, before key, time and signature are added to it: the form in which it is stored.
struct ExchangeRequest: Sendable {
  let endpoint: Endpoint
  let query: CanonicalQuery
  /// What the summary counts it under.
  let source: Source
  /// Which records of a symbol's history it selects, where it is about one.
  let history: HistoryRequest?

  /// A request for all that an endpoint has.
  init(_ endpoint: Endpoint) {
    self.init(endpoint, [])
  }

  /// A request for records of a symbol's history.
  init(_ history: HistoryRequest) {
    endpoint = history.endpoint
    query = CanonicalQuery(parameters: history.parameters)
    source = Source(history.history, of: history.symbol)
    self.history = history
  }

  /// A request for a page of a list.
  init(_ list: ListRequest) {
    self.init(list.endpoint, list.parameters)
  }

  private init(_ endpoint: Endpoint, _ parameters: [(name: String, value: String)]) {
    self.endpoint = endpoint
    query = CanonicalQuery(parameters: parameters)
    source = .common(endpoint)
    history = nil
  }

  var weight: Int { endpoint.weight(of: query) }
}
