import ArgumentParser
import Glibc
import SimulatedExchange
import SimulatedExchangeServer

/// A simulated Binance.US on loopback, for trying the archive without an account.
@main
struct SimulatedExchangeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulated-exchange",
    abstract: "Serve a simulated Binance.US on loopback, out of a seed.",
    discussion: """
      The first line on stdout is the base URL. GET /__world/advance?hours=N lets time pass; the real \
      exchange has no such thing. SIGINT and SIGTERM stop it.

      Kinds of faults: \(FaultKind.named.map(\.name).joined(separator: ", ")).

      Exit codes: 0 stopped, 1 failed, 64 wrong usage.
      """)

  @Option(help: "Where to listen on 127.0.0.1; 0 for any free port.")
  var port = 0
  @Option(help: "What the world, and the luck of faults, are drawn from.")
  var seed: UInt64 = 2026
  @Option(help: "small: a dozen symbols; full: some 600.")
  var scale = Scale.small
  @Option(help: "How busy the account was.")
  var activity = Activity.light
  @Flag(help: "Also a market whose symbol is not ASCII, LUNA中USD.")
  var foreignNames = false
  @Option(help: "The exchange's time, as 2026-09-20T12:00:00Z or 2026-09-20.")
  var time: String?
  @Option(
    help: "A moment in an age of the API instead: \(Era.allCases.map(\.rawValue).joined(separator: ", ")).")
  var era: Era?
  @Option(help: "run: the world goes on with real time; stand: only when set.")
  var clock = Pace.run
  @Option(help: "Request weight a minute, instead of the exchange's own.")
  var weightLimit: Int?
  @Option(help: "How long every response takes at least.")
  var latencyMs = 0
  @Option(name: .customLong("fault"), help: "KIND or KIND:RATE, the rate from 0 to 1; may be given often.")
  var faults: [String] = []
  @Option(help: "The API key it knows, 64 letters and digits; the documentation's own unless given.")
  var key: String?
  @Option(help: "The secret of --key.")
  var secret: String?

  func validate() throws {
    guard (key == nil) == (secret == nil) else {
      throw ValidationError("--key and --secret go together.")
    }
    guard time == nil || era == nil else { throw ValidationError("Give --time or --era, not both.") }
    _ = try startTime
    _ = try faultPlan
  }

  func run() async throws {
    let stopped = StopSignals()
    let world = SimulatedWorld(
      seed: seed, scale: scale.value, account: activity.value, names: foreignNames ? .foreign : .ascii)
    let server = try await SimulatedServer.start(
      world: world,
      rules: ExchangeRules(
        weightLimit: weightLimit, latency: .milliseconds(latencyMs), servesControl: true),
      clock: SimulatedClock(startingAt: try startTime, pace: clock.value),
      keys: [exchangeKey], faults: try faultPlan, port: port)
    Self.say(server.baseURL, on: 1)
    Self.say(
      "A simulated exchange, seed \(seed), at \(server.clock.worldTime). API key \(exchangeKey.key)"
        + (secret == nil ? ", secret \(exchangeKey.secret) (both from the exchange's documentation)." : "."),
      on: 2)
    await stopped.wait()
    await server.stop()
  }

  private var startTime: SimulatedTime {
    get throws {
      if let era { return era.sampleTime }
      guard let time else { return SimulatedTime(2026, 9, 20, 12) }
      guard let parsed = SimulatedTime(iso8601: time) else {
        throw ValidationError("'\(time)' is no time; write 2026-09-20T12:00:00Z.")
      }
      return parsed
    }
  }

  private var faultPlan: FaultPlan {
    get throws {
      FaultPlan(seed: seed, try faults.map { try Fault(argument: $0) })
    }
  }

  private var exchangeKey: ExchangeKey {
    guard let key, let secret else { return .documented }
    return ExchangeKey(key: key, secret: secret)
  }

  /// Writes a line at once, so that a script that waits for it is not kept waiting by a buffer.
  private static func say(_ line: String, on descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
