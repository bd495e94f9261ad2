import Foundation
import SimulatedExchange
import Testing

@Suite struct DeterminismTests {
  static let paths = [
    "/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/ticker/24hr", "/api/v3/account",
    "/sapi/v1/capital/config/getall", "/api/v3/openOrders", "/sapi/v1/asset/assetDistributionHistory",
    "/sapi/v1/capital/deposit/hisrec", "/sapi/v1/capital/withdraw/history", "/api/v3/allOrderList",
    "/sapi/v1/fiatpayment/query/deposit/history", "/sapi/v1/otc/orders",
  ]

  @Test("two worlds of one seed give the same bytes", arguments: paths)
  func sameSeed(path: String) {
    let again = SimulatedWorld(seed: 7, scale: .small)
    for era in Era.allCases {
      let first = Worlds.small.get(path, at: era.sampleTime)
      let second = again.get(path, at: era.sampleTime)
      #expect(first.body == second.body)
      #expect(first.headers.map(\.value) == second.headers.map(\.value))
    }
  }

  @Test("another seed makes another world")
  func otherSeed() {
    let other = SimulatedWorld(seed: 8, scale: .small)
    for path in ["/api/v3/ticker/24hr", "/api/v3/account"] {
      #expect(other.get(path, at: Worlds.today).body != Worlds.small.get(path, at: Worlds.today).body)
    }
  }

  @Test("every body of every era is JSON", arguments: paths, Era.allCases)
  func validJSON(path: String, era: Era) throws {
    for world in [Worlds.small, Worlds.full] {
      let response = world.get(path, at: era.sampleTime)
      #expect(response.status == 200)
      _ = try JSONSerialization.jsonObject(with: Data(response.body))
    }
  }

  @Test("two full worlds of one seed give the same bytes")
  func fullWorlds() {
    let again = SimulatedWorld(seed: 7)
    for path in DeterminismTests.paths {
      #expect(again.get(path, at: Worlds.today).body == Worlds.full.get(path, at: Worlds.today).body)
    }
  }

  @Test("a time is written as tables write it")
  func times() {
    let time = SimulatedTime(2024, 2, 29, 23, 59, 58, milliseconds: 7)
    #expect(time.iso8601 == "2024-02-29T23:59:58.007Z")
    #expect(time.milliseconds == 1_709_251_198_007)
    #expect(time.adding(days: 1).description == "2024-03-01T23:59:58.007Z")
  }
}
