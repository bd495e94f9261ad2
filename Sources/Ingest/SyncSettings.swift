public import BinanceUS
import EventLog
public import EventModel

/// What a run is to do, and how.
public struct SyncSettings: Sendable {
  /// The exchange's address.
  public var base: BaseURL
  public var credentials: Credentials?
  public var scope = SymbolScope.held
  public var symbolLimit: Int?
  /// Endpoints to fetch, by their names or those of their tables; nil fetches all.
  public var only: Set<String>?
  /// A first sync of a symbol begins here instead of at its beginning.
  public var since: Timestamp?
  /// Requests under way at once.
  public var concurrency = 4
  public var receiveWindowMilliseconds = 5000
  public var caFile: String?
  /// For one request, from its start to its last byte.
  public var timeout = Duration.seconds(30)
  /// Goes on although the key seems to belong to another account than the archive.
  public var allowsOtherAccount = false
  public var version: String
  public var retries = RetryPolicy()
  /// The longest pause that the exchange may demand; a longer one ends the run.
  public var longestWait = Duration.seconds(600)
  /// Full pages of one list, and of one symbol's history, after which a run
  /// gives it up: a million rows, and ten.
  public var mostPages = 1000
  public var mostHistoryPages = 10_000
  /// Orders of a symbol whose trades are requested one by one, at most.
  public var mostReconciled = 100
  public var stop = StopSignal()
  /// The time of day.
  public var now: @Sendable () -> Timestamp = { Timestamp.now() }
  /// Called with what happens, as it happens; from several threads.
  public var observer: @Sendable (SyncNotice) -> Void = { _ in }
  /// Called with how far the run is, at every request; from several threads.
  public var progress: @Sendable (SyncProgress) -> Void = { _ in }

  public init(base: BaseURL, credentials: Credentials?, version: String) {
    self.base = base
    self.credentials = credentials
    self.version = version
  }

  var transportOptions: TransportOptions {
    TransportOptions(
      timeout: timeout, caFile: caFile, maxConnections: concurrency, userAgent: "bnus-replay/\(version)")
  }
}

extension SyncSettings {
  /// What the run is to fetch and cannot, for lack of credentials: the tables that every account has, and a word for
  /// the rest.
  public var leftOut: [String] {
    if credentials != nil { return [] }
    let (required, optional) = (
      Endpoint.fetched.filter { $0.isSigned && $0.isRequired && wants($0) },
      Endpoint.fetched.filter { !$0.isRequired && wants($0) }
    )
    let tables = required.compactMap(\.table)
    return only == nil ? tables + ["what only some accounts have"] : tables + optional.map(\.name)
  }

  /// Whether the run is to fetch an endpoint.
  public func wants(_ endpoint: Endpoint) -> Bool { only.map(endpoint.isNamed) ?? true }

  var wantsHistories: Bool { wants(.myTrades) || wants(.allOrders) }

  /// The endpoints that take one request each, after the clock's. The histories need to know the symbols and what is held.
  var requiredOnce: [Endpoint] {
    Endpoint.all.filter { endpoint in
      let isNeeded = wantsHistories && [.exchangeInfo, .account].contains(endpoint)
      return endpoint.fetching == .required(.whole) && endpoint != .time && (wants(endpoint) || isNeeded)
        && canRequest(endpoint)
    }
  }

  /// The endpoints that are fetched after the histories, and that an account may not have.
  var optional: [Endpoint] {
    Endpoint.all.filter { $0.walk != nil && !$0.isRequired && wants($0) && canRequest($0) }
  }

  private func canRequest(_ endpoint: Endpoint) -> Bool { !endpoint.isSigned || credentials != nil }
}

/// Something that happened in a run, for log lines and progress.
public struct SyncNotice: Sendable {
  /// How much a notice matters.
  public enum Level: Sendable {
    case debug, info, warning, error
  }

  public let level: Level
  public let run: RunID
  public let source: Source?
  public let text: String
}
