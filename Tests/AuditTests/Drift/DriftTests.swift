import Audit
import TestKit
import Testing

@Suite("Drift")
struct DriftTests {
  private func drift(_ bodies: [(endpoint: String, body: String)]) throws -> Drift {
    let builder = try ArchiveBuilder()
    for (index, one) in bodies.enumerated() {
      try builder.record(one.endpoint, one.body, run: "run-\(index)")
    }
    return try Drift.read(builder.log, through: builder.last)
  }

  private func changes(_ endpoint: String, _ bodies: String...) throws -> [String] {
    try drift(bodies.map { (endpoint, $0) }).endpoints.flatMap(\.changes).map {
      "\($0.sequence) \($0.kind.rawValue) \($0.path) \($0.detail)"
    }
  }

  @Test("a field that comes, goes, changes type, value or scale is reported once")
  func kinds() throws {
    let old = #"{"symbols":[{"symbol":"A","status":"TRADING","tick":"0.10","n":1,"gone":true}]}"#
    let new = #"{"symbols":[{"symbol":"B","status":"HALT","tick":"0.1000","n":"1","more":[]}]}"#
    #expect(
      try changes("/api/v3/exchangeInfo", old, old, new, new) == [
        "3 new_value symbols[].status HALT", "3 new_scale symbols[].tick 4 decimal places, before 2",
        "3 new_type symbols[].n decimal, was integer", "3 field_vanished symbols[].gone last seen in event 2",
        "3 field_appeared symbols[].more array",
      ])
  }

  @Test("a field that only some records have is optional, once")
  func optional() throws {
    let one = #"{"symbols":[{"symbol":"A","x":1},{"symbol":"B"}]}"#
    let other = #"{"symbols":[{"symbol":"A"},{"symbol":"B","x":2}]}"#
    #expect(try changes("/api/v3/exchangeInfo", one, other, one, other) == [])
    let all = #"{"symbols":[{"symbol":"A","x":1},{"symbol":"B","x":2}]}"#
    #expect(
      try changes("/api/v3/exchangeInfo", all, one, all, other) == [
        "2 field_became_optional symbols[].x not every record has it"
      ])
  }

  @Test("where zeros at the end are left out, places are part of the value, up to eight")
  func trimmed() throws {
    func wallet(_ amounts: String...) -> String {
      "[" + amounts.map { #"{"coin":"A","free":"\#($0)"}"# }.joined(separator: ",") + "]"
    }
    let path = "/sapi/v1/capital/config/getall"
    #expect(try changes(path, wallet("0", "1.25"), wallet("0.125"), wallet("3.1", "0.12345678")) == [])
    #expect(
      try changes(path, wallet("0", "1.25"), wallet("0.123456789")) == [
        "2 new_scale [].free 9 decimal places, before 0, 2"
      ])
    #expect(
      try changes(path, wallet("0.00", "1.25"), wallet("0.125")) == [
        "2 new_scale [].free 3 decimal places, before 2"
      ])
  }

  @Test("an odd record on the first page of a history is not a change")
  func firstPage() throws {
    let odd = #"[{"orderId":1,"status":"NEW","trailingDelta":5}]"#
    let plain = #"[{"orderId":2,"status":"NEW"}]"#
    #expect(try changes("/api/v3/allOrders", odd, plain, "[]", odd, plain) == [])
  }

  @Test("a list that becomes empty for good is a change; filters are distinguished by their type")
  func lists() throws {
    let old = #"{"symbols":[{"permissions":["SPOT"],"filters":[{"filterType":"LOT_SIZE","a":1}]}]}"#
    let new =
      #"{"symbols":[{"permissions":[],"filters":[{"filterType":"LOT_SIZE","a":1},{"filterType":"MAX_NUM","b":1}]}]}"#
    #expect(
      try changes("/api/v3/exchangeInfo", old, new) == [
        "2 field_vanished symbols[].permissions[] last seen in event 1",
        "2 field_appeared symbols[].filters[MAX_NUM] object",
      ])
  }

  @Test("fields that no schema reads are named")
  func unread() throws {
    let found = try drift([
      (
        "/api/v3/account",
        #"{"uid":1,"canTrade":true,"balances":[{"asset":"A","free":"1","locked":"0","x":1}]}"#
      )
    ])
    #expect(found.endpoints.first?.unread.map(\.path) == ["uid", "balances[].x"])
  }

  @Test("an empty archive has no shapes; a response that is not JSON is named")
  func edges() throws {
    #expect(try drift([]).endpoints.isEmpty)
    #expect(
      try drift([("/api/v3/time", "{"), ("/api/v3/time", #"{"serverTime":1}"#)]).endpoints.first?.malformed
        == [1])
  }

  @Test(
    "the drift that docs/binance-us-api.md names is found in real responses",
    .enabled(if: Captures.areExpected))
  func captures() throws {
    let files = [
      "com.2018-09-01", "com.2020-04-02", "us.2021-04-17", "us.2021-08-14", "us.2026-09-04.one-symbol",
    ]
    let builder = try ArchiveBuilder()
    for file in files {
      try builder.record(
        "/api/v3/exchangeInfo", bytes: Captures.bytes("exchangeInfo.\(file).json"), run: file)
    }
    let found = try Drift.read(builder.log, through: 5).endpoints.flatMap(\.changes)
    func has(_ sequence: UInt64, _ kind: ShapeChange.Kind, _ path: String, _ detail: String? = nil) -> Bool {
      found.contains {
        $0.sequence == sequence && $0.kind == kind && $0.path == path
          && (detail == nil || $0.detail == detail)
      }
    }
    #expect(has(4, .fieldAppeared, "rateLimits[RAW_REQUESTS]"))
    #expect(has(2, .fieldAppeared, "rateLimits[REQUEST_WEIGHT].intervalNum"))
    #expect(has(3, .fieldAppeared, "symbols[].permissions"))
    #expect(has(5, .fieldVanished, "symbols[].permissions[]"))
    for name in [
      "permissionSets", "otoAllowed", "opoAllowed", "amendAllowed", "pegInstructionsAllowed",
      "allowTrailingStop",
      "cancelReplaceAllowed", "defaultSelfTradePreventionMode", "filters[MAX_NUM_ORDER_LISTS]",
      "filters[MAX_NUM_ORDER_AMENDS]",
    ] {
      let dot = "symbols[].\(name)"
      #expect(has(5, .fieldAppeared, dot), "\(name)")
    }
    #expect(
      found.contains { $0.sequence == 5 && $0.kind == .newValue && $0.path == "symbols[].orderTypes[]" })
  }
}
