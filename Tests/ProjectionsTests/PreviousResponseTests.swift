import BinanceUS
import EventLog
import EventModel
import TestKit
import Testing

@testable import Projections
@testable import Replay

/// Records that repeat the response before. That their rows are the right ones is for the laws of
/// replays to say; here, that they are known again, and when they are not.
@Suite("Records that repeat the response before")
struct PreviousResponseTests {
  /// What stands for each row's content, response by response.
  private func contents(_ bodies: [String], of endpoint: String, into table: String) throws -> [[UInt64]] {
    try batches(bodies, of: endpoint, into: table).map(\.contents)
  }

  private func batches(_ bodies: [String], of endpoint: String, into table: String) throws -> [RowBatch] {
    let archive = try ArchiveBuilder()
    for (place, body) in bodies.enumerated() { try archive.record(endpoint, body, run: "run-\(place)") }
    let plan = try ReplayPlan(
      schema: TableCatalogue.latest, only: [table], through: archive.last, jobs: 1, sink: MemorySink())
    let merge = FeedMerge(log: archive.log, plan: plan, omitted: .none, pool: BatchPool())
    var batches: [RowBatch] = []
    while let next = try merge.next() { batches.append(next.batch) }
    return batches
  }

  private func ticker(_ symbol: String, _ price: String) -> String {
    "{\"symbol\":\"\(symbol)\",\"lastPrice\":\"\(price)\",\"openTime\":1795409624123}"
  }

  @Test("a record keeps its number while it stays as it is, wherever in the body it stands")
  func known() throws {
    let (a, b, c) = (ticker("A", "1"), ticker("B", "2"), ticker("C", "3"))
    let found = try contents(
      ["[\(a),\(b),\(c)]", "[ \(a) ,\n\(b),\(c)]", "[\(a),\(ticker("B", "2.5")),\(c)]"],
      of: "/api/v3/ticker/24hr", into: "ticker_price")
    #expect(found[0] == [1, 2, 3])
    #expect(found[1] == found[0])
    #expect(found[2] == [1, 4, 3])
  }

  @Test("what becomes no row is read again each time")
  func notKept() throws {
    let found = try contents(
      ["[7,\(ticker("B", "2")),{}]", "[7,\(ticker("B", "2")),{}]", "[\(ticker("B", "2")),7]"],
      of: "/api/v3/ticker/24hr", into: "ticker_price")
    #expect(found == [[1], [1], [2]])
  }

  @Test("nothing is known after a body that was refused")
  func refused() throws {
    let body = "[\(ticker("A", "1"))]"
    let found = try contents([body, body + "x", body], of: "/api/v3/ticker/24hr", into: "ticker_price")
    #expect(found == [[1], [], [2]])
  }

  @Test("pages of a history are always read")
  func histories() throws {
    let page = "[{\"symbol\":\"B\",\"id\":1,\"orderId\":1}]"
    #expect(try contents([page, page], of: "/api/v3/myTrades", into: "trade") == [[0], [0]])
  }

  @Test("what stands once in a response comes from that response")
  func envelope() throws {
    let balances = "\"balances\":[{\"asset\":\"A\",\"free\":\"1\",\"locked\":\"0\"}]"
    let found = try batches(
      ["{\(balances),\"canTrade\":true}", "{\(balances)}", "{\(balances),\"canTrade\":false}"],
      of: "/api/v3/account", into: "account_balance")
    let column = try #require(found[0].table.index(of: "canTrade"))
    let cells = found.map { $0.row(0)[column] }
    #expect(cells.map(\.kind) == [.integer, .null, .integer])
    #expect([cells[0].payload, cells[2].payload] == [1, 0])
  }

  @Test("a batch that is filled again is no response before itself")
  func sameBatch() throws {
    let archive = try ArchiveBuilder()
    let bodies = ["[\(ticker("A", "1"))]", "[\(ticker("A", "1"))]", "[\(ticker("A", "2"))]"]
    for body in bodies { try archive.record("/api/v3/ticker/24hr", body) }
    let definition = try #require(TableCatalogue.latest.tables.first { $0.schema.name == "ticker_price" })
    let projection = ResponseProjection(definition)
    var reader = BodyReader()
    var contents: [[UInt64]] = []
    for sequence in 1...UInt64(3) {
      try archive.log.read { (snapshot: borrowing Snapshot) in
        let rows = projection.rows(
          of: try snapshot.header(of: sequence), endpoint: .ticker24h,
          body: try reader.body(of: sequence, in: snapshot))
        contents.append(rows.contents)
      }
    }
    #expect(contents == [[1], [2], [3]])
  }

  @Test("a batch that is still looked at is not given out again")
  func pool() throws {
    let definition = try #require(TableCatalogue.latest.tables.first)
    let pool = BatchPool()
    var held: RowBatch? = pool.take(for: definition.schema)
    let first = ObjectIdentifier(try #require(held))
    pool.giveBack(try #require(held))
    let other = pool.take(for: definition.schema)
    #expect(ObjectIdentifier(other) != first)
    held = nil
    #expect(ObjectIdentifier(pool.take(for: definition.schema)) == first)
  }
}
