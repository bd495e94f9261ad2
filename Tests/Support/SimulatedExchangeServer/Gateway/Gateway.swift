import SimulatedExchange
import Synchronization

/// Everything between a connection and the world: who may send requests, what they cost, what goes wrong.
///
/// It knows requests and replies as values; sending is somebody else's.
final class Gateway: Sendable {
  /// What can change while requests come in.
  struct State {
    var rules: ExchangeRules
    var keys: [String: ExchangeKey]
    var faults: FaultDraw
    var meter = WeightMeter()
    var log = RequestLog()
    var inFlight = 0
    /// The last signed requests, for faults that quote them.
    var signed: [(target: String, key: String)] = []
  }

  /// What was decided about a request on its arrival.
  struct Admission {
    let number: Int
    let request: IncomingRequest
    let path: String
    let query: RawQuery
    let rule: EndpointRule?
    let now: SimulatedClock.Reading
    let rules: ExchangeRules
    let keys: [String: ExchangeKey]
    let limit: Int
    var strike: FaultDraw.Strike?
    var verdict = WeightMeter.Verdict.admitted
    var used = 0
  }

  let world: SimulatedWorld
  let clock: SimulatedClock
  let state: Mutex<State>
  private let startedAt = ContinuousClock.now

  init(
    world: SimulatedWorld, clock: SimulatedClock, rules: ExchangeRules, keys: [ExchangeKey],
    faults: FaultPlan
  ) {
    self.world = world
    self.clock = clock
    let table = Dictionary(keys.map { ($0.key, $0) }) { _, last in last }
    state = Mutex(State(rules: rules, keys: table, faults: FaultDraw(faults)))
  }

  /// The response to a request, and its number; `finish` must follow when it was sent or given up.
  func receive(_ request: IncomingRequest) -> (number: Int, reply: Reply) {
    let now = clock.reading
    let admission = state.withLock { admit(request, at: now, &$0) }
    var reply = reply(to: admission)
    reply.delay += admission.rules.latency
    if admission.rules.compresses, request.acceptsGzip { reply = Gzip.compress(reply) }
    state.withLock { state in
      state.log.records[admission.number - 1].status = reply.status
      state.log.records[admission.number - 1].pause = reply.pause
    }
    return (admission.number, reply)
  }

  /// Notes that nothing more is sent to a request.
  func finish(_ number: Int) {
    let passed = ContinuousClock.now - startedAt
    state.withLock { state in
      state.inFlight -= 1
      state.log.records[number - 1].finishedAfter = passed
    }
  }

  /// Whether a fault closes a connection before anything is read from it.
  func closesOnAccept(connection: Int) -> Bool {
    state.withLock { $0.faults.strikeOnAccept(connection: connection) != nil }
  }

  private func admit(
    _ request: IncomingRequest, at now: SimulatedClock.Reading, _ state: inout State
  ) -> Admission {
    let path = request.path
    let query = request.query
    let rule = EndpointRule.of(path)
    state.inFlight += 1
    var record = RequestRecord(
      number: state.log.records.count + 1, connection: request.connection,
      arrivedAfter: ContinuousClock.now - startedAt, time: now.day, meterTime: now.meter, path: path,
      query: query.canonical, symbol: query.value("symbol"),
      hasKey: request.header("x-mbx-apikey") != nil, inFlight: state.inFlight)
    var admission = Admission(
      number: record.number, request: request, path: path, query: query, rule: rule, now: now,
      rules: state.rules, keys: state.keys,
      limit: state.rules.weightLimit ?? (now.day >= EndpointRule.upgrade ? 6000 : 1200))
    if query.has("signature") {
      state.signed = state.signed.suffix(99) + [(request.target, request.header("x-mbx-apikey") ?? "")]
    }
    admission.strike = state.faults.strike(path: path, query: query, rule: rule)
    record.fault = admission.strike?.kind.name
    if admission.strike?.kind.comesBeforeEngine != true {
      record.weight = rule?.weight(of: query, path: path, at: now.world) ?? 1
      admission.verdict = state.meter.admit(
        weight: record.weight, limit: admission.limit, rules: state.rules, at: now.meter)
    }
    admission.used = state.meter.used(rules: state.rules, at: now.meter)
    record.usedWeight = admission.used
    state.log.records.append(record)
    return admission
  }

  private func reply(to admission: Admission) -> Reply {
    let isBeforeEngine = admission.strike?.kind.comesBeforeEngine ?? false
    if let strike = admission.strike, isBeforeEngine { return reply(to: admission, struckBy: strike) }
    var reply = refusalForWeight(admission) ?? refusalForShape(admission)
    if reply == nil, let strike = admission.strike {
      reply = self.reply(to: admission, struckBy: strike)
    }
    var final = reply ?? correctResponse(to: admission)
    if !final.headers.contains(where: { $0.value == "CloudFront" }) {
      let names = Set(final.headers.map { $0.name.lowercased() })
      final.headers += weightHeaders(admission).filter { !names.contains($0.name) }
    }
    return final
  }

  private func refusalForWeight(_ admission: Admission) -> Reply? {
    let pause: Duration
    let refusal: GatewayRefusal
    switch admission.verdict {
    case .admitted: return nil
    case .limited(let left):
      pause = left
      refusal = .tooMuchWeight(limit: admission.limit, window: admission.rules.weightWindow)
    case .banned(let left):
      pause = left
      refusal = .banned(
        untilMilliseconds: admission.now.day.adding(milliseconds: left.wholeMilliseconds).milliseconds)
    }
    var reply = Reply.refusal(refusal, number: admission.number)
    reply.pause = pause
    switch admission.rules.retryAfter {
    case .exact: reply.headers.append(("Retry-After", "\(pause.secondsRoundedUp)"))
    case .zero: reply.headers.append(("Retry-After", "0"))
    case .text(let text): reply.headers.append(("Retry-After", text))
    case .absent: break
    }
    return reply
  }

  /// What the content network and the framework refuse whatever it is about.
  private func refusalForShape(_ admission: Admission) -> Reply? {
    guard admission.request.method == "GET" else {
      return .json(
        405,
        Array(#"{"status":405,"error":"Method Not Allowed","path":"\#(admission.path)"}"#.utf8),
        number: admission.number)
    }
    return admission.request.hasBody ? .page(403, ErrorPage.badRequest) : nil
  }

  private func weightHeaders(_ admission: Admission) -> [(name: String, value: String)] {
    let used = "\(admission.used)"
    var headers = [(name: "x-mbx-used-weight", value: used), (name: "x-mbx-used-weight-1m", value: used)]
    let header = WeightInterval(admission.rules.weightWindow).header
    if header != headers[1].name { headers.append((header, used)) }
    return headers
  }
}
