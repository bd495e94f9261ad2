import BinanceUS
import Testing

@Suite("Endpoints")
struct EndpointTests {
  @Test("every endpoint is found by its path, and no two share one")
  func paths() {
    for endpoint in Endpoint.all { #expect(Endpoint(path: endpoint.path) == endpoint) }
    #expect(Set(Endpoint.all.map(\.path)).count == Endpoint.all.count)
    #expect(Endpoint.all.allSatisfy { $0.path.hasPrefix("/api/v3/") || $0.path.hasPrefix("/sapi/") })
  }

  @Test(
    "a path that the archive does not know is none",
    arguments: ["", "/", "/api/v3/depth", "/api/v3/time/", "api/v3/time", "/api/v3/time?x=1", "/API/V3/TIME"])
  func unknown(path: String) {
    #expect(Endpoint(path: path) == nil)
  }

  @Test("three endpoints are public, trades and orders are histories")
  func natures() {
    #expect(Endpoint.projected.filter { !$0.isSigned } == [.time, .exchangeInfo, .ticker24h])
    #expect(Endpoint.projected.filter { $0.nature == .history } == [.myTrades, .allOrders, .order])
  }
}
