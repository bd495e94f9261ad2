import SimulatedExchange

/// All requests an exchange saw, and what tests count of them.
public struct RequestLog: Sendable {
  /// The requests in the order of arrival.
  public internal(set) var records: [RequestRecord]

  init(records: [RequestRecord] = []) {
    self.records = records
  }

  /// How many there were.
  public var count: Int { records.count }

  /// The requests after so many: what came since `count` was read.
  public func dropFirst(_ count: Int) -> RequestLog {
    RequestLog(records: Array(records.dropFirst(count)))
  }

  /// Requests to a path, all or those about one symbol.
  public func count(path: String, symbol: String? = nil) -> Int {
    records.count { $0.path == path && (symbol == nil || $0.symbol == symbol) }
  }

  /// How many requests each symbol cost, whatever the path.
  public var countsBySymbol: [String: Int] {
    records.reduce(into: [:]) { counts, record in
      if let symbol = record.symbol { counts[symbol, default: 0] += 1 }
    }
  }

  /// How many responses had a status.
  public func count(status: Int) -> Int {
    records.count { $0.status == status }
  }

  /// How many requests met a fault, by its name.
  public var faults: [String: Int] {
    records.reduce(into: [:]) { counts, record in
      if let fault = record.fault { counts[fault, default: 0] += 1 }
    }
  }

  /// How many connections there were.
  public var connections: Int { Set(records.map(\.connection)).count }

  /// The most requests that were in progress at once.
  public var peakInFlight: Int { records.map(\.inFlight).max() ?? 0 }

  /// The most weight that a window showed.
  public var peakWeight: Int { records.map(\.usedWeight).max() ?? 0 }

  /// Requests that came although an earlier response, 429 or 418, had demanded a pause. A request
  /// that may have been on its way when that response went out is not among them: it arrived within
  /// `grace` of it.
  public func requestsDuringPauses(grace: Duration = .milliseconds(100)) -> [RequestRecord] {
    let refusals = records.filter { $0.pause != nil && $0.finishedAfter != nil }
    return records.filter { record in
      refusals.contains { refusal in
        guard let pause = refusal.pause, let sent = refusal.finishedAfter else { return false }
        return record.arrivedAfter > sent + grace
          && record.meterTime < refusal.meterTime.adding(milliseconds: pause.wholeMilliseconds)
      }
    }
  }
}
