import BinanceUS
import EventLog

/// Asks the exchange: paced, signed, stored before it is looked at, and asked again where that
/// helps.
final class ExchangeClient: Sendable {
  /// What came of a question after all attempts.
  struct Outcome: Sendable {
    let header: EventHeader
    let body: [UInt8]
    let verdict: Verdict
  }

  private let transport: CurlTransport
  private let base: BaseURL
  private let signer: RequestSigner?
  /// Knows every secret that this run has sent, or could.
  private let scrubber: SecretScrubber
  private let recorder: Recorder
  let pacer: Pacer
  let clock: ExchangeClock
  private let policy: RetryPolicy
  private let window: Int
  private let stop: StopSignal
  private let ledger: RunLedger
  private let progress: ProgressTeller

  init(
    transport: CurlTransport, base: BaseURL, credentials: Credentials?, recorder: Recorder,
    pacer: Pacer, clock: ExchangeClock, settings: SyncSettings, ledger: RunLedger,
    progress: ProgressTeller
  ) {
    self.transport = transport
    self.base = base
    signer = credentials.map { RequestSigner($0) }
    scrubber = SecretScrubber(credentials.map { [$0.key, $0.secret] } ?? [])
    self.recorder = recorder
    self.pacer = pacer
    self.clock = clock
    policy = settings.retries
    window = settings.receiveWindowMilliseconds
    stop = settings.stop
    self.ledger = ledger
    self.progress = progress
  }

  /// Asks until there is a good answer, a verdict that asking again does not change, or the
  /// attempts are used up. Every attempt is an event.
  func ask(_ request: ExchangeRequest, for source: Source) async throws -> Outcome {
    var (attempt, retries, clockReadings) = (0, 0, 0)
    while true {
      attempt += 1
      let (outcome, reception, refusals) = try await attemptOnce(request, attempt: attempt, source: source)
      switch outcome.verdict {
      case .passing where retries < policy.retries:
        retries += 1
        try await noteRetry(source, outcome)
        let pause = policy.pause(before: retries + 1, random: Int.random(in: 0..<1000))
        try await stop.sleep(for: pause)
      case .slowDown:
        if case .refused(let end) = reception, refusals >= policy.refusalsInARow {
          throw RunStop.tooManyRequests(
            source, RunLedger.words(outcome), until: end, sequence: outcome.header.sequence)
        }
        try await noteRetry(source, outcome)
      case .clockOff where clockReadings < policy.clockReadings && request.endpoint != .time:
        clockReadings += 1
        try await noteRetry(source, outcome)
        _ = try await ask(ExchangeRequest(.time), for: .common(.time))
      default: return outcome
      }
    }
  }

  /// Says that a request is sent again, unless the run is to end, and it is not.
  private func noteRetry(_ source: Source, _ outcome: Outcome) async throws {
    try stop.check()
    await ledger.noteRetry(source, outcome)
  }

  private func attemptOnce(
    _ request: ExchangeRequest, attempt: Int, source: Source
  ) async throws -> (Outcome, Pacer.Reception, refusals: Int) {
    progress.change { $0.source = source }
    let ticket = try await pacer.admit(weight: request.weight, for: source)
    let http = prepare(request)
    let askedAt = clock.host()
    let result = await transport.send(http)
    var event = NewEvent(
      run: recorder.run, ordinal: 0, kind: .response, endpoint: request.endpoint.path,
      method: "GET", host: base.authority, path: request.endpoint.path, query: request.query.text,
      attempt: UInt16(clamping: attempt), observedAt: clock.host())
    let failure = fill(&event, from: result)
    scrub(&event)
    let verdict = Self.verdict(on: event, failure)
    let reception = reception(of: event, verdict)
    let refusals = await pacer.settle(ticket, stated: Self.weights(event.responseHeaders), as: reception)
    let header = try await recorder.record(event)
    let outcome = Outcome(header: header, body: event.body, verdict: verdict)
    if request.endpoint == .time, verdict == .good { setClock(outcome, askedAt: askedAt) }
    await ledger.noteAnswer(source, outcome)
    // What the end of the run cut short is not asked again.
    if failure != nil {
      try stop.check()
      try Task.checkCancellation()
    }
    return (outcome, reception, refusals)
  }

  private func reception(of event: NewEvent, _ verdict: Verdict) -> Pacer.Reception {
    switch verdict {
    case .good, .symbolUnknown, .orderGone: .served
    case .slowDown:
      .refused(
        until: DemandedPause(status: event.status, headers: event.responseHeaders, body: event.body)
          .end(from: clock.now, floor: policy.slowDownFloor))
    default: .neither
    }
  }

  private static func verdict(on event: NewEvent, _ failure: TransportFailure?) -> Verdict {
    if let failure {
      if failure.kind.mayPass { return .passing(.network) }
      return .refused(failure.kind == .bodyTooLarge ? .data : .network)
    }
    let verdict = Verdict.of(status: event.status, body: event.body)
    // A body that breaks off under status 200 is good for nothing: ask again.
    return verdict == .good && !ValueAnswer.isJSON(event.body) ? .passing(.data) : verdict
  }

  /// The request as it goes on the wire; what must not come back from it into the log is noted.
  private func prepare(_ request: ExchangeRequest) -> HTTPRequest {
    let (path, query) = (request.endpoint.path, request.query.text)
    guard request.endpoint.isSigned, let signer else {
      return HTTPRequest(url: base.url(path: path, query: query))
    }
    let signed = signer.sign(query, timestamp: clock.milliseconds, window: window)
    scrubber.add([signed.signature])
    return HTTPRequest(
      url: base.url(path: path, query: signed.query),
      headers: [HeaderField(name: RequestSigner.keyHeader, value: signer.key)])
  }

  /// Puts what came into the event; gives the failure where no whole answer came.
  private func fill(
    _ event: inout NewEvent, from result: Result<HTTPResponse, TransportFailure>
  ) -> TransportFailure? {
    switch result {
    case .success(let response):
      event.status = response.status
      event.httpVersion = response.httpVersion
      event.responseHeaders = response.headers
      event.body = response.body
      event.durationMicroseconds = response.durationMicroseconds
      return nil
    case .failure(let failure):
      event.kind = .failure
      event.status = failure.partialStatus ?? 0
      event.responseHeaders =
        [HeaderField(name: "x-bnus-failure", value: "\(failure.kind.rawValue): \(failure.message)")]
        + failure.partialHeaders
      event.body = failure.partialBody
      if !failure.partialBody.isEmpty { event.flags.insert(.bodyTruncated) }
      event.durationMicroseconds = failure.durationMicroseconds
      return failure
    }
  }

  private func scrub(_ event: inout NewEvent) {
    var found = scrubber.scrub(&event.body)
    for index in event.responseHeaders.indices {
      found = scrubber.scrub(&event.responseHeaders[index].value) || found
      found = scrubber.scrub(&event.responseHeaders[index].name) || found
    }
    if found { event.flags.insert(.secretOverwritten) }
  }

  private func setClock(_ outcome: Outcome, askedAt: Timestamp) {
    guard let server = ServerTimeAnswer.milliseconds(outcome.body) else { return }
    clock.set(
      serverMilliseconds: server, askedAt: askedAt,
      tookMicroseconds: outcome.header.observedAt.microseconds -| askedAt.microseconds)
  }

  /// What the headers state of weight that is spent, by the names of the headers.
  private static func weights(_ headers: [HeaderField]) -> [String: Int64] {
    var weights: [String: Int64] = [:]
    for field in headers {
      let name = field.name.lowercased()
      if name.hasPrefix("x-mbx-used-weight-"), let count = Int64(field.value) { weights[name] = count }
    }
    return weights
  }
}
