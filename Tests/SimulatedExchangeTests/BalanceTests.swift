import Foundation
import SimulatedExchange
import Testing

@Suite struct BalanceTests {
  /// Hundred-millionths of a decimal text.
  static func units(_ text: String) -> Int64 {
    let parts = text.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let digits = parts[0] + fraction + String(repeating: "0", count: 8 - fraction.count)
    return Int64(digits) ?? .min
  }

  @Test("balances are what deposits, trades and commissions make", arguments: [WorldScale.small, .full])
  func sums(scale: WorldScale) throws {
    let world = scale == .small ? Worlds.small : Worlds.full
    let now = Worlds.today
    var sums: [String: Int64] = [:]
    let symbols = Dictionary(uniqueKeysWithValues: world.truth.symbols(at: now).map { ($0.symbol, $0) })
    for trade in world.truth.trades(at: now) {
      let symbol = try #require(symbols[trade.symbol])
      let sign: Int64 = trade.isBuyer ? 1 : -1
      sums[symbol.baseAsset, default: 0] += sign * BalanceTests.units(trade.quantity)
      sums[symbol.quoteAsset, default: 0] -= sign * BalanceTests.units(trade.quoteQuantity)
      sums[trade.commissionAsset, default: 0] -= BalanceTests.units(trade.commission)
    }
    for movement in world.truth.movements(at: now) {
      sums[movement.asset, default: 0] += BalanceTests.units(movement.amount) * movement.sign
    }
    for balance in world.truth.balances(at: now) {
      let total = BalanceTests.units(balance.free) + BalanceTests.units(balance.locked)
      #expect(total == sums[balance.asset] ?? 0, "\(balance.asset)")
    }
  }

  @Test("every seed makes a world that lives through", arguments: 0..<24 as Range<UInt64>)
  func manySeeds(seed: UInt64) {
    let scale = seed % 8 == 0 ? WorldScale.full : .small
    let truth = SimulatedWorld(seed: seed, scale: scale, account: AccountActivity(acts: 900)).truth
    let now = SimulatedTime(2027, 6, 1)
    #expect(truth.orders(at: now).count > 900)
    #expect(truth.balances(at: now).allSatisfy { !$0.free.hasPrefix("-") && !$0.locked.hasPrefix("-") })
  }

  @Test("an account may open after the dollar came back, or never act")
  func otherAccounts() throws {
    let late = AccountActivity(
      acts: 50, from: SimulatedTime(2026, 9, 1), through: SimulatedTime(2026, 9, 10))
    let world = SimulatedWorld(seed: 5, scale: .small, account: late)
    #expect(world.truth.trades(at: Worlds.today).count > 20)
    #expect(world.truth.trades(at: SimulatedTime(2026, 8, 31)).isEmpty)
    let idle = SimulatedWorld(seed: 5, scale: .small, account: .unused)
    #expect(idle.truth.balances(at: Worlds.today).allSatisfy { $0.isZero })
    #expect(try idle.rows("/api/v3/myTrades", [("symbol", "BTCUSDT")], at: Worlds.today).isEmpty)
    #expect(try idle.object("/api/v3/account", at: Worlds.today).list("balances").count == 10)
  }

  @Test("locked money is what open orders hold")
  func locked() throws {
    let world = Worlds.full
    for time in [SimulatedTime(2020, 3, 3), SimulatedTime(2022, 5, 5), Worlds.today] {
      var held: [String: Int64] = [:]
      for row in try world.rows("/api/v3/openOrders", at: time) {
        guard row["isWorking"] as? Bool == true || row.number("orderListId") == -1 else { continue }
        let symbol = try #require(
          world.truth.symbols(at: time).first { $0.symbol == row.text("symbol") })
        let rest =
          BalanceTests.units(row.text("origQty")) - BalanceTests.units(row.text("executedQty"))
        if row.text("side") == "SELL" {
          held[symbol.baseAsset, default: 0] += rest
        } else {
          let places = row.text("price").split(separator: ".")[1].count
          let grain: Int128 = places == 4 ? 1_000_000_000_000 : 100_000_000
          let price = Int128(BalanceTests.units(row.text("price")))
          let product = price * Int128(BalanceTests.units(row.text("origQty")))
          let cost = Int64(product / grain) * (places == 4 ? 10_000 : 1)
          held[symbol.quoteAsset, default: 0] +=
            cost - BalanceTests.units(row.text("cummulativeQuoteQty"))
        }
      }
      for balance in world.truth.balances(at: time) {
        #expect(BalanceTests.units(balance.locked) == held[balance.asset] ?? 0, "\(balance.asset)")
      }
    }
  }

  @Test("the account shows every known asset, zeros included, as the truth has it")
  func account() throws {
    for era in Era.allCases {
      let rows = try Worlds.full.object("/api/v3/account", at: era.sampleTime).list("balances")
      let truth = Worlds.full.truth.balances(at: era.sampleTime)
      #expect(rows.map { $0.text("asset") } == truth.map(\.asset))
      #expect(rows.map { $0.text("free") } == truth.map(\.free))
      #expect(rows.map { $0.text("locked") } == truth.map(\.locked))
    }
    let now = Worlds.full.truth.balances(at: Worlds.today)
    #expect((240...250).contains(now.count))
    #expect(now.contains { $0.isZero })
    #expect(now.contains { $0.asset == "USD4" && !$0.isZero })
    #expect(now.contains { $0.asset == "USD" } && now.contains { $0.asset == "123" })
  }

  @Test("coins are bought and sold out completely", arguments: [WorldScale.small, .full])
  func soldOut(scale: WorldScale) {
    let truth = (scale == .small ? Worlds.small : Worlds.full).truth
    let symbols = truth.symbols(at: Worlds.today)
    let traded = Set(truth.trades(at: Worlds.today).map(\.instrument)).map { symbols[$0].baseAsset }
    let gone = truth.balances(at: Worlds.today).filter { $0.isZero && traded.contains($0.asset) }
    #expect(!gone.isEmpty)
  }

  @Test("commissions are paid in base, quote and BNB; the old dollar's are rounded to its tick")
  func commissions() throws {
    let truth = Worlds.full.truth
    let symbols = truth.symbols(at: Worlds.today)
    var kinds: Set<String> = []
    for trade in truth.trades(at: Worlds.today) {
      let symbol = symbols[trade.instrument]
      let asset = trade.commissionAsset
      kinds.insert(asset == symbol.baseAsset ? "base" : asset == symbol.quoteAsset ? "quote" : asset)
      if asset == "USD4", trade.symbol == "BTCUSD4" { #expect(trade.commission.hasSuffix("00")) }
    }
    #expect(kinds == ["base", "quote", "BNB"])
  }

  @Test("both sides of a self trade are rows of one id")
  func selfTrades() throws {
    for world in [Worlds.small, Worlds.full] {
      let trades = world.truth.trades(at: Worlds.today)
      let groups = Dictionary(grouping: trades) { [Int64($0.instrument), $0.id] }
      let doubles = groups.values.filter { $0.count > 1 }
      #expect(!doubles.isEmpty)
      for pair in doubles {
        #expect(pair.count == 2 && pair[0].orderId != pair[1].orderId)
        #expect(pair[0].isBuyer != pair[1].isBuyer && pair[0].isMaker != pair[1].isMaker)
      }
    }
  }

  @Test("executed quantities are the sums of the trades")
  func executed() throws {
    let truth = Worlds.full.truth
    var sums: [[Int64]: Int64] = [:]
    for trade in truth.trades(at: Worlds.today) {
      sums[[Int64(trade.instrument), trade.orderId], default: 0] += BalanceTests.units(trade.quantity)
    }
    for order in truth.orders(at: Worlds.today) {
      let executed = BalanceTests.units(order.executedQuantity)
      #expect(executed == sums[[Int64(order.instrument), order.orderId]] ?? 0)
      let original = BalanceTests.units(order.originalQuantity)
      #expect(order.status != "FILLED" || executed == original)
      #expect(executed <= original)
    }
  }
}
