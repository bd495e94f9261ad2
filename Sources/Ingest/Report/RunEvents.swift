public import BinanceUS
public import EventLog
public import EventModel
import JSONView

/// A run's first event and its last: what `sync` writes into them, and what is read of them.
enum RunEvents {
  /// The body of an event as JSON; nil where there is no such event, or its body is not JSON.
  fileprivate static func document(_ sequence: UInt64?, of log: EventLog) throws -> JSONValue? {
    guard let sequence else { return nil }
    let body = try log.read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      return Array(try reader.body(of: sequence, in: snapshot).bytes)
    }
    return JSONValue(json: body)
  }
}

/// What a run of `sync` was to do, as its first event says.
public struct RunBeginning: Sendable, Hashable {
  /// It had credentials.
  public let hasKey: Bool
  /// The endpoints it was to fetch, by their names or those of their tables; nil for all.
  public let only: Set<String>?

  /// Reads a run's first event; nil for what is not a run of `sync`.
  public static func of(_ run: RunRecord, in log: EventLog) throws -> RunBeginning? {
    try RunEvents.document(run.startSequence, of: log).flatMap { RunBeginning($0) }
  }

  public init(hasKey: Bool, only: Set<String>? = nil) {
    self.hasKey = hasKey
    self.only = only
  }

  private init?(_ document: JSONValue) {
    guard document["source"]?.text == "sync" else { return nil }
    hasKey = document["key_fingerprint"]?.text != nil
    only = document["only"]?.text.map { Set($0.split(separator: ",").map { String($0) }) }
  }

  /// The body of a run's first event: version, configuration without secrets, a fingerprint of the key.
  static func body(of settings: SyncSettings) -> [UInt8] {
    JSONWriter.bytes { writer in
      writer.object { writer in
        writer.member("source", "sync")
        writer.member("version", settings.version)
        writer.member("base_url", settings.base.text)
        writer.member("symbols", settings.scope.text)
        writer.member("concurrency", settings.concurrency)
        writer.member("recv_window_ms", settings.receiveWindowMilliseconds)
        if let limit = settings.symbolLimit { writer.member("symbol_limit", limit) }
        if let only = settings.only { writer.member("only", only.sorted().joined(separator: ",")) }
        if let credentials = settings.credentials {
          writer.member("key_fingerprint", credentials.fingerprint)
        }
      }
    }
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

/// How a run ended, as its last event says.
public struct RunEnding: Sendable, Hashable {
  /// `done`, `partly_done`, `failed`, `refused` or `interrupted`.
  public let outcome: String
  /// The categories of what failed.
  public let categories: [String]
  /// The sources that failed, such as `account` or `myTrades BTCUSDT`, without those that only some accounts have.
  public let failed: [String]
  /// Until when the exchange had banned the address; nil where it had not.
  public let bannedUntil: String?

  /// Reads a run's last event; nil where the run has not ended or states no outcome.
  public static func of(_ run: RunRecord, in log: EventLog) throws -> RunEnding? {
    try RunEvents.document(run.endSequence, of: log).flatMap { RunEnding($0) }
  }

  public init(
    outcome: String, categories: [String] = [], failed: [String] = [], bannedUntil: String? = nil
  ) {
    self.outcome = outcome
    self.categories = categories
    self.failed = failed
    self.bannedUntil = bannedUntil
  }

  private init?(_ document: JSONValue) {
    guard let outcome = document["outcome"]?.text else { return nil }
    self.outcome = outcome
    categories = document["categories"]?.elements?.compactMap(\.text) ?? []
    failed = (document["failures"]?.elements ?? []).filter { $0["minor"]?.bool != true }.compactMap {
      $0["source"]?.text
    }
    bannedUntil = document["banned_until"]?.text
  }

  /// The body of a run's last event: what came of it.
  static func body(of report: SyncReport) -> [UInt8] {
    JSONWriter.bytes { writer in
      writer.object { writer in
        writer.member("outcome", report.outcome.rawValue)
        writer.member("categories", report.categories.map(\.rawValue))
        writer.member("key_accepted", report.isKeyAccepted)
        writer.member("events", report.events)
        writer.member("symbols", report.symbols)
        writer.member("peak_weight_percent", report.peakWeightPercent)
        writer.member("waits", report.waits)
        writer.name("sources")
        writer.object { writer in
          for (name, count) in report.sources.sorted(by: { $0.key < $1.key }) {
            writer.name(name)
            write(count, to: &writer)
          }
        }
        writer.name("failures")
        writer.array { writer in for failure in report.failures { write(failure, to: &writer) } }
        writer.member("remarks", report.remarks)
        writer.member("banned_until", report.bannedUntil?.iso8601)
        if let moment = report.pausedUntil { writer.member("paused_until", moment.iso8601) }
      }
    }
  }

  private static func write(_ count: SyncReport.SourceCount, to writer: inout JSONWriter) {
    writer.object {
      $0.member("requests", count.requests)
      $0.member("retries", count.retries)
      $0.member("failures", count.failures)
      $0.member("new", count.newRecords)
    }
  }

  private static func write(_ failure: SyncReport.Failure, to writer: inout JSONWriter) {
    writer.object {
      $0.member("source", failure.source)
      $0.member("category", failure.category.rawValue)
      $0.member("message", failure.message)
      $0.member("minor", failure.isMinor)
    }
  }

  /// The outcome as a phrase, with the categories of what failed behind it.
  public var text: String {
    let text = outcome.replacing("_", with: " ")
    return categories.isEmpty ? text : "\(text) (\(categories.joined(separator: ", ")))"
  }
}
