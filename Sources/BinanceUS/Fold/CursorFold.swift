public import EventModel
public import JSONView

/// Folds events into `SyncState`, one after the other in log order.
public enum CursorFold {
  /// Takes one event; events without information only move the watermark.
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
        applyResponse(value, header, to: &state)
      } else {
        applyError(header, body, to: &state)
      }
    }
  }

  private static func applyResponse(
    _ value: JSONValue, _ header: EventHeader, to state: inout SyncState
  ) {
    let query = CanonicalQuery(header.query)
    switch Endpoint(path: header.endpoint) {
    case Endpoint.exchangeInfo:
      applyExchangeInfo(value, isWhole: query.requestsEverything, header.sequence, to: &state)
    case Endpoint.account: applyAccount(value, header.sequence, to: &state)
    case Endpoint.walletConfig: applyWallet(value, to: &state)
    case Endpoint.myTrades, Endpoint.allOrders, Endpoint.order:
      guard let response = HistoryResponse(header, value), !response.request.isProbe else { return }
      withSymbol(response.request.symbol, header, &state) { $0.take(response, run: header.run.text) }
    case let endpoint:
      let rule = endpoint.flatMap(OpenFacts.Rule.of)
      guard rule != nil || query["endTime"] != nil else { return }
      let page = ListPage(query, value, body: header.bodyDigest)
      if let rule {
        var facts = state.openFacts[header.endpoint] ?? OpenFacts()
        facts.take(ListPage.rows(of: value), rule, page)
        state.openFacts[header.endpoint] = facts.spans.isEmpty ? nil : facts
      }
      guard query["endTime"] != nil else { return }
      state.windows[header.endpoint, default: WindowState()].take(page)
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
      state.symbols[name]?.lastRequestedAt = header.observedAt
    }
  }

  private static func withSymbol(
    _ name: String, _ header: EventHeader, _ state: inout SyncState, _ change: (inout SymbolState) -> Void
  ) {
    // Changed in place: a copy would copy all its orders, page after page.
    func apply(_ symbol: inout SymbolState) {
      symbol.unknownAt = nil
      if header.endpoint == Endpoint.myTrades.path { symbol.lastRequestedAt = header.observedAt }
      change(&symbol)
    }
    let unseen = SymbolState(name: name, rank: state.symbols.count, base: "", quote: "")
    apply(&state.symbols[name, default: unseen])
  }
}

extension CursorFold {
  static func applyExchangeInfo(
    _ value: JSONValue, isWhole: Bool, _ sequence: UInt64, to state: inout SyncState
  ) {
    guard let records = value["symbols"]?.elements else { return }
    if isWhole {
      for name in state.symbols.keys { state.symbols[name]?.isListed = false }
      state.exchangeInfoSequence = sequence
      let limits = WeightLimit.all(in: value)
      if !limits.isEmpty { state.weightLimits = limits }
    }
    for record in records {
      guard let name = record["symbol"]?.text, !name.isEmpty else { continue }
      let (base, quote) = (record["baseAsset"]?.text ?? "", record["quoteAsset"]?.text ?? "")
      if state.symbols[name] == nil {
        state.symbols[name] = SymbolState(
          name: name, rank: state.symbols.count, base: base, quote: quote)
      }
      state.symbols[name]?.base = base
      state.symbols[name]?.quote = quote
      state.symbols[name]?.isListed = true
    }
  }

  static func applyAccount(_ value: JSONValue, _ sequence: UInt64, to state: inout SyncState) {
    guard let balances = value["balances"]?.elements else { return }
    state.accountSequence = sequence
    state.reportedUID = value["uid"]?.int64 ?? state.reportedUID
    state.uid = state.uid ?? state.reportedUID
    state.heldInAccount = held(balances, asset: "asset", amounts: ["free", "locked"])
    state.everHeld.formUnion(state.heldInAccount)
  }

  static func applyWallet(_ value: JSONValue, to state: inout SyncState) {
    guard let coins = value.elements else { return }
    state.heldInWallet = held(
      coins, asset: "coin", amounts: ["free", "locked", "freeze", "withdrawing"])
    state.everHeld.formUnion(state.heldInWallet)
  }

  private static func held(
    _ records: [JSONValue], asset: String, amounts: [String]
  ) -> Set<String> {
    Set(
      records.compactMap { record in
        let isHeld = amounts.contains {
          ExactDecimal.isPositive((record[$0]?.text ?? "").utf8) == true
        }
        return isHeld ? record[asset]?.text : nil
      })
  }
}
