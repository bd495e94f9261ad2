import TestKit
import Testing

@testable import Projections

/// The tables that are their schema and nothing else.
@Suite("Mapped tables")
struct OtherTableTests {
  @Test("freeze becomes frozen, and networks stay as received")
  func wallet() throws {
    let mapping = try Mapping(
      "[{\"coin\":\"456\",\"freeze\":\"1.0\",\"networkList\":[ {\"x\":1} ],\"isLegalMoney\":false,\"frozen\":\"2\"}]",
      of: "/sapi/v1/capital/config/getall", into: "wallet_details")
    #expect(mapping["coin"] == [.text("456")])
    #expect(mapping["frozen"] == [.text("1.0")])
    #expect(mapping["networkList"] == [.text("[ {\"x\":1} ]")])
    #expect(mapping["isLegalMoney"] == [.integer(0)])
    #expect(mapping["extra"] == [.text("{\"frozen\":\"2\"}")])
  }

  @Test("one symbol's ticker is an object, all are an array")
  func ticker() throws {
    let row =
      "{\"symbol\":\"S\",\"openTime\":1795409624123,\"firstId\":-1,\"count\":\"0\",\"lastPrice\":\"0.0000\"}"
    let one = try Mapping(row, of: "/api/v3/ticker/24hr", into: "ticker_price", query: "symbol=S")
    let all = try Mapping("[\(row)]", of: "/api/v3/ticker/24hr", into: "ticker_price")
    #expect(one.rows == all.rows)
    #expect(one["firstId"] == [.integer(-1)])
    #expect(one["count"] == [.integer(0)])
    #expect(one["openTime"] == [.text("2026-11-23T04:53:44.123Z")])
  }

  @Test("-1 where a time stands means none")
  func none() throws {
    let order =
      "{\"symbol\":\"S\",\"orderId\":1,\"orderListId\":-1,\"time\":0,\"updateTime\":-1,\"workingTime\":\"-1\"}"
    let mapping = try Mapping(order, of: "/api/v3/order", into: "order")
    #expect(mapping["orderListId"] == [.integer(-1)])
    #expect(mapping["time"] == [.text("1970-01-01T00:00:00.000Z")])
    #expect(mapping["updateTime"] == [.null])
    #expect(mapping["workingTime"] == [.null])
  }

  @Test("the server's time is a key, and so cannot be none", arguments: ["-1", "null", "\"x\"", "1.5"])
  func serverTime(value: String) throws {
    let mapping = try Mapping("{\"serverTime\":\(value)}", of: "/api/v3/time", into: "server_time")
    #expect(mapping.rows.isEmpty)
    #expect(mapping.faults.map(\.pointer) == [""])
  }

  @Test(
    "a record that lacks a key field is quarantined alone, with its pointer", arguments: 1...3,
    [
      "{\"symbol\":\"S\",\"orderId\":1}", "{\"symbol\":\"S\",\"id\":null,\"orderId\":1}", "7", "null", "[]",
      "{}",
    ])
  func missingKey(schema: Int, record: String) throws {
    let good = "{\"symbol\":\"S\",\"id\":1,\"orderId\":1}"
    let mapping = try Mapping(
      "[\(good),\(record),\(good)]", of: "/api/v3/myTrades", into: "trade", schema: schema)
    #expect(mapping.rows.count == 2)
    #expect(mapping["_event_row"] == [.integer(0), .integer(2)])
    #expect(mapping.faults.map(\.pointer) == ["/1"])
    #expect(mapping.tally.records == 3)
  }

  @Test("a symbol is part of the key from schema 2 on", arguments: 1...3)
  func symbolKey(schema: Int) throws {
    let mapping = try Mapping(
      "[{\"id\":1,\"orderId\":1}]", of: "/api/v3/myTrades", into: "trade", schema: schema)
    #expect(mapping.rows.count == (schema == 1 ? 1 : 0))
  }

  @Test(
    "a value that would lose something is quarantined, naming its field and not its content",
    arguments: [
      ("\"id\":1.0", "id"), ("\"id\":\"x\"", "id"), ("\"price\":true", "price"), ("\"isBuyer\":2", "isBuyer"),
      ("\"time\":\"soon\"", "time"), ("\"symbol\":{}", "symbol"), ("\"qty\":[1]", "qty"),
      ("\"price\":\"1\",\"price\":\"1\"", "price"),
    ])
  func wrongType(member: String, field: String) throws {
    let names = ["\"symbol\"": "\"S\"", "\"id\"": "1", "\"orderId\"": "1"].filter {
      !member.hasPrefix($0.key)
    }
    let record = "{" + (names.map { "\($0.key):\($0.value)" } + [member]).joined(separator: ",") + "}"
    let mapping = try Mapping("[\(record)]", of: "/api/v3/myTrades", into: "trade")
    #expect(mapping.rows.isEmpty)
    #expect(mapping.faults.count == 1)
    #expect(mapping.faults[0].reason.contains(field))
    #expect(!mapping.faults[0].reason.contains("soon"))
  }

  @Test("fields that no column takes are in extra, names and values byte for byte")
  func extra() throws {
    let mapping = try Mapping(
      "[{\"new\" : {\"a\": [1, 2.50]},\"symbol\":\"S\",\"id\":1,\"e\\u0078\":\"\\u00e9\",\"orderId\":1,\"new\":null}]",
      of: "/api/v3/myTrades", into: "trade")
    #expect(mapping["extra"] == [.text("{\"new\":{\"a\": [1, 2.50]},\"e\\u0078\":\"\\u00e9\",\"new\":null}")])
  }

  @Test("text comes out of its escapes, and a field is known by its name however it is spelled")
  func escapes() throws {
    let mapping = try Mapping(
      "[{\"s\\u0079mbol\":\"\\u0041\\/\\\"\\n\\ud83d\\ude00\",\"id\":1,\"orderId\":1}]",
      of: "/api/v3/myTrades",
      into: "trade")
    #expect(mapping["symbol"] == [.text("A/\"\n😀")])
    #expect(mapping["extra"] == [.null])
  }

  static let brokenBodies = [
    "", " ", "<html></html>", "null", "7", "\"x\"", "{", "[{\"symbol\":\"S\",\"id\":1,\"orderId\":1}",
    "[{\"symbol\":\"S\",\"id\":1,\"orderId\":1}] x", "[{\"symbol\":\"S\",\"id\":1,\"orderId\":1},]",
    "[{\"symbol\":\"S\",\"id\":1,\"orderId\":1},{\"a\":01}]", "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
  ]

  @Test("a body that is not JSON or not the expected shape is quarantined whole", arguments: brokenBodies)
  func broken(body: String) throws {
    let mapping = try Mapping(body, of: "/api/v3/myTrades", into: "trade")
    #expect(mapping.rows.isEmpty && mapping.faults.isEmpty)
    #expect(mapping.tally.records == 0)
    #expect(mapping.tally.bodyFault?.pointer == "")
    #expect(mapping.tally.bodyFault?.reason.isEmpty == false)
  }

  @Test(
    "a response whose records stand in a member is refused without that member, or with two",
    arguments: ["{}", "{\"balances\":{}}", "{\"balances\":null}", "{\"balances\":[],\"balances\":[]}", "[]"])
  func member(body: String) throws {
    let mapping = try Mapping(body, of: "/api/v3/account", into: "account_balance")
    #expect(mapping.tally.bodyFault != nil)
  }

  @Test("an empty response is good and has no records", arguments: ["[]", " [ ] "])
  func empty(body: String) throws {
    let mapping = try Mapping(body, of: "/api/v3/myTrades", into: "trade")
    #expect(mapping.tally.bodyFault == nil)
    #expect(mapping.tally.records == 0)
  }
}
