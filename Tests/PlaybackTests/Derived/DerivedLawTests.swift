import BinanceUS
import EventLog
import EventModel
import SimulatedExchange
import SyncKit
import TestKit
import Testing

@testable import Playback

/// Requests at random, of every kind that responses are made for.
private struct RequestDice {
  var random: SeededGenerator
  let symbols: [String]
  let trades: [WorldTruth.TradeRow]
  let orders: [WorldTruth.OrderRow]

  mutating func roll() -> (path: String, query: [(String, String)]) {
    let symbol = symbols[Int(clamping: random.next() % UInt64(symbols.count))]
    var query = [("symbol", symbol)]
    switch random.next() % 9 {
    case 0: return ("/api/v3/ticker/24hr", query)
    case 1: return ("/api/v3/exchangeInfo", query)
    case 2:
      let other = symbols[Int(clamping: random.next() % UInt64(symbols.count))]
      let names = other == symbol ? "[\"\(symbol)\"]" : "[\"\(other)\",\"\(symbol)\"]"
      let path = random.next() % 2 == 0 ? "/api/v3/ticker/24hr" : "/api/v3/exchangeInfo"
      return (path, [("symbols", names)])
    case 3:
      let mine = orders.filter { $0.symbol == symbol }
      guard let order = pick(mine) else { return ("/api/v3/order", query + [("orderId", "1")]) }
      return ("/api/v3/order", query + [("orderId", "\(order.orderId)")])
    case 4, 5:
      let mine = orders.filter { $0.symbol == symbol }
      let seen = pick(mine).map { ($0.orderId, $0.updateTime.milliseconds, $0.orderId) }
      query += conditions(seen, cursor: "orderId", order: nil)
      return ("/api/v3/allOrders", query)
    default:
      let mine = trades.filter { $0.symbol == symbol }
      let seen = pick(mine).map { ($0.id, $0.time.milliseconds, $0.orderId) }
      query += conditions(seen, cursor: "fromId", order: "orderId")
      return ("/api/v3/myTrades", query)
    }
  }

  private mutating func pick<T>(_ all: [T]) -> T? {
    all.isEmpty ? nil : all[Int(clamping: random.next() % UInt64(all.count))]
  }

  /// Around a record that there is: from it, its neighbours, its time, its order.
  private mutating func conditions(
    _ seen: (id: Int64, time: Int64, order: Int64)?, cursor: String, order: String?
  ) -> [(String, String)] {
    let seen = seen ?? (id: 1000, time: 1_700_000_000_000, order: 1000)
    let near = Int64(clamping: random.next() % 3) &- 1
    var query: [(String, String)] = []
    switch random.next() % 8 {
    case 0: query = [(cursor, "\(seen.id &+ near)")]
    case 1: query = [(cursor, "\(random.next() % 2)")]
    case 2: query = [("startTime", "\(seen.time &+ near)")]
    case 3: query = [("endTime", "\(seen.time &+ near)")]
    case 4: query = [("startTime", "\(seen.time &+ near &- 3_600_000)"), ("endTime", "\(seen.time &+ near)")]
    case 5: query = order.map { [($0, "\(seen.order)")] } ?? []
    case 6: query = order.map { [($0, "\(seen.order)"), (cursor, "\(seen.id)")] } ?? []
    default: break
    }
    if random.next() % 3 > 0 { query.append(("limit", "\(1 &+ random.next() % 60)")) }
    return query
  }
}

@Suite("Responses made from others")
struct DerivedLawTests {
  @Test("each is, byte for byte, what the exchange itself would send", arguments: [1, 2] as [UInt64])
  func law(seed: UInt64) async throws {
    let exchange = try await RecordedExchange(seed: seed, account: AccountActivity(acts: 900), days: 3)
    let playback = try Playback.of(exchange.archive)
    let truth = exchange.world.truth
    var dice = RequestDice(
      random: SeededGenerator(seed: seed), symbols: truth.symbols(at: exchange.moment).map(\.symbol),
      trades: truth.trades(at: exchange.moment), orders: truth.orders(at: exchange.moment))
    var (made, refused) = (0, 0)
    for _ in 1...3000 {
      let (path, query) = dice.roll()
      let target = path + "?" + query.map { "\($0.0)=\(Percent.encoded($0.1))" }.joined(separator: "&")
      let reply = await playback.get(target)
      let right = exchange.truth(path, query)
      if right.status != 200 {
        #expect(reply.status != 200, "\(target), seed \(seed)")
      } else if reply.status == 200 {
        let isEqual = reply.text == String(decoding: right.body, as: UTF8.self)
        #expect(isEqual, "\(target), seed \(seed): \(reply.text.prefix(200)) \(right.body.count)")
        made += reply.isDerived ? 1 : 0
      } else {
        refused += 1
      }
    }
    #expect(made > 2000, "\(made) made, \(refused) refused")
    #expect(refused == 0, "\(made) made, \(refused) refused")
  }

  @Test("where walks broke off, only what is proven is given", arguments: [3, 4] as [UInt64])
  func partial(seed: UInt64) async throws {
    let exchange = try await RecordedExchange(seed: seed, account: AccountActivity(acts: 900), days: 1)
    // Half of the pages are lost: what is left may prove much, or nothing.
    var random = SeededGenerator(seed: seed)
    let part = try ArchiveBuilder()
    try part.append(try exchange.archive.events().filter { _ in random.next() % 2 == 0 })
    let playback = try Playback.of(part)
    let truth = exchange.world.truth
    var dice = RequestDice(
      random: SeededGenerator(seed: seed), symbols: truth.symbols(at: exchange.moment).map(\.symbol),
      trades: truth.trades(at: exchange.moment), orders: truth.orders(at: exchange.moment))
    var (made, refused) = (0, 0)
    for _ in 1...2000 {
      let (path, query) = dice.roll()
      let target = path + "?" + query.map { "\($0.0)=\(Percent.encoded($0.1))" }.joined(separator: "&")
      let reply = await playback.get(target)
      guard reply.status == 200 else {
        refused += 1
        continue
      }
      made += 1
      let right = exchange.truth(path, query)
      #expect(reply.text == String(decoding: right.body, as: UTF8.self), "\(target), seed \(seed)")
    }
    #expect(made > 50 && refused > 50, "\(made) made, \(refused) refused")
  }

  @Test("pages of a busy symbol are put together over the ends of recorded ones")
  func busy() async throws {
    let exchange = try await RecordedExchange(seed: 2026, account: .ordinary, days: 2)
    let playback = try Playback.of(exchange.archive)
    let trades = exchange.world.truth.trades(at: exchange.moment)
    let counts = Dictionary(grouping: trades, by: \.symbol)
    let busiest = try #require(counts.max { $0.value.count < $1.value.count })
    #expect(busiest.value.count > 1100)
    for place in stride(from: 0, to: busiest.value.count, by: 37) {
      let query = [("symbol", busiest.key), ("fromId", "\(busiest.value[place].id)"), ("limit", "130")]
      let reply = await playback.get("/api/v3/myTrades?symbol=\(busiest.key)&fromId=\(query[1].1)&limit=130")
      #expect(reply.text == String(decoding: exchange.truth("/api/v3/myTrades", query).body, as: UTF8.self))
    }
  }

  @Test("where a name has passed to another market, the old one's trades are not mixed in")
  func reusedName() async throws {
    let days = (20...24).map { SimulatedTime(2026, 9, $0, 12, 0, 0) }
    let exchange = try await RecordedExchange(
      seed: 2026, account: AccountActivity(acts: 900), moments: [SimulatedTime(2022, 11, 21, 12, 0, 0)] + days
    )
    let playback = try Playback.of(exchange.archive)
    for symbol in ["BTCUSD", "BTCUSD4", "ETHUSD", "ETHUSD4"] {
      let reply = await playback.get("/api/v3/myTrades?symbol=\(symbol)&limit=77")
      let right = exchange.truth("/api/v3/myTrades", [("symbol", symbol), ("limit", "77")])
      #expect(right.status == 200)
      #expect(reply.text == String(decoding: right.body, as: UTF8.self), "\(symbol)")
    }
    // While the responses contradict one another, none is made.
    let after = try exchange.archive.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.runs().sorted { $0.firstSequence < $1.firstSequence }[1].lastSequence
    }
    let between = try Playback.of(exchange.archive) { $0.through = after }
    #expect(await between.get("/api/v3/myTrades?symbol=BTCUSD&limit=77").status == 404)
  }
}
