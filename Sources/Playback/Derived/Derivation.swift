public import BinanceUS
import EventLog
import EventModel
import NIOCore

/// Answers made from others: complete, record by record as they were received, or not at all.
public enum Derivation {
  /// The endpoints whose responses are about every symbol, so that one symbol or some can be taken out of them.
  public static let ofSymbols: [Endpoint] = [.ticker24h, .exchangeInfo]
  /// The endpoints whose pages are cut anew out of all that is known of a history.
  public static let ofHistories: [Endpoint] = Endpoint.all.filter { SymbolHistory($0) != nil }

  /// - Parameter recorded: the newest answer to this very request. It stands where the archive
  ///   knows nothing beyond it; a page that newer answers went beyond does not.
  /// - Returns: nil where the recorded answer stands, or the path is none that answers are made for.
  static func answer(
    _ request: AskedRequest, beside recorded: RecordedAnswer?, from log: inout RecordedLog
  ) throws -> Result<Reply?, Underivable> {
    guard request.method == "GET" else { return .failure(Underivable("only answers to GET are made")) }
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
    } catch let error as Underivable {
      return .failure(error)
    }
  }

  private static func snapshot(
    _ request: AskedRequest, _ endpoint: Endpoint, from log: inout RecordedLog
  ) throws -> Reply {
    let question = try SnapshotQuestion(request, endpoint)
    guard let found = try log.table(of: question.whole, shape: question.shape) else {
      throw Underivable("there is no answer to \(request.path) that tells of every symbol")
    }
    let body = try question.answer(from: found.table)
    return Reply(found.header, body: ByteBuffer(bytes: body), isDerived: true)
  }

  private static func page(
    _ request: AskedRequest, _ endpoint: Endpoint, beside recorded: RecordedAnswer?,
    from log: inout RecordedLog
  ) throws -> Reply? {
    let question = try HistoryQuestion(endpoint, CanonicalQuery(request.query))
    let history = try log.histories(of: question.symbol).records(of: question.request.history)
    let rows = try question.answer(from: history)
    if let recorded, recorded.header.isSuccess,
      let before = log.page(of: recorded), before.records.map(\.bytes) == rows.map(\.bytes)
    {
      return nil
    }
    let newest = try rows.map(\.event).max() ?? log.newestPage(question)
    guard let newest else { throw Underivable("no page of \(question.symbol) was recorded") }
    let header = try log.answer(newest).header
    let body =
      endpoint == .order ? Array(rows[0].bytes) : JSONArray.joining(rows.map(\.bytes))
    return Reply(header, body: ByteBuffer(bytes: body), isDerived: true)
  }
}

extension RecordedLog {
  /// The newest good answer about a symbol's history, for an answer that holds no record of it.
  mutating func newestPage(_ question: HistoryQuestion) throws -> UInt64? {
    let sequences = try index(of: question.request.endpoint.path).sequences(of: question.symbol)
    let scope = self.scope
    return try log.read { (snapshot: borrowing Snapshot) in
      try scope.answers(sequences, in: snapshot)
    }.last { $0.isSuccess }?.sequence
  }
}
