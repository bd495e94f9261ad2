import BinanceUS
import EventModel
import JSONView
import Testing

extension SymbolState {
  /// A symbol of which nothing is known.
  static var unseen: SymbolState { SymbolState(name: "AB", rank: 0, base: "A", quote: "B") }

  /// Folds a response of a symbol's endpoint.
  mutating func feed(_ endpoint: Endpoint, _ query: String, _ rows: [String], run: String = "a") throws {
    let request = try #require(HistoryRequest(endpoint, CanonicalQuery("\(query)&symbol=AB")))
    let text = endpoint == .order ? rows[0] : "[\(rows.joined(separator: ","))]"
    take(try #require(HistoryResponse(request, try JSONValue.parse(text))), run: run)
  }
}

/// An order as the exchange reports it.
func order(_ id: Int64, _ status: String = "FILLED", executed: String = "1", at time: Int64 = 1) -> String {
  #"{"orderId":\#(id),"status":"\#(status)","executedQty":"\#(executed)","updateTime":\#(time)}"#
}

/// A trade as the exchange reports it.
func trade(_ id: Int64, of order: Int64, _ quantity: String = "1") -> String {
  #"{"id":\#(id),"orderId":\#(order),"qty":"\#(quantity)","isBuyer":true}"#
}

/// A digest that differs where the bytes do.
func digest(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { Digest.sha256($0) } }
