import BinanceUS
import Testing

@testable import Ingest

@Suite("What requests are expected to weigh")
struct WeightTableTests {
  @Test(
    "by endpoint and by what is asked of it",
    arguments: [
      (Endpoint.time, "", 1), (.exchangeInfo, "", 20), (.ticker24h, "", 80), (.ticker24h, "symbol=AB", 2),
      (.account, "", 20), (.walletConfig, "", 1), (.myTrades, "symbol=AB&fromId=1", 20),
      (.myTrades, "symbol=AB&orderId=1", 5), (.allOrders, "symbol=AB&orderId=1", 20),
      (.order, "symbol=AB&orderId=1", 4),
    ])
  func weights(endpoint: Endpoint, query: String, weight: Int) {
    #expect(WeightTable.weight(of: endpoint, query: CanonicalQuery(query)) == weight)
  }

  @Test("every endpoint that the archive knows weighs something, and one of /sapi 1")
  func all() {
    for endpoint in Endpoint.all {
      let weight = WeightTable.weight(of: endpoint, query: CanonicalQuery(""))
      #expect(
        weight > 0
          && (weight == 1 || !Endpoint.archivedOnly.contains(endpoint) || endpoint.path.hasPrefix("/api")))
    }
  }
}
