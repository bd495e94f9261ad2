import SimulatedExchange
import SimulatedExchangeServer

/// Worlds and servers that the suites share or make.
enum Exchanges {
  static let world = SimulatedWorld(seed: 7, scale: .small)
  static let stranger = SimulatedWorld(
    seed: 7, scale: .small, account: AccountActivity(acts: 50, uid: 111_222_333))
  static let today = SimulatedTime(2026, 9, 20, 12)
  static let before = SimulatedTime(2025, 5, 28, 11)

  /// The symbol with the longest history of trades, and how many it has.
  static let busiest: (symbol: String, trades: Int) = {
    let counts = world.truth.trades(at: today).reduce(into: [String: Int]()) {
      $0[$1.symbol, default: 0] += 1
    }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return (most?.key ?? "", most?.value ?? 0)
  }()

  static func with<Result>(
    rules: ExchangeRules = ExchangeRules(), pace: SimulatedClock.Pace = .frozen,
    at time: SimulatedTime = today, keys: [ExchangeKey] = [.documented], faults: FaultPlan = .none,
    _ body: (SimulatedServer) async throws -> Result
  ) async throws -> Result {
    let server = try await SimulatedServer.start(
      world: world, rules: rules, clock: SimulatedClock(startingAt: time, pace: pace), keys: keys,
      faults: faults)
    do {
      let result = try await body(server)
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }
}
