import BinanceUS

/// One question to the exchange, before key, time and signature are added to it: the form in which
/// it is stored.
struct ExchangeRequest: Sendable {
  let endpoint: Endpoint
  let query: CanonicalQuery

  init(_ endpoint: Endpoint, _ parameters: [(String, String)] = []) {
    self.endpoint = endpoint
    query = CanonicalQuery(parameters: parameters.map { (name: $0.0, value: $0.1) })
  }

  init(_ request: HistoryRequest) {
    endpoint = request.endpoint
    query = CanonicalQuery(parameters: request.parameters)
  }

  var weight: Int { endpoint.weight(of: query) }
}
