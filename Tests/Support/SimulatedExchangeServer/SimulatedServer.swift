public import SimulatedExchange
import Synchronization

/// A simulated exchange that listens on loopback: a world, the rules before it, and what goes wrong.
///
/// Several may run in one process. Everything about one but its port and its world can be changed
/// while it runs.
public final class SimulatedServer: Sendable {
  /// Where it listens: `http://127.0.0.1:41234`.
  public let baseURL: String
  /// The port it listens on.
  public let port: Int
  private let gateway: Gateway
  private let listener: Listener

  private init(gateway: Gateway, listener: Listener) {
    self.gateway = gateway
    self.listener = listener
    port = listener.port
    baseURL = "http://127.0.0.1:\(listener.port)"
  }

  /// Starts to listen.
  ///
  /// - Parameter world: what public endpoints show, and private ones for keys without a world.
  /// - Parameter rules: limits, pace and manners.
  /// - Parameter clock: the exchange's time.
  /// - Parameter keys: the API keys it knows.
  /// - Parameter faults: what goes wrong.
  /// - Parameter port: 0 for any that is free.
  public static func start(
    world: SimulatedWorld, rules: ExchangeRules = ExchangeRules(), clock: SimulatedClock,
    keys: [ExchangeKey] = [.documented], faults: FaultPlan = .none, port: Int = 0
  ) async throws -> SimulatedServer {
    let gateway = Gateway(world: world, clock: clock, rules: rules, keys: keys, faults: faults)
    return SimulatedServer(gateway: gateway, listener: try await Listener.open(gateway: gateway, port: port))
  }

  /// Stops listening and ends every connection, stalled ones too. Requests stay readable.
  public func stop() async {
    await listener.close()
  }

  /// The exchange's time, which a test may move.
  public var clock: SimulatedClock { gateway.clock }

  /// What is really so; look at it at `clock.worldTime`.
  public var truth: WorldTruth { gateway.world.truth }

  /// Every request so far.
  public var requests: RequestLog {
    gateway.state.withLock { $0.log }
  }

  /// The rules in force.
  public var rules: ExchangeRules {
    get { gateway.state.withLock { $0.rules } }
    set { gateway.state.withLock { $0.rules = newValue } }
  }

  /// Lets other things go wrong from now on; counting begins anew.
  public func inject(_ faults: FaultPlan) {
    gateway.state.withLock { $0.faults = FaultDraw(faults) }
  }

  /// Replaces the keys that the exchange knows: a rotation, or a revocation.
  public func replaceKeys(_ keys: [ExchangeKey]) {
    let table = Dictionary(keys.map { ($0.key, $0) }) { _, last in last }
    gateway.state.withLock { $0.keys = table }
  }

  /// Spends weight of this minute, as another program on the same address would.
  public func spend(weight: Int) {
    let time = gateway.clock.reading.meter
    gateway.state.withLock { $0.meter.spend(weight, rules: $0.rules, at: time) }
  }
}
