public import BinanceUS
public import EventLog
import EventModel

/// What a run would request, drawn from the archive alone.
public struct SyncPreview: Sendable {
  /// One line: what, how many requests at least, and their weight.
  public struct Line: Sendable {
    public let source: String
    public let requests: Int
    public let weight: Int
  }

  public let lines: [Line]
  /// The symbols, in the order in which they would be requested.
  public let symbols: [String]
  /// What the run is to fetch and would not be fetched, for lack of credentials.
  public let leftOut: [String]
  /// The limit of weight that the exchange has, as far as the archive knows.
  public let weightLimit: WeightLimit?

  /// The weight of all lines.
  public var weight: Int { lines.reduce(0) { $0 + $1.weight } }
}

extension Sync {
  /// What a run with these settings would request at least. Sends nothing.
  ///
  /// - Parameter log: nil where there is no archive yet.
  public static func preview(_ settings: SyncSettings, of log: EventLog?) throws -> SyncPreview {
    let state = try log.map { try SyncState.load(from: $0) } ?? SyncState()
    var lines: [SyncPreview.Line] = []
    func add(_ endpoint: Endpoint, _ requests: Int) {
      lines.append(
        SyncPreview.Line(source: endpoint.name, requests: requests, weight: requests * endpoint.weight()))
    }
    add(.time, 1)
    for endpoint in settings.requiredOnce { add(endpoint, 1) }
    var symbols: [String] = []
    if settings.credentials != nil, settings.wantsHistories {
      symbols = settings.scope.symbols(
        in: state, limit: settings.symbolLimit, now: settings.now())
      if settings.wants(.myTrades) { add(.myTrades, symbols.count) }
      if settings.wants(.allOrders) { add(.allOrders, symbols.count) }
    }
    for endpoint in settings.optional { add(endpoint, requests(for: endpoint, state, settings)) }
    return SyncPreview(
      lines: lines, symbols: symbols, leftOut: settings.leftOut, weightLimit: state.weightLimits.first)
  }

  /// One for each window that would be requested; what has no windows takes one at least.
  private static func requests(for endpoint: Endpoint, _ state: SyncState, _ settings: SyncSettings) -> Int {
    let now = settings.now().microseconds / 1000
    let known = state.windows[endpoint.path]?.knownUntil(from: TimeWindows.beginning)
    let open = state.openFacts[endpoint.path]?.times ?? []
    switch endpoint.walk {
    case .windows(let days, _), .backward(let days, _):
      let windows = TimeWindows.planned(knownUntil: known, open: open, now: now, days: days)
      return windows.usual.count + windows.open.count
    default: return 1
    }
  }
}
