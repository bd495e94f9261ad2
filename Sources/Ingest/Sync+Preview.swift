import BinanceUS
public import EventLog

/// What a run would ask, drawn from the archive alone.
public struct SyncPreview: Sendable {
  /// One line: what, how many requests at least, and their weight.
  public struct Line: Sendable {
    public let source: String
    public let requests: Int
    public let weight: Int
  }

  public let lines: [Line]
  /// The symbols, in the order in which they would be asked.
  public let symbols: [String]
  /// Weight a minute that the exchange allows, as far as the archive knows.
  public let weightLimit: Int?

  /// The weight of all lines.
  public var weight: Int { lines.reduce(0) { $0 + $1.weight } }
}

extension Sync {
  /// What a run with these settings would ask at least. Asks nothing.
  ///
  /// - Parameter log: nil where there is no archive yet.
  public static func preview(_ settings: SyncSettings, of log: EventLog?) throws -> SyncPreview {
    let state = try log.map { try SyncState.load(from: $0) } ?? SyncState()
    var lines: [SyncPreview.Line] = []
    func add(_ endpoint: Endpoint, _ requests: Int) {
      let weight = WeightTable.weight(of: endpoint, query: CanonicalQuery(""))
      lines.append(
        SyncPreview.Line(
          source: endpoint.shortName, requests: requests, weight: requests * weight))
    }
    add(.time, 1)
    for (table, endpoint) in commonTables where settings.wants(table) {
      if !endpoint.isSigned || settings.credentials != nil { add(endpoint, 1) }
    }
    var symbols: [String] = []
    if settings.credentials != nil, settings.wants("trade") || settings.wants("order") {
      symbols = settings.scope.symbols(
        in: state, limit: settings.symbolLimit, now: settings.now())
      if settings.wants("trade") { add(.myTrades, symbols.count) }
      if settings.wants("order") { add(.allOrders, symbols.count) }
    }
    if settings.credentials != nil, settings.only == nil {
      for source in ArchivedSource.all { add(source.endpoint, 1) }
    }
    return SyncPreview(lines: lines, symbols: symbols, weightLimit: state.weightLimit)
  }

  static let commonTables: [(String, Endpoint)] = [
    ("exchange_info", .exchangeInfo), ("ticker_price", .ticker24h), ("account_balance", .account),
    ("wallet_details", .walletConfig),
  ]

  /// Tries the credentials with one signed request, after reading the exchange's clock. Stores
  /// nothing.
  public static func check(_ settings: SyncSettings) async throws -> CredentialVerdict {
    guard let credentials = settings.credentials else { return .noCredentials }
    let transport = try CurlTransport(settings.transportOptions)
    defer { transport.shutdown() }
    let clock = ExchangeClock(host: settings.now)
    let time = await transport.send(HTTPRequest(url: settings.base.url(path: Endpoint.time.path)))
    guard case .success(let answer) = time, let server = ServerTimeAnswer.milliseconds(answer.body)
    else { return .unreachable(words(time)) }
    clock.set(
      serverMilliseconds: server, askedAt: answer.startedAt,
      tookMicroseconds: answer.durationMicroseconds)
    let signer = RequestSigner(credentials)
    let signed = signer.sign(
      "", timestamp: clock.milliseconds, window: settings.receiveWindowMilliseconds)
    let account = await transport.send(
      HTTPRequest(
        url: settings.base.url(path: Endpoint.account.path, query: signed.query),
        headers: [HeaderField(name: RequestSigner.keyHeader, value: signer.key)]))
    guard case .success(let response) = account else { return .unreachable(words(account)) }
    let verdict = Verdict.of(status: response.status, body: response.body)
    if verdict == .good { return .accepted }
    if verdict == .countryBlocked { return .unreachable(RunLedger.notServed) }
    let error = ErrorAnswer(status: response.status, body: response.body)
    return .refused("HTTP \(response.status): \(error.message)")
  }

  private static func words(_ result: Result<HTTPResponse, TransportFailure>) -> String {
    switch result {
    case .success(let response):
      Verdict.of(status: response.status, body: response.body) == .countryBlocked
        ? RunLedger.notServed : "HTTP \(response.status)"
    case .failure(let failure): failure.message
    }
  }
}

/// What became of a try of the credentials.
public enum CredentialVerdict: Sendable {
  case accepted
  case refused(String)
  case unreachable(String)
  case noCredentials
}
