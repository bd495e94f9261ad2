import JSONView

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
