import TestKit
import Testing

@testable import Projections

@Suite("account_balance")
struct AccountBalanceTests {
  private func map(_ body: String) throws -> Mapping {
    try Mapping(body, of: "/api/v3/account", into: "account_balance")
  }

  private func balance(_ free: String, _ locked: String) -> String {
    "{\"asset\":\"A\",\"free\":\(free),\"locked\":\(locked)}"
  }

  @Test("zero balances are left out and counted by their reason")
  func zeros() throws {
    let body =
      "{\"balances\":[\(balance("\"0.000\"", "\"0\"")),\(balance("\"0\"", "\"0.1\"")),\(balance("\"-1\"", "\"0\""))]}"
    let mapping = try map(body)
    #expect(mapping["locked"] == [.text("0.1")])
    #expect(mapping["_event_row"] == [.integer(1)])
    #expect(mapping.tally.leftOut == [HeldBalances.zeroBalance: 2])
    #expect(mapping.tally.records == 3)
  }

  @Test(
    "the total is exact and keeps the longer scale",
    arguments: [
      ("\"0.1\"", "\"0.2\"", "0.3"), ("\"1.50\"", "\"0.250\"", "1.750"), ("1.50", "\"2\"", "3.50"),
      ("\"99999999999999999999.99999999\"", "\"0.00000001\"", "100000000000000000000.00000000"),
    ])
  func total(free: String, locked: String, total: String) throws {
    #expect(try map("{\"balances\":[\(balance(free, locked))]}")["total"] == [.text(total)])
  }

  @Test(
    "a balance that cannot be added up is quarantined alone",
    arguments: [
      ("null", "\"1\""), ("\"1e3\"", "\"1\""), ("\"\"", "\"1\""), ("true", "\"1\""), ("1e3", "\"1\""),
      ("[]", "\"1\""),
    ])
  func faults(free: String, locked: String) throws {
    let mapping = try map("{\"balances\":[\(balance("\"1\"", "\"1\"")),\(balance(free, locked))]}")
    #expect(mapping.rows.count == 1)
    #expect(mapping.faults.map(\.pointer) == ["/balances/1"])
  }

  @Test("what stands beside the balances is in every row, wherever the balances stand", arguments: 0...4)
  func envelope(place: Int) throws {
    var members = [
      "\"accountType\":\"SPOT\"", "\"canTrade\":true", "\"updateTime\":1795409624123",
      "\"commissionRates\": {\"a\" : 1}",
    ]
    let envelope = "{" + members.joined(separator: ",").replacing("\": {", with: "\":{") + "}"
    members.insert("\"balances\" : [\(balance("\"1\"", "\"0\"")),\(balance("\"2\"", "\"0\""))]", at: place)
    let mapping = try map("{" + members.joined(separator: " , ") + "}")
    #expect(mapping["accountType"] == [.text("SPOT"), .text("SPOT")])
    #expect(mapping["canTrade"] == [.integer(1), .integer(1)])
    #expect(mapping["canDeposit"] == [.null, .null])
    #expect(mapping["updateTime"] == [.text("2026-11-23T04:53:44.123Z"), .text("2026-11-23T04:53:44.123Z")])
    #expect(mapping["extra"] == [.null, .null])
    #expect(String(decoding: mapping.tally.envelope, as: UTF8.self) == envelope)
  }

  @Test(
    "a body whose account does not fit its columns is quarantined whole",
    arguments: ["\"canTrade\":\"maybe\"", "\"accountType\":[]", "\"updateTime\":1.5"])
  func envelopeFault(member: String) throws {
    let mapping = try map("{\"balances\":[\(balance("\"1\"", "\"1\""))],\(member)}")
    #expect(mapping.rows.isEmpty && mapping.faults.isEmpty && mapping.tally.records == 0)
    #expect(mapping.tally.bodyFault?.pointer == "")
  }
}
