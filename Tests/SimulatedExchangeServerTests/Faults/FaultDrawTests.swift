import Testing

@testable import SimulatedExchangeServer

@Suite("Faults by plan")
struct FaultDrawTests {
  private let trades = "/api/v3/myTrades"

  private func strikes(_ plan: FaultPlan, _ queries: [String]) -> [FaultKind?] {
    var draw = FaultDraw(plan)
    return queries.map {
      draw.strike(path: trades, query: RawQuery($0), rule: EndpointRule.of(trades))?.kind
    }
  }

  private func pattern(_ timing: Fault.Timing) -> [Bool] {
    strikes([Fault(.busy, .any, timing)], (0..<5).map { "symbol=A&fromId=\($0)" }).map { $0 != nil }
  }

  @Test("strike when their timing says")
  func timing() {
    #expect(pattern(.always) == [true, true, true, true, true])
    #expect(pattern(.once) == [true, false, false, false, false])
    #expect(pattern(.first(2)) == [true, true, false, false, false])
    #expect(pattern(.nth(3)) == [false, false, true, false, false])
    #expect(pattern(.after(3)) == [false, false, false, true, true])
    #expect(pattern(.perMille(0)) == [false, false, false, false, false])
    #expect(pattern(.perMille(1000)) == [true, true, true, true, true])
  }

  @Test("strike only what they are for")
  func targets() {
    let plan: FaultPlan = [
      Fault(.busy, .symbol("A")), Fault(.echo, .init(parameters: ["fromId": "0"])),
      Fault(.badGateway, .path("/api/v3/account")),
    ]
    let queries = ["symbol=A&fromId=0", "symbol=B&fromId=0", "symbol=B&fromId=1"]
    #expect(strikes(plan, queries) == [.busy, .echo, nil])
    var draw = FaultDraw([Fault(.emptyPage), Fault(.invalidSymbol), Fault(.ahead)])
    let time = "/api/v3/time"
    #expect(draw.strike(path: time, query: RawQuery(""), rule: EndpointRule.of(time))?.kind == nil)
  }

  @Test("of a rate depend on seed, request and turn, not on what is requested in between")
  func rates() {
    let requests = (0..<200).map { "symbol=S\($0 % 40)&fromId=0&timestamp=\($0)" }
    func struck(_ seed: UInt64, _ order: [String]) -> [String: Int] {
      let plan = FaultPlan(seed: seed, [Fault(.busy, .any, .perMille(300))])
      return zip(order, strikes(plan, order)).reduce(into: [:]) { counts, pair in
        if pair.1 != nil { counts[RawQuery(pair.0).canonical, default: 0] += 1 }
      }
    }
    #expect(struck(1, requests) == struck(1, requests.reversed()))
    #expect(struck(1, requests) != struck(2, requests))
    #expect((30...90).contains(struck(1, requests).values.reduce(0, +)))
  }

  @Test("have names of their own, each found again")
  func names() {
    #expect(Set(FaultKind.named.map(\.name)).count == FaultKind.named.count)
    for (name, kind) in FaultKind.named { #expect(kind.name == name) }
    #expect(FaultKind.slow(milliseconds: 7).name == "slow")
  }

  @Test("take pages apart at their rows")
  func rows() throws {
    let page = try #require(RowPage(Array(#"[{"a":"],\"{","id":12},{"b":[1,2],"id":7}]"#.utf8)))
    #expect(page.rows.count == 2)
    #expect(page.number("id", row: 0) == 12)
    #expect(String(decoding: page.body(ofFirst: 1), as: UTF8.self) == #"[{"a":"],\"{","id":12}]"#)
    #expect(RowPage(Array("[]".utf8))?.rows.isEmpty == true)
    #expect(RowPage(Array("{}".utf8)) == nil)
  }
}
