import BinanceUS
import EventLog
import JSONView

extension Sync {
  /// An archive belongs to one account. Where the exchange tells the account's number it decides;
  /// else a key never seen before must find a trade or an order that is known already.
  func checkAccount() async throws {
    guard !settings.allowsOtherAccount, let credentials = settings.credentials else { return }
    let before = initial
    let now = await keeper.state
    if let known = before.uid, let told = now.toldUID {
      if known == told { return }
      throw IngestError.otherAccount(detail: "the account's number is \(told), the archive's \(known)")
    }
    guard !before.keys.isEmpty, !before.keys.contains(credentials.fingerprint) else { return }
    try await findKnownRecord(in: before)
  }

  private func findKnownRecord(in state: SyncState) async throws {
    for symbol in state.ranked.reversed() {
      guard let last = symbol.trades.last ?? symbol.orders.last else { continue }
      let history: SymbolHistory = symbol.trades.last != nil ? .trades : .orders
      let request = HistoryRequest.probe(of: history, of: symbol.name, for: last)
      let source = Source(history, of: symbol.name)
      let outcome = try await client.ask(ExchangeRequest(request), for: source)
      guard try await judge(outcome, of: source) else { continue }
      if ValueAnswer.rows(outcome.body).contains(where: { $0[history.idField]?.int64 == last }) { return }
      throw IngestError.otherAccount(
        detail:
          "the key is new, and \(history == .trades ? "trade" : "order") \(last) of \(symbol.name), which the archive holds, is not found under it"
      )
    }
  }
}

/// Rows of an answer that is an array.
enum ValueAnswer {
  static func isJSON(_ body: [UInt8]) -> Bool {
    do { _ = try JSONValue.parse(body) } catch { return false }
    return true
  }

  static func rows(_ body: [UInt8]) -> [JSONValue] {
    do { return try JSONValue.parse(body).elements ?? [] } catch { return [] }
  }
}
