import BinanceUS
import Foundation
import Testing

@Suite("The catalogue of endpoints")
struct EndpointTests {
  @Test("holds every endpoint that is declared")
  func complete() throws {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
    let source = try String(
      contentsOfFile: "\(root)/Sources/BinanceUS/Catalogue/Endpoint+Catalogue.swift", encoding: .utf8)
    #expect(Endpoint.all.count == source.split(separator: "= Endpoint(").count - 1)
  }

  @Test("every endpoint is found by its path and by its name, and no two share either")
  func names() {
    for endpoint in Endpoint.all {
      #expect(Endpoint(path: endpoint.path) == endpoint)
      #expect(Endpoint(named: endpoint.path) == endpoint)
      #expect(Endpoint(named: endpoint.name) == endpoint)
      #expect(endpoint.isNamed(in: [endpoint.name]) && endpoint.isNamed(in: [endpoint.path]))
    }
    #expect(Set(Endpoint.all.map(\.path)).count == Endpoint.all.count)
    #expect(Set(Endpoint.all.map(\.name)).count == Endpoint.all.count)
    #expect(Endpoint.all.allSatisfy { $0.path.hasPrefix("/api/v3/") || $0.path.hasPrefix("/sapi/") })
    #expect(
      Endpoint.all.allSatisfy { !$0.name.hasPrefix("/") && !$0.name.contains(" ") && !$0.name.contains(",") })
  }

  @Test(
    "a path that the archive does not know is none",
    arguments: ["", "/", "/api/v3/depth", "/api/v3/time/", "api/v3/time", "/api/v3/time?x=1", "/API/V3/TIME"])
  func unknown(path: String) {
    #expect(Endpoint(path: path) == nil)
    #expect(Endpoint(named: path) == nil)
  }

  @Test(
    "endpoints without a key are the same for everybody, and the histories of symbols are walked by symbol")
  func natures() {
    #expect(Endpoint.all.filter { !$0.isSigned } == [.time, .exchangeInfo, .ticker24h])
    #expect(Endpoint.all.filter { $0.exposure == .public } == [.time, .exchangeInfo, .ticker24h])
    #expect(Endpoint.all.filter { $0.walk == .symbols } == [.myTrades, .allOrders])
    for endpoint in Endpoint.all where endpoint.walk == .symbols { #expect(endpoint.nature == .paged) }
    for endpoint in Endpoint.all where endpoint.walk == .whole { #expect(endpoint.nature == .snapshot) }
  }

  @Test("each is fetched, or states why it is not")
  func reasons() {
    #expect(Endpoint.fetched.count == 19)
    for endpoint in Endpoint.all {
      switch endpoint.fetching {
      case .required, .optional: #expect(endpoint.walk != nil)
      case .asNeeded(let words), .never(let words):
        #expect(endpoint.walk == nil && words.count > 20 && !words.hasSuffix("."), "\(endpoint)")
      }
    }
  }

  @Test(
    "a request weighs what its endpoint does and its parameters make of it",
    arguments: [
      (Endpoint.time, "", 1), (.exchangeInfo, "", 20), (.ticker24h, "", 80), (.ticker24h, "symbol=AB", 2),
      (.account, "", 20), (.walletConfig, "", 1), (.myTrades, "symbol=AB&fromId=1", 20),
      (.myTrades, "symbol=AB&orderId=1", 5), (.allOrders, "symbol=AB&orderId=1", 20),
      (.order, "symbol=AB&orderId=1", 4), (.deposits, "limit=1000", 1),
    ])
  func weights(endpoint: Endpoint, query: String, weight: Int) {
    #expect(endpoint.weight(of: CanonicalQuery(query)) == weight)
  }

  @Test("every endpoint weighs something")
  func all() { for endpoint in Endpoint.all { #expect((1...80).contains(endpoint.weight())) } }
}
