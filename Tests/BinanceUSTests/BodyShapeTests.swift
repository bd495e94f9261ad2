import BinanceUS
import Foundation
import JSONView
import TestKit
import Testing

@Suite("What a body plainly is")
struct BodyShapeTests {
  @Test(
    "a captured body is known for its endpoint, whenever it was sent",
    .enabled(if: Captures.areExpected),
    arguments: [
      ("exchangeInfo.com.2018-09-01", "/api/v3/exchangeInfo"),
      ("exchangeInfo.com.2020-04-02", "/api/v3/exchangeInfo"),
      ("exchangeInfo.us.2021-04-17", "/api/v3/exchangeInfo"),
      ("exchangeInfo.us.2021-08-14", "/api/v3/exchangeInfo"),
      ("exchangeInfo.us.2026-09-04.one-symbol", "/api/v3/exchangeInfo"),
      ("ticker24hr.com.2019-08-23", "/api/v3/ticker/24hr"),
      ("ticker24hr.us.2022-11-21.derived", "/api/v3/ticker/24hr"),
      ("account.com.2019", "/api/v3/account"),
      ("capital_config_getall.com.2025-08-26", "/sapi/v1/capital/config/getall"),
      ("order_FULL.us.2021-10-19", "/api/v3/allOrders"),
      ("account/CAP_us_2025-11-08_deposit_hisrec_3of4", "/sapi/v1/capital/deposit/hisrec"),
      ("account/CAP_us_2025-11-08_withdraw_history", "/sapi/v1/capital/withdraw/history"),
      ("account/DOC_us_2023_assetDistributionHistory", "/sapi/v1/asset/assetDistributionHistory"),
      ("account/DOC_us_2023_deposit_hisrec", "/sapi/v1/capital/deposit/hisrec"),
      ("account/DOC_us_2023_dust-logs", "/sapi/v1/asset/query/dust-logs"),
      ("account/DOC_us_2023_fiatpayment_deposit_history", "/sapi/v1/fiatpayment/query/deposit/history"),
      ("account/DOC_us_2023_fiatpayment_withdraw_history", "/sapi/v1/fiatpayment/query/withdraw/history"),
      ("account/DOC_us_2023_ocbs_orders", "/sapi/v1/ocbs/orders"),
      ("account/DOC_us_2023_otc_orders", "/sapi/v1/otc/orders"),
      ("account/DOC_us_2023_referral_reward_history", "/sapi/v1/marketing/referral/reward/history"),
      ("account/DOC_us_2023_stakingBalance", "/sapi/v1/staking/stakingBalance"),
      ("account/DOC_us_2023_stakingRewardsHistory", "/sapi/v1/staking/stakingRewardsHistory"),
      ("account/DOC_us_2023_staking_asset", "/sapi/v1/staking/asset"),
      ("account/DOC_us_2023_staking_history", "/sapi/v1/staking/history"),
      ("account/DOC_us_2023_subaccount_assets", "/sapi/v3/sub-account/assets"),
      ("account/DOC_us_2023_subaccount_deposit_history", "/sapi/v1/capital/sub-account/deposit/history"),
      ("account/DOC_us_2023_subaccount_list", "/sapi/v3/sub-account/list"),
      ("account/DOC_us_2023_subaccount_transfer_history", "/sapi/v3/sub-account/transfer/history"),
      ("account/DOC_us_2023_trading-fee", "/sapi/v1/asset/query/trading-fee"),
      ("account/DOC_us_2023_trading-volume", "/sapi/v1/asset/query/trading-volume"),
      ("account/DOC_us_2023_withdraw_history", "/sapi/v1/capital/withdraw/history"),
      ("account/SYN_us_2026-05_ocbs_orders_strings", "/sapi/v1/ocbs/orders"),
      ("account/SYN_us_2026-05_otc_orders_strings", "/sapi/v1/otc/orders"),
      ("account/SYN_us_staking_history", "/sapi/v1/staking/history"),
      ("account/TEST_us_2026_mmt_stakingBalance_new_fields", "/sapi/v1/staking/stakingBalance"),
      ("account/TEST_us_2026_mystic_fiat_with_createTime", "/sapi/v1/fiatpayment/query/deposit/history"),
    ])
  func captured(name: String, path: String) throws {
    let endpoint = try #require(Endpoint(path: path))
    let shape = try #require(BodyShape(of: try JSONValue.parse(Captures.bytes("\(name).json"))))
    #expect(shape.fits(endpoint), "\(shape)")
    let others = Endpoint.all.filter { shape.fits($0) }
    #expect(others.count <= 2, "\(others)")
  }

  @Test("rows of four years are the account's trades", .enabled(if: Captures.areExpected))
  func trades() throws {
    let rows = try JSONValue.parse(Captures.bytes("myTrades.com.2018-2021.rows.json")).elements ?? []
    #expect(!rows.isEmpty)
    for row in rows {
      let page = try JSONValue.parse("[\(try #require(row["row"]).rawText)]")
      let shape = try #require(BodyShape(of: page))
      #expect(shape.endpoints == [.myTrades])
      #expect(shape.query == "symbol=\(try #require(row["row"]?["symbol"]?.text))")
    }
  }

  @Test(
    "what could be more than one thing, or is of tomorrow, is of no known shape",
    arguments: [
      "[]", "{}", "null", "1", "\"text\"", "[[]]", "[1]", #"{"rows":[],"total":0}"#, #"{"symbols":[]}"#,
      #"{"serverTime":1,"more":2}"#, #"{"code":"000000","message":"success","total":0,"success":true}"#,
      #"[{"symbol":"A","price":"1","id":1}]"#, #"{"balances":[]}"#,
      #"{"code":-1121,"msg":"Invalid symbol."}"#,
    ])
  func unknown(body: String) throws {
    #expect(try BodyShape(of: JSONValue.parse(body)) == nil)
  }

  @Test(
    "what the archive has no place for is known too",
    arguments: [
      #"[{"symbol":"BTCUSD","price":"1"}]"#,
      #"{"lastUpdateId":1,"bids":[],"asks":[]}"#,
      #"[{"id":1,"price":"1","qty":"1","quoteQty":"1","time":1,"isBuyerMaker":true,"isBestMatch":true}]"#,
    ])
  func others(body: String) throws {
    #expect(try BodyShape(of: JSONValue.parse(body))?.endpoints == [])
  }

  @Test("an order gives its own query")
  func order() throws {
    let shape = try BodyShape(of: JSONValue.parse(#"{"symbol":"BTCUSD","orderId":7,"origQty":"1"}"#))
    #expect(shape?.endpoints.first == .order && shape?.query == "orderId=7&symbol=BTCUSD")
    #expect(shape?.fits(.allOrders) == true)
  }

  @Test(
    "a mistyped endpoint finds the one that was meant",
    arguments: [
      ("/api/v3/exchangeinfo", "/api/v3/exchangeInfo"), ("exchangeInfo", "/api/v3/exchangeInfo"),
      ("/api/v1/exchangeInfo", "/api/v3/exchangeInfo"), ("api/v3/account", "/api/v3/account"),
      ("/api/v3/mytrade", "/api/v3/myTrades"), ("ticker/24hr", "/api/v3/ticker/24hr"),
      ("/sapi/v1/capital/config/getAll", "/sapi/v1/capital/config/getall"),
    ])
  func nearest(given: String, meant: String) {
    #expect(Endpoint.nearest(to: given).first?.path == meant)
    #expect(Endpoint.likely(given)?.path == meant)
    #expect(Endpoint.nearest(to: given).count == Endpoint.all.count)
  }

  @Test("a name that is similar to none suggests none", arguments: ["", "/", "x", "/nope", "/api/v3/klines"])
  func none(given: String) {
    #expect(Endpoint.likely(given) == nil)
  }
}
