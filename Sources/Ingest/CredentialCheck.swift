import BinanceUS
import EventModel
import JSONView

/// The result of trying the credentials.
public struct CredentialCheck: Sendable {
  /// What it means for a run.
  public enum Outcome: String, Sendable {
    case accepted
    /// The exchange does not accept the key, the secret or what they are used for.
    case refused
    /// This machine's clock and the exchange's do not agree.
    case clockOff = "clock_off"
    /// The exchange could not be reached, or does not serve this address.
    case unreachable
    /// There were none to try.
    case noCredentials = "no_credentials"
  }

  /// What it means for a run.
  public let outcome: Outcome
  /// The status of the response; nil where none came.
  public let status: UInt16?
  /// The exchange's own code, where it gave one.
  public let code: Int?
  /// What came, what it means and what to try, without any secret in it.
  public let message: String

  init(_ outcome: Outcome, status: UInt16? = nil, code: Int? = nil, message: String) {
    self.outcome = outcome
    self.status = status
    self.code = code
    self.message = message
  }

  fileprivate init(_ response: HTTPResponse, scrubber: SecretScrubber) {
    var (body, headers) = (response.body, response.headers)
    _ = scrubber.scrub(&body)
    for index in headers.indices { _ = scrubber.scrub(&headers[index].value) }
    let outcome: Outcome =
      switch Verdict.of(status: response.status, body: body) {
      case .success: JSONValue(json: body) != nil ? .accepted : .unreachable
      case .clockOff: .clockOff
      case .refused(.authentication), .refused(.permission): .refused
      default: .unreachable
      }
    self.init(
      outcome, status: response.status, code: ErrorResponse(status: response.status, body: body).code,
      message: outcome == .accepted
        ? "The exchange accepts the credentials."
        : FailureSentence.of(status: response.status, body: body, headers: headers))
  }
}

extension Sync {
  /// Tries the credentials with one signed request, after reading the exchange's clock. Stores
  /// nothing.
  public static func check(_ settings: SyncSettings) async throws -> CredentialCheck {
    guard let credentials = settings.credentials else {
      return CredentialCheck(.noCredentials, message: "there are no credentials to try")
    }
    let scrubber = credentials.scrubber
    let transport = try CurlTransport(settings.transportOptions)
    defer { transport.shutdown() }
    let clock = ExchangeClock(host: settings.now)
    let time: HTTPResponse
    switch await transport.send(HTTPRequest(url: settings.base.url(path: Endpoint.time.path))) {
    case .failure(let failure): return unreachable(failure, scrubber)
    case .success(let response): time = response
    }
    guard let server = ServerTimeResponse.milliseconds(time.body) else {
      let check = CredentialCheck(time, scrubber: scrubber)
      return CredentialCheck(
        .unreachable, status: check.status, code: check.code,
        message: check.outcome == .accepted ? "\(Endpoint.time.path) gave no time" : check.message)
    }
    clock.set(
      serverMilliseconds: server, sentAt: time.startedAt, tookMicroseconds: time.durationMicroseconds)
    let signer = RequestSigner(credentials)
    let signed = signer.sign(
      "", timestamp: clock.milliseconds, window: settings.receiveWindowMilliseconds)
    scrubber.add([signed.signature])
    let account = await transport.send(
      HTTPRequest(
        url: settings.base.url(path: Endpoint.account.path, query: signed.query),
        headers: [HeaderField(name: RequestSigner.keyHeader, value: signer.key)]))
    switch account {
    case .failure(let failure): return unreachable(failure, scrubber)
    case .success(let response): return CredentialCheck(response, scrubber: scrubber)
    }
  }

  private static func unreachable(
    _ failure: TransportFailure, _ scrubber: SecretScrubber
  ) -> CredentialCheck {
    var message = failure.message
    _ = scrubber.scrub(&message)
    return CredentialCheck(.unreachable, status: failure.partialStatus, message: message)
  }
}
