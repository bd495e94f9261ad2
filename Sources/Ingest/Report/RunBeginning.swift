public import BinanceUS
public import EventLog
import JSONView

/// What a run of `sync` was to do, as its first event says.
public struct RunBeginning: Sendable, Hashable {
  /// It had credentials.
  public let hasKey: Bool
  /// The endpoints it was to fetch, by their names or those of their tables; nil for all.
  public let only: Set<String>?

  /// Reads a run's first event; nil for what is no run of `sync`.
  public static func of(_ run: RunRecord, in log: EventLog) throws -> RunBeginning? {
    guard let sequence = run.startSequence else { return nil }
    let body = try log.read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      return Array(try reader.body(of: sequence, in: snapshot).bytes)
    }
    return RunBeginning(body)
  }

  public init(hasKey: Bool, only: Set<String>? = nil) {
    self.hasKey = hasKey
    self.only = only
  }

  private init?(_ body: [UInt8]) {
    let value: JSONValue
    do { value = try JSONValue.parse(body) } catch { return nil }
    guard value["source"]?.text == "sync" else { return nil }
    hasKey = value["key_fingerprint"]?.text != nil
    only = value["only"]?.text.map { Set($0.split(separator: ",").map { String($0) }) }
  }

  /// Whether the run was to fetch anything that needs a key.
  public var wantsAccountData: Bool {
    guard let only else { return true }
    return Endpoint.fetched.contains { $0.isSigned && $0.isNamed(in: only) }
  }

  /// Whether the run was to walk the histories of symbols that this endpoint gives.
  public func walks(_ endpoint: Endpoint) -> Bool {
    hasKey && endpoint.walk == .symbols && only.map(endpoint.isNamed) ?? true
  }
}
