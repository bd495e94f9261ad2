public import EventModel
public import JSONView

/// Folds events into `SyncState`, one after the other in log order.
public enum CursorFold {
  /// Takes one event; events that tell nothing only move the watermark.
  ///
  /// - Parameter value: the body as JSON, where the caller has parsed it already.
  public static func apply(
    _ header: EventHeader, body: UnsafeRawBufferPointer, value: JSONValue? = nil,
    to state: inout SyncState
  ) {
    state.through = header.sequence
    switch header.kind {
    case .runStart: state.runKey = JSONValue(json: Array(body))?["key_fingerprint"]?.text
    case .runEnd:
      if let key = state.runKey, JSONValue(json: Array(body))?["key_accepted"]?.bool == true {
        state.keys.insert(key)
      }
      state.runKey = nil
    case .failure, .annotation: break
    case .response:
      if header.isSuccess, let value = value ?? JSONValue(json: Array(body)) {
        applyAnswer(value, header, to: &state)
      } else {
        applyError(header, body, to: &state)
      }
    }
  }

  private static func applyAnswer(
    _ value: JSONValue, _ header: EventHeader, to state: inout SyncState
  ) {
    let query = CanonicalQuery(header.query)
    switch Endpoint(path: header.endpoint) {
    case Endpoint.exchangeInfo:
      applyExchangeInfo(value, isWhole: query.asksForEverything, header.sequence, to: &state)
    case Endpoint.account: applyAccount(value, header.sequence, to: &state)
    case Endpoint.walletConfig: applyWallet(value, to: &state)
    case Endpoint.myTrades, Endpoint.allOrders, Endpoint.order:
      guard let response = HistoryResponse(header, value), !response.request.isProbe else { return }
      withSymbol(response.request.symbol, header, &state) { $0.take(response, run: header.run.text) }
    default:
      guard query["endTime"] != nil else { return }
      state.windows[header.endpoint, default: WindowState()].take(
        ListPage(query, value, body: header.bodyDigest))
    }
  }

  private static func applyError(
    _ header: EventHeader, _ body: UnsafeRawBufferPointer, to state: inout SyncState
  ) {
    let query = CanonicalQuery(header.query)
    guard let name = query.symbol, state.symbols[name] != nil else { return }
    switch Verdict.of(status: header.status, body: Array(body)) {
    case .symbolUnknown: state.symbols[name]?.unknownAt = header.observedAt
    case .orderGone where header.endpoint == Endpoint.order.path:
      if let order = query["orderId"].flatMap({ Int64($0) }) {
        state.symbols[name]?.book.forget(order: order)
      }
    default: return
    }
    if header.endpoint == Endpoint.myTrades.path {
      state.symbols[name]?.lastAskedAt = header.observedAt
    }
  }

  private static func withSymbol(
    _ name: String, _ header: EventHeader, _ state: inout SyncState, _ change: (inout SymbolState) -> Void
  ) {
    // Changed where it stands: a copy would copy all its orders, page after page.
    func apply(_ symbol: inout SymbolState) {
      symbol.unknownAt = nil
      if header.endpoint == Endpoint.myTrades.path { symbol.lastAskedAt = header.observedAt }
      change(&symbol)
    }
    let unseen = SymbolState(name: name, rank: state.symbols.count, base: "", quote: "")
    apply(&state.symbols[name, default: unseen])
  }
}
