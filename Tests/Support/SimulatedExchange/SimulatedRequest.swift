/// What a client requests: a path, and the query's pairs in their order, percent-decoded.
public struct SimulatedRequest: Sendable {
  /// The path without query, `/api/v3/myTrades`.
  public let path: String
  /// The query's names and values as sent; the same name may stand twice.
  public let query: [(name: String, value: String)]

  /// A GET of `path` with the pairs of `query`.
  public init(path: String, query: [(String, String)] = []) {
    self.path = path
    self.query = query.map { (name: $0.0, value: $0.1) }
  }
}
