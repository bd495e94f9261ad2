public import BinanceUS
import EventLog
import EventModel
import NIOCore

/// Responses made from others: complete, record by record as they were received, or not at all.
public enum Derivation {
  /// The endpoints whose responses are about every symbol, so that one symbol or some can be taken out of them.
  public static let ofSymbols: [Endpoint] = [.ticker24h, .exchangeInfo]
  /// The endpoints whose pages are cut anew out of all that is known of a history.
  public static let ofHistories: [Endpoint] = Endpoint.all.filter { SymbolHistory($0) != nil }

  /// - Parameter recorded: the newest response to this very request. It stands where the archive
  ///   knows nothing beyond it; a page that newer responses went beyond does not.
  /// - Returns: nil where the recorded response stands, or the path is none that responses are made for.
  static func response(
    to request: ClientRequest, beside recorded: RecordedResponse?, from log: inout RecordedLog
  ) throws -> Result<PlayedResponse?, CannotDerive> {
    guard request.method == "GET" else { return .failure(CannotDerive("only responses to GET are made")) }
    guard let endpoint = Endpoint(path: request.path) else { return .success(nil) }
    do {
      if ofSymbols.contains(endpoint) {
        return .success(
          recorded?.header.isSuccess == true ? nil : try snapshot(request, endpoint, from: &log))
      }
      if SymbolHistory(endpoint) != nil {
        return .success(try page(request, endpoint, beside: recorded, from: &log))
      }
      return .success(nil)
    } catch let error as CannotDerive {
      return .failure(error)
    }
  }

  private static func snapshot(
    _ request: ClientRequest, _ endpoint: Endpoint, from log: inout RecordedLog
  ) throws -> PlayedResponse {
    let query = try SnapshotQuery(request, endpoint)
    guard let found = try log.table(of: query.whole, shape: query.shape) else {
      throw CannotDerive("there is no response to \(request.path) that holds every symbol")
    }
    let body = try query.response(from: found.table)
    return PlayedResponse(found.header, body: ByteBuffer(bytes: body), isDerived: true)
  }

  private static func page(
    _ request: ClientRequest, _ endpoint: Endpoint, beside recorded: RecordedResponse?,
    from log: inout RecordedLog
  ) throws -> PlayedResponse? {
    let query = try HistoryQuery(endpoint, CanonicalQuery(request.query))
    let history = try log.histories(of: query.symbol).records(of: query.request.history)
    let rows = try query.response(from: history)
    if let recorded, recorded.header.isSuccess,
      let before = log.page(of: recorded), before.records.map(\.bytes) == rows.map(\.bytes)
    {
      return nil
    }
    let newest = try rows.map(\.event).max() ?? log.newestPage(query)
    guard let newest else { throw CannotDerive("no page of \(query.symbol) was recorded") }
    let header = try log.response(newest).header
    let body =
      endpoint == .order ? Array(rows[0].bytes) : JSONArray.joining(rows.map(\.bytes))
    return PlayedResponse(header, body: ByteBuffer(bytes: body), isDerived: true)
  }
}

extension RecordedLog {
  /// The newest successful response about a symbol's history, for a response that holds no record of it.
  mutating func newestPage(_ query: HistoryQuery) throws -> UInt64? {
    let sequences = try index(of: query.request.endpoint.path).sequences(of: query.symbol)
    let scope = self.scope
    return try log.read { (snapshot: borrowing Snapshot) in
      try scope.responses(sequences, in: snapshot)
    }.last { $0.isSuccess }?.sequence
  }
}
