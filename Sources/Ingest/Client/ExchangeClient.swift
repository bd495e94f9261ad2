import BinanceUS
import EventModel
import JSONView
import Synchronization

/// Sends requests to the exchange: paced, signed, stored before what came is looked at, and sent again where that
/// helps.
final class ExchangeClient: Sendable {
  /// What came of a request after all attempts: its last event, and what that means.
  struct Outcome: Sendable {
    let event: StoredEvent
    let verdict: Verdict

    var header: EventHeader { event.header }
    var body: [UInt8] { event.body }
    /// What it brought, where it is a page of a symbol's history.
    var page: TakenPage? { event.page }
    var isGood: Bool { verdict == .success }
  }

  private let transport: CurlTransport
  private let base: BaseURL
  private let signer: RequestSigner?
  /// Knows every secret that this run has sent, or could.
  private let scrubber: SecretScrubber
  private let journal: RunJournal
  let pacer: Pacer
  let clock: ExchangeClock
  private let policy: RetryPolicy
  private let window: Int
  private let stop: StopSignal
  private let tally: RunTally
  private let progress: ProgressReporter

  init(
    transport: CurlTransport, pacer: Pacer, clock: ExchangeClock, journal: RunJournal, tally: RunTally,
    progress: ProgressReporter, settings: SyncSettings
  ) {
    self.transport = transport
    base = settings.base
    signer = settings.credentials.map { RequestSigner($0) }
    scrubber = settings.credentials?.scrubber ?? SecretScrubber()
    self.journal = journal
    self.pacer = pacer
    self.clock = clock
    policy = settings.retries
    window = settings.receiveWindowMilliseconds
    stop = settings.stop
    self.tally = tally
    self.progress = progress
  }

  /// Sends a request until it succeeds, until a verdict that sending it again does not change, or until the
  /// attempts are used up. Every attempt is an event.
  func send(_ request: ExchangeRequest) async throws -> Outcome {
    var (attempt, retries, clockReadings) = (0, 0, 0)
    while true {
      attempt += 1
      let (outcome, reception, refusals) = try await attemptOnce(request, attempt: attempt)
      switch outcome.verdict {
      case .transient where retries < policy.retries:
        retries += 1
        try await noteRetry(request, outcome)
        let pause = policy.pause(before: retries + 1, random: Int.random(in: 0..<1000))
        try await stop.sleep(for: pause)
      case .slowDown:
        if case .refused(let end) = reception, refusals >= policy.refusalsInARow {
          throw RunStop.tooManyRequests(
            request.source, RunTally.message(of: outcome), until: end, sequence: outcome.header.sequence)
        }
        try await noteRetry(request, outcome)
      case .clockOff where clockReadings < policy.clockReadings && request.endpoint != .time:
        clockReadings += 1
        try await noteRetry(request, outcome)
        _ = try await send(ExchangeRequest(.time))
      default: return outcome
      }
    }
  }

  /// Reports that a request is sent again, unless the run is to end, and it is not.
  private func noteRetry(_ request: ExchangeRequest, _ outcome: Outcome) async throws {
    try stop.check()
    await tally.noteRetry(request.source, outcome)
  }

  private func attemptOnce(
    _ request: ExchangeRequest, attempt: Int
  ) async throws -> (Outcome, Pacer.Reception, refusals: Int) {
    progress.change { $0.source = request.source }
    let ticket = try await pacer.admit(weight: request.weight, for: request.source)
    let http = prepare(request)
    let sentAt = clock.host()
    let result = await transport.send(http)
    var event = NewEvent(
      run: journal.run, kind: .response, endpoint: request.endpoint.path, method: "GET",
      host: base.authority, path: request.endpoint.path, query: request.query.text,
      attempt: UInt16(clamping: attempt), observedAt: clock.host())
    let failure = event.take(result)
    scrub(&event)
    let verdict = Self.verdict(on: event, failure)
    let reception = reception(of: event, verdict)
    let refusals = await pacer.settle(ticket, stated: Self.weights(event.responseHeaders), as: reception)
    let outcome = Outcome(
      event: try await journal.record(event, of: request.history), verdict: verdict)
    if request.endpoint == .time, outcome.isGood { setClock(outcome, sentAt: sentAt) }
    await tally.noteResponse(request.source, outcome)
    // What the end of the run cut short is not sent again.
    if failure != nil {
      try stop.check()
      try Task.checkCancellation()
    }
    return (outcome, reception, refusals)
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

  private func scrub(_ event: inout NewEvent) {
    var found = scrubber.scrub(&event.body)
    for index in event.responseHeaders.indices {
      found = scrubber.scrub(&event.responseHeaders[index].value) || found
      found = scrubber.scrub(&event.responseHeaders[index].name) || found
    }
    if found { event.flags.insert(.secretOverwritten) }
  }

  private static func verdict(on event: NewEvent, _ failure: TransportFailure?) -> Verdict {
    if let failure {
      if failure.kind.mayPass { return .transient(.network) }
      return .refused(failure.kind == .bodyTooLarge ? .data : .network)
    }
    let verdict = Verdict.of(status: event.status, body: event.body)
    // A body that breaks off under status 200 is good for nothing: try again.
    return verdict == .success && JSONValue(json: event.body) == nil ? .transient(.data) : verdict
  }

  private func reception(of event: NewEvent, _ verdict: Verdict) -> Pacer.Reception {
    switch verdict {
    case .success, .symbolUnknown, .orderGone: .served
    case .slowDown:
      .refused(
        until: DemandedPause(status: event.status, headers: event.responseHeaders, body: event.body)
          .end(from: clock.now, floor: policy.slowDownFloor))
    default: .neither
    }
  }

  private func setClock(_ outcome: Outcome, sentAt: Timestamp) {
    guard let server = ServerTimeResponse.milliseconds(outcome.body) else { return }
    clock.set(
      serverMilliseconds: server, sentAt: sentAt,
      tookMicroseconds: outcome.header.observedAt.microseconds -| sentAt.microseconds)
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

extension NewEvent {
  /// The header under which the log keeps why no whole response came.
  static let failureHeader = "x-bnus-failure"

  /// Takes what came over the wire; gives the failure where no whole response came.
  fileprivate mutating func take(_ result: Result<HTTPResponse, TransportFailure>) -> TransportFailure? {
    switch result {
    case .success(let response):
      status = response.status
      httpVersion = response.httpVersion
      responseHeaders = response.headers
      body = response.body
      durationMicroseconds = response.durationMicroseconds
      return nil
    case .failure(let failure):
      kind = .failure
      status = failure.partialStatus ?? 0
      responseHeaders =
        [HeaderField(name: Self.failureHeader, value: "\(failure.kind.rawValue): \(failure.message)")]
        + failure.partialHeaders
      body = failure.partialBody
      if !failure.partialBody.isEmpty { flags.insert(.bodyTruncated) }
      durationMicroseconds = failure.durationMicroseconds
      return failure
    }
  }
}

/// The exchange's time: ours plus the offset that `/api/v3/time` gave.
final class ExchangeClock: Sendable {
  private let offsetMicroseconds = Mutex<Int64>(0)
  /// Our own time.
  let host: @Sendable () -> Timestamp

  init(host: @escaping @Sendable () -> Timestamp) { self.host = host }

  var now: Timestamp {
    Timestamp(microseconds: host().microseconds +| offsetMicroseconds.withLock { $0 })
  }

  var milliseconds: Int64 { now.microseconds / 1000 }

  /// Takes the exchange's response, which lies in the middle of the request's time.
  func set(serverMilliseconds: Int64, sentAt: Timestamp, tookMicroseconds: Int64) {
    let middle = sentAt.microseconds +| tookMicroseconds / 2
    offsetMicroseconds.withLock { $0 = serverMilliseconds *| 1000 -| middle }
  }
}
