import Foundation
import SimulatedExchange
import Testing

@Suite struct EraTests {
  static let base = ["symbol", "status", "baseAsset", "baseAssetPrecision", "quoteAsset", "quotePrecision"]
  static let symbolKeys: [(Era, [String])] = [
    (.september2018, base + ["orderTypes", "icebergAllowed", "filters"]),
    (
      .april2020,
      base + [
        "baseCommissionPrecision", "quoteCommissionPrecision", "orderTypes", "icebergAllowed",
        "ocoAllowed", "quoteOrderQtyMarketAllowed", "isSpotTradingAllowed",
        "isMarginTradingAllowed", "filters",
      ]
    ),
    (.april2021, dollar),
    (.august2021, dollar),
    (
      .may2025,
      base + [
        "quoteAssetPrecision", "baseCommissionPrecision", "quoteCommissionPrecision", "orderTypes",
        "icebergAllowed", "ocoAllowed", "quoteOrderQtyMarketAllowed", "allowTrailingStop",
        "cancelReplaceAllowed", "isSpotTradingAllowed", "isMarginTradingAllowed", "filters",
        "permissions", "defaultSelfTradePreventionMode", "allowedSelfTradePreventionModes",
      ]
    ),
    (
      .september2026,
      base + [
        "quoteAssetPrecision", "baseCommissionPrecision", "quoteCommissionPrecision", "orderTypes",
        "icebergAllowed", "ocoAllowed", "otoAllowed", "opoAllowed", "quoteOrderQtyMarketAllowed",
        "allowTrailingStop", "cancelReplaceAllowed", "amendAllowed", "pegInstructionsAllowed",
        "isSpotTradingAllowed", "isMarginTradingAllowed", "filters", "permissions",
        "permissionSets", "defaultSelfTradePreventionMode", "allowedSelfTradePreventionModes",
      ]
    ),
  ]
  static let dollar =
    base + [
      "quoteAssetPrecision", "baseCommissionPrecision", "quoteCommissionPrecision", "orderTypes",
      "icebergAllowed", "ocoAllowed", "quoteOrderQtyMarketAllowed", "isSpotTradingAllowed",
      "isMarginTradingAllowed", "filters", "permissions",
    ]

  @Test("a symbol has the era's fields in the order of the wire", arguments: symbolKeys)
  func symbolFields(era: Era, keys: [String]) throws {
    let text = Worlds.full.get("/api/v3/exchangeInfo", at: era.sampleTime).text
    let start = try #require(text.range(of: #""symbols":["#)).upperBound
    #expect(wireKeys(text[start...]) == keys)
  }

  static let filterKinds: [(Era, [String])] = [
    (
      .september2018,
      ["PRICE_FILTER", "LOT_SIZE", "MIN_NOTIONAL", "ICEBERG_PARTS", "MAX_NUM_ALGO_ORDERS"]
    ),
    (
      .april2021,
      [
        "PRICE_FILTER", "PERCENT_PRICE", "LOT_SIZE", "MIN_NOTIONAL", "ICEBERG_PARTS",
        "MARKET_LOT_SIZE", "MAX_NUM_ORDERS", "MAX_NUM_ALGO_ORDERS",
      ]
    ),
    (
      .september2026,
      [
        "PRICE_FILTER", "PERCENT_PRICE", "LOT_SIZE", "MIN_NOTIONAL", "ICEBERG_PARTS",
        "MARKET_LOT_SIZE", "TRAILING_DELTA", "PERCENT_PRICE_BY_SIDE", "MAX_NUM_ORDERS",
        "MAX_NUM_ORDER_LISTS", "MAX_NUM_ALGO_ORDERS", "MAX_NUM_ORDER_AMENDS",
      ]
    ),
  ]

  @Test("the first symbol has the era's filters in order", arguments: filterKinds)
  func filters(era: Era, kinds: [String]) throws {
    let info = try Worlds.full.object("/api/v3/exchangeInfo", at: era.sampleTime)
    #expect(info.list("symbols")[0].list("filters").map { $0.text("filterType") } == kinds)
  }

  @Test("some symbols lack a filter that others have")
  func missingFilters() throws {
    let symbols = try Worlds.full.object("/api/v3/exchangeInfo", at: Worlds.today).list("symbols")
    let without = symbols.filter { symbol in
      !symbol.list("filters").contains { $0.text("filterType") == "MARKET_LOT_SIZE" }
    }
    #expect((20..<80).contains(without.count))
  }

  static let limits: [(Era, [Int64])] = [
    (.september2018, [1200, 10, 100_000]), (.april2021, [1200, 100, 200_000]),
    (.august2021, [1200, 100, 200_000, 6100]), (.september2026, [6000, 100, 200_000, 300_000]),
  ]

  @Test("the rate limits are the era's", arguments: limits)
  func rateLimits(era: Era, limits: [Int64]) throws {
    let rows = try Worlds.small.object("/api/v3/exchangeInfo", at: era.sampleTime).list("rateLimits")
    #expect(rows.map { $0.number("limit") } == limits)
    #expect((rows[0]["intervalNum"] == nil) == (era == .september2018))
  }

  @Test("dollars have four places in 2021 and eight in 2026")
  func places() throws {
    for (era, places) in [(Era.april2021, 4), (.september2026, 8)] {
      let row = try Worlds.full.object(
        "/api/v3/ticker/24hr", [("symbol", "BTCUSD")], at: era.sampleTime)
      let fraction = row.text("lastPrice").split(separator: ".")[1]
      #expect(fraction.count == places)
    }
  }

  @Test("about as many symbols as the exchange had, listed in order and never taken away")
  func counts() throws {
    var before: [String] = []
    for (era, range) in [
      (Era.april2021, 100...115), (.august2021, 110...122), (.november2022, 320...340),
      (.september2026, 560...620),
    ] {
      let rows = try Worlds.full.object("/api/v3/exchangeInfo", at: era.sampleTime).list("symbols")
      #expect(range.contains(rows.count), "\(era): \(rows.count)")
      let names = rows.map { $0.text("symbol") }
      #expect(Set(names).count == names.count)
      if era != .september2026 { #expect(Array(names.prefix(before.count)) == before) }
      before = names
    }
  }

  @Test("rows of the account grow their fields over time")
  func accountRows() throws {
    let world = Worlds.small
    func keys(_ path: String, _ time: SimulatedTime) -> [String] {
      wireKeys(world.get(path, [("symbol", "BTCUSDT"), ("limit", "1")], at: time).text.dropFirst())
    }
    let early = SimulatedWorld(
      seed: 3, scale: .small, account: AccountActivity(acts: 60, from: SimulatedTime(2018, 2, 1)))
    let first = early.get("/api/v3/myTrades", [("symbol", "BTCUSDT")], at: SimulatedTime(2018, 12, 1))
    #expect(
      wireKeys(first.text.dropFirst()) == [
        "symbol", "id", "orderId", "price", "qty", "commission", "commissionAsset", "time", "isBuyer",
        "isMaker", "isBestMatch",
      ])
    #expect(
      keys("/api/v3/myTrades", Worlds.today) == [
        "symbol", "id", "orderId", "orderListId", "price", "qty", "quoteQty", "commission",
        "commissionAsset", "time", "isBuyer", "isMaker", "isBestMatch",
      ])
    let order = keys("/api/v3/allOrders", Worlds.today)
    #expect(order.contains("workingTime") && order.contains("selfTradePreventionMode"))
    #expect(!keys("/api/v3/allOrders", SimulatedTime(2021, 4, 1)).contains("workingTime"))
    let account = wireKeys(world.get("/api/v3/account", at: Worlds.today).text[...])
    #expect(account.contains("commissionRates") && account.last == "uid")
    let old = wireKeys(world.get("/api/v3/account", at: SimulatedTime(2020, 1, 1)).text[...])
    #expect(old.last == "balances")
  }
}
