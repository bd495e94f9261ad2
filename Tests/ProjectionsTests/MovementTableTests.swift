import BinanceUS
import EventModel
import JSONView
import TestKit
import Testing

@testable import Projections

/// The tables of what moves an account's money beside trades.
@Suite("Tables of movements")
struct MovementTableTests {
  private static let fiat = "/sapi/v1/fiatpayment/query/deposit/history"
  private static let dust = "/sapi/v1/asset/query/dust-logs"
  private static let rewards = "/sapi/v1/staking/stakingRewardsHistory"
  private static let otc = "/sapi/v1/otc/orders"

  @Test("a deposit says in words what its status means, and two equal ones are two")
  func deposits() throws {
    let row = #"{"amount":2.5,"coin":"ETH","insertTime":1795409624123,"address":"0x1","status":6,"new":[1]}"#
    let mapping = try Mapping("[\(row),\(row)]", of: "/sapi/v1/capital/deposit/hisrec", into: "deposit")
    #expect(mapping.faults.isEmpty)
    #expect(mapping["occurrence"] == [.integer(1), .integer(2)])
    #expect(mapping["amount"] == [.text("2.5"), .text("2.5")])
    #expect(mapping["statusMeaning"][0] == .text("credited, not yet withdrawable"))
    #expect(mapping["extra"][0] == .text(#"{"new":[1]}"#))
    let bare = try Mapping(
      #"[{"amount":"1","coin":"ETH","insertTime":1,"status":99}]"#, of: "/sapi/v1/capital/deposit/hisrec",
      into: "deposit")
    #expect(bare["address"] == [.text("")], "a deposit without an address is a deposit")
    #expect(bare["statusMeaning"] == [.text("unknown")])
  }

  @Test("a withdrawal's time is text in UTC, and was milliseconds before")
  func withdrawals() throws {
    let mapping = try Mapping(
      #"[{"id":"a","amount":"0.9","applyTime":"2025-10-02 12:46:49","status":6},{"id":"b","amount":null,"applyTime":1651131084091}]"#,
      of: "/sapi/v1/capital/withdraw/history", into: "withdrawal")
    #expect(mapping["applyTime"] == [.text("2025-10-02T12:46:49.000Z"), .text("2022-04-28T07:31:24.091Z")])
    #expect(mapping["statusMeaning"] == [.text("completed"), .null])
    #expect(mapping["amount"] == [.text("0.9"), .null])
    let odd = try Mapping(
      #"[{"id":"a","status":"held","completeTime":"","confirmNo":"","amount":1e-9223372036854775808},{"id":"b","status":"held","completeTime":"","confirmNo":""}]"#,
      of: "/sapi/v1/capital/withdraw/history", into: "withdrawal")
    #expect(odd["id"] == [.text("b")] && odd.faults.map(\.pointer) == ["/0"])
    #expect(odd["statusMeaning"] == [.text("unknown")] && odd["completeTime"] == [.null])
  }

  @Test("a transfer of dollars has the direction of its endpoint, whatever holds the rows")
  func fiat() throws {
    for name in ["assetLogRecordList", "data"] {
      let body = #"{"\#(name)":[{"orderId":"x","orderStatus":"Successful","amount":"65"}]}"#
      let came = try Mapping(body, of: Self.fiat, into: "fiat_transfer")
      let went = try Mapping(
        body, of: "/sapi/v1/fiatpayment/query/withdraw/history", into: "fiat_transfer")
      #expect(came["direction"] + went["direction"] == [.text("deposit"), .text("withdrawal")])
      #expect(came["statusMeaning"] == [.text("completed")])
    }
    let both = try Mapping(
      #"{"data":[],"assetLogRecordList":[{"orderId":"x"}]}"#, of: Self.fiat, into: "fiat_transfer")
    #expect(
      both.rows.isEmpty && both.tally.bodyFault != nil, "which of two lists holds the rows is not known")
    let one = try Mapping(
      #"{"data":null,"assetLogRecordList":[{"orderId":"x"}]}"#, of: Self.fiat, into: "fiat_transfer")
    #expect(one.rows.count == 1)
  }

  @Test("dust is one row a coin given, in either spelling, with its place in the body")
  func dust() throws {
    let ours = #"{"fromAsset":"LTC","toAsset":"BTC","amount":"0.2","transferredAmount":"0.1","tranId":7}"#
    let other = #"{"fromAsset":"ADA","amount":"1","transferedAmount":"3e-3","transId":8}"#
    let body = """
      {"total":3,"userDustConvertHistory":[
        {"totalTransferredAmount":"0.1","userAssetDribbletDetails":[\(ours)]}, 7, {"userAssetDribbletDetails":{}},
        {"totalTransferedAmount":"0.003","userAssetDribbletDetails":[ 8, \(other) ]}]}
      """
    let mapping = try Mapping(body, of: Self.dust, into: "dust_conversion")
    #expect(mapping["tranId"] == [.integer(7), .integer(8)])
    #expect(mapping["transferredAmount"] == [.text("0.1"), .text("0.003")])
    #expect(mapping["totalTransferredAmount"] == [.text("0.1"), .text("0.003")])
    #expect(mapping["_event_row"] == [.integer(0), .integer(4)])
    #expect(
      mapping.faults.map(\.pointer) == [
        "/userDustConvertHistory/1", "/userDustConvertHistory/2",
        "/userDustConvertHistory/3/userAssetDribbletDetails/0",
      ])
    #expect(mapping.tally.records == 5)
    let table = try #require(TableCatalogue.latest.table(named: "dust_conversion")).schema
    let bytes = Array(body.utf8)
    let buffer = BodyBuffer(capacity: bytes.count)
    buffer.prepare(bytes.count).copyBytes(from: bytes)
    let place = try #require(try RecordPlace.find(4, in: buffer, of: table))
    #expect(String(decoding: bytes[place.range], as: UTF8.self) == other)
    #expect(place.pointer == "/userDustConvertHistory/3/userAssetDribbletDetails/1")
    #expect(try RecordPlace.find(5, in: buffer, of: table) == nil)
  }

  @Test(
    "a record of dust has its group's time and unknown fields, and a group that cannot be read costs itself")
  func dustGroups() throws {
    func group(_ fields: String, _ details: String) -> String {
      "{\(fields)\"userAssetDribbletDetails\":[\(details)]}"
    }
    let detail = #"{"tranId":1,"transId":null,"fromAsset":"A","new":1}"#
    let body = """
      {"total":9,"userDustConvertHistory":[
        \(group(#""operateTime":1659583487000,"note":"x","#, detail)),
        \(group(#""totalServiceChargeAmount":true,"#, detail)),
        \(group("", #"{"tranId":2,"fromAsset":"B","operateTime":1659583488000}"#))]}
      """
    let mapping = try Mapping(body, of: Self.dust, into: "dust_conversion")
    #expect(mapping["operateTime"] == [.text("2022-08-04T03:24:47.000Z"), .text("2022-08-04T03:24:48.000Z")])
    #expect(mapping["extra"] == [.text(#"{"new":1,"note":"x"}"#), .null])
    #expect(mapping["_event_row"] == [.integer(0), .integer(2)])
    #expect(mapping.faults.map(\.pointer) == ["/userDustConvertHistory/1/userAssetDribbletDetails/0"])
  }

  @Test("rewards may lack their list where there are none, and only there")
  func rewards() throws {
    for body in [#"{"code":"000000","total":0}"#, #"{"data":null,"total":"0"}"#] {
      let mapping = try Mapping(body, of: Self.rewards, into: "staking_reward")
      #expect(mapping.rows.isEmpty && mapping.tally.bodyFault == nil, "\(body)")
    }
    for body in [#"{"code":"345","success":false}"#, #"{"data":null,"total":2}"#] {
      let mapping = try Mapping(body, of: Self.rewards, into: "staking_reward")
      #expect(mapping.tally.bodyFault?.reason == "the array data is missing, and total is not 0", "\(body)")
    }
  }

  @Test("an order's amounts are literals of numbers or texts, and its time is in seconds or milliseconds")
  func orders() throws {
    let rows = [
      #"{"orderId":"1","toAmount":50550.260,"inverseRatio":1.978e-5,"createTime":1641806714}"#,
      #"{"orderId":"2","toAmount":"50550.260","inverseRatio":"0.5","createTime":1779000000000}"#,
    ]
    let mapping = try Mapping(
      #"{"total":2,"rows":[\#(rows.joined(separator: ","))]}"#, of: Self.otc, into: "otc_order")
    #expect(mapping["toAmount"] == [.text("50550.260"), .text("50550.260")])
    #expect(mapping["inverseRatio"] == [.text("0.00001978"), .text("0.5")])
    #expect(mapping["createTime"] == [.text("2022-01-10T09:25:14.000Z"), .text("2026-05-17T06:40:00.000Z")])
  }

  @Test("a referral's kind is the request's, and without it there is no row")
  func referrals() throws {
    let body = #"{"total":1,"rows":[{"userId":3,"rewardAmount":"8","receiveDateTime":1651131084091}]}"#
    let path = "/sapi/v1/marketing/referral/reward/history"
    let mapping = try Mapping(body, of: path, into: "referral_reward", query: "page=1&userBizType=1")
    #expect(mapping["userBizType"] == [.text("1")])
    #expect(mapping["rewardType"] == [.text("")])
    let nameless = try Mapping(body, of: path, into: "referral_reward")
    #expect(nameless.faults.map(\.reason) == ["the request does not name userBizType"])
  }

  @Test("the documented bodies become rows with every field in its place", .enabled(if: Captures.areExpected))
  func documented() throws {
    let bodies: KeyValuePairs = [
      "CAP_us_2025-11-08_deposit_hisrec_3of4": "deposit", "DOC_us_2023_deposit_hisrec": "deposit",
      "CAP_us_2025-11-08_withdraw_history": "withdrawal", "DOC_us_2023_withdraw_history": "withdrawal",
      "DOC_us_2023_fiatpayment_deposit_history": "fiat_transfer",
      "DOC_us_2023_fiatpayment_withdraw_history": "fiat_transfer",
      "TEST_us_2026_mystic_fiat_with_createTime": "fiat_transfer", "DOC_us_2023_dust-logs": "dust_conversion",
      "DOC_us_2023_assetDistributionHistory": "distribution",
      "DOC_us_2023_staking_history": "staking_movement",
      "SYN_us_staking_history": "staking_movement", "DOC_us_2023_stakingRewardsHistory": "staking_reward",
      "SYN_us_stakingRewardsHistory_total0_without_data": "staking_reward",
      "DOC_us_2023_stakingBalance": "staking_balance",
      "TEST_us_2026_mmt_stakingBalance_new_fields": "staking_balance",
      "DOC_us_2023_staking_asset": "staking_asset", "DOC_us_2023_otc_orders": "otc_order",
      "SYN_us_2026-05_otc_orders_strings": "otc_order", "DOC_us_2023_ocbs_orders": "ocbs_order",
      "SYN_us_2026-05_ocbs_orders_strings": "ocbs_order",
      "DOC_us_2023_referral_reward_history": "referral_reward",
    ]
    for (name, table) in bodies {
      let body = try Captures.bytes("account/\(name).json")
      let definition = try #require(TableCatalogue.latest.table(named: table))
      let endpoint = definition.reads[name.contains("fiatpayment_withdraw") ? 1 : 0].path
      let mapping = try Mapping(
        String(decoding: body, as: UTF8.self), of: endpoint, into: table, query: "userBizType=0")
      #expect(mapping.faults.isEmpty && mapping.tally.bodyFault == nil, "\(name)")
      let truth = try #require(PlainRecords(body, shape: definition.schema.shape), "\(name)")
      #expect(mapping.rows.count == truth.records.count, "\(name)")
      for (row, record) in zip(mapping.rows, truth.records) {
        #expect(row["extra"] == .null, "\(name)")
        for member in record.value.members ?? [] {
          let column = try #require(definition.schema.columns.first { $0.name == member.key }, "\(name)")
          #expect(
            row[member.key] == PlainConversion.cell(member.value, as: column.type), "\(name) \(member.key)")
        }
      }
    }
  }
}
