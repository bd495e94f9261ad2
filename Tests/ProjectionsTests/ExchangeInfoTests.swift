import JSONView
import SimulatedExchange
import TestKit
import Testing

@testable import Projections

@Suite("exchange_info")
struct ExchangeInfoTests {
  private func map(_ symbol: String, schema: Int = 3) throws -> Mapping {
    try Mapping(
      "{\"symbols\":[\(symbol)]}", of: "/api/v3/exchangeInfo", into: "exchange_info", schema: schema)
  }

  private func filters(_ filters: String) throws -> Mapping {
    try map("{\"symbol\":\"S\",\"filters\":\(filters)}")
  }

  @Test("filters are kept byte for byte, blanks and all")
  func bytes() throws {
    let text = "[ {\"filterType\" : \"PRICE_FILTER\",\n\"minPrice\":\"0.0100\"},{\"a\":1.0e+2} ]"
    let mapping = try filters(text)
    #expect(mapping["filters"] == [.text(text)])
    #expect(mapping["minPrice"] == [.text("0.0100")])
    #expect(mapping["maxPrice"] == [.null])
  }

  @Test(
    "the limits come from their filters, NOTIONAL before MIN_NOTIONAL wherever it stands",
    arguments: [
      ("[]", nil), ("null", nil), ("[{\"filterType\":\"MIN_NOTIONAL\",\"minNotional\":\"1\"}]", "1"),
      (
        "[{\"filterType\":\"MIN_NOTIONAL\",\"minNotional\":\"1\"},{\"filterType\":\"NOTIONAL\",\"minNotional\":\"2\"}]",
        "2"
      ),
      (
        "[{\"filterType\":\"NOTIONAL\",\"minNotional\":\"2\"},{\"filterType\":\"MIN_NOTIONAL\",\"minNotional\":\"1\"}]",
        "2"
      ),
      (
        "[{\"minNotional\":\"3\",\"filterType\":\"NOTIONAL\"},{\"filterType\":\"NOTIONAL\",\"minNotional\":\"4\"}]",
        "3"
      ),
      (
        "[{\"filterType\":\"NOTIONAL\",\"minNotional\":null},{\"filterType\":\"MIN_NOTIONAL\",\"minNotional\":\"1\"}]",
        "1"
      ),
      ("[{\"filterType\":\"LOT_SIZE\",\"minNotional\":\"9\"}]", nil), ("[{\"minNotional\":\"9\"}]", nil),
      ("[{\"filterType\":\"NOTIONAL\",\"minNotional\":10.50}]", "10.50"),
      ("[{\"filterType\":\"NOT\\u0049ONAL\",\"minNotional\":\"\\u0031.5\"}]", "1.5"),
    ] as [(String, String?)])
  func limits(text: String, notional: String?) throws {
    #expect(try filters(text)["minNotional"] == [notional.map { .text($0) } ?? .null])
  }

  @Test(
    "filters that are no array of objects quarantine their symbol alone",
    arguments: ["{}", "7", "\"x\"", "[7]", "[[]]"])
  func noFilters(text: String) throws {
    let mapping = try map("{\"symbol\":\"A\"},{\"symbol\":\"S\",\"filters\":\(text)}")
    #expect(mapping["symbol"] == [.text("A")])
    #expect(mapping.faults.map(\.pointer) == ["/symbols/1"])
  }

  @Test("what the upgrade brought is in extra before schema 3 claims it")
  func upgrade() throws {
    let symbol = "{\"symbol\":\"S\",\"permissionSets\":[[\"SPOT\"]], \"otoAllowed\" : true,\"new\":1}"
    for schema in [1, 2] {
      let mapping = try map(symbol, schema: schema)
      #expect(mapping["extra"] == [.text("{\"permissionSets\":[[\"SPOT\"]],\"otoAllowed\":true,\"new\":1}")])
      #expect(mapping["permissionSets"] == [.text("no such column")])
    }
    let mapping = try map(symbol)
    #expect(mapping["permissionSets"] == [.text("[[\"SPOT\"]]")])
    #expect(mapping["otoAllowed"] == [.integer(1)])
    #expect(mapping["extra"] == [.text("{\"new\":1}")])
  }

  @Test("bodies of every era give every symbol a row, nothing quarantined", arguments: Era.allCases, 1...3)
  func eras(era: Era, schema: Int) throws {
    let world = SimulatedWorld(seed: 5, scale: .small)
    for (path, table, member) in [
      ("/api/v3/exchangeInfo", "exchange_info", "symbols"), ("/api/v3/ticker/24hr", "ticker_price", nil),
      ("/api/v3/account", "account_balance", "balances"),
      ("/sapi/v1/capital/config/getall", "wallet_details", nil),
    ] as [(String, String, String?)] {
      let response = world.response(to: SimulatedRequest(path: path), at: era.sampleTime)
      let mapping = try Mapping(response.text, of: path, into: table, schema: schema)
      let document = try JSONValue.parse(response.body)
      let records = try #require(member.map { document[$0]?.elements } ?? document.elements)
      #expect(mapping.faults.isEmpty && mapping.tally.bodyFault == nil, "\(table)")
      #expect(mapping.tally.records == records.count, "\(table)")
      #expect(mapping.rows.count + mapping.tally.leftOutCount == records.count, "\(table)")
      if table == "exchange_info" {
        #expect(mapping["filters"] == records.map { .text($0["filters"]?.rawText ?? "none") })
        #expect(mapping["symbol"] == records.map { .text($0["symbol"]?.text ?? "none") })
      }
    }
  }
}
