import BinanceUS
import EventLog
import JSONView

extension Sync {
  /// The run's first event: version, configuration without secrets, a fingerprint of the key.
  func recordStart() async throws {
    let scope =
      switch settings.scope {
      case .held: "held"
      case .balances: "balances"
      case .all: "all"
      case .named(let names): names.joined(separator: ",")
      }
    var members = [
      member("source", "sync"), member("version", settings.version),
      member("base_url", settings.base.text), member("symbols", scope),
      "\"concurrency\":\(settings.concurrency)",
      "\"recv_window_ms\":\(settings.receiveWindowMilliseconds)",
    ]
    if let limit = settings.symbolLimit { members.append("\"symbol_limit\":\(limit)") }
    if let only = settings.only { members.append(member("only", only.sorted().joined(separator: ","))) }
    if let credentials = settings.credentials {
      members.append(member("key_fingerprint", credentials.fingerprint))
    }
    let header = try await record(.runStart, "{\(members.joined(separator: ","))}")
    let body = "{\(members.joined(separator: ","))}"
    await keeper.apply(
      ExchangeClient.Outcome(header: header, body: Array(body.utf8), verdict: .good))
  }

  /// The run's last event: what came of it.
  func recordEnd(_ report: SyncReport) async throws {
    let sources = report.sources.sorted { $0.key < $1.key }.map { name, count in
      "\(quote(name)):{\"requests\":\(count.requests),\"retries\":\(count.retries),\"failures\":\(count.failures),\"new\":\(count.newRecords)}"
    }
    let failures = report.failures.map { failure in
      "{\(member("source", failure.source)),\(member("category", failure.category.rawValue)),\(member("message", failure.message)),\"minor\":\(failure.isMinor)}"
    }
    var members = [
      member("outcome", report.outcome.rawValue),
      "\"categories\":[\(report.categories.map { quote($0.rawValue) }.joined(separator: ","))]",
      "\"key_accepted\":\(report.isKeyAccepted)",
      "\"events\":\(report.events)", "\"symbols\":\(report.symbols)",
      "\"peak_weight_percent\":\(report.peakWeightPercent)", "\"waits\":\(report.waits)",
      "\"sources\":{\(sources.joined(separator: ","))}",
      "\"failures\":[\(failures.joined(separator: ","))]",
      "\"remarks\":[\(report.remarks.map { quote($0) }.joined(separator: ","))]",
      "\"banned_until\":\(report.bannedUntil.map { quote($0.iso8601) } ?? "null")",
    ]
    if let moment = report.pausedUntil { members.append(member("paused_until", moment.iso8601)) }
    _ = try await record(.runEnd, "{\(members.joined(separator: ","))}")
  }

  private func record(_ kind: EventKind, _ body: String) async throws -> EventHeader {
    try await recorder.record(
      NewEvent(
        run: recorder.run, ordinal: 0, kind: kind, observedAt: settings.now(),
        body: Array(body.utf8)))
  }

  private func member(_ name: String, _ value: String) -> String { "\(quote(name)):\(quote(value))" }

  private func quote(_ text: String) -> String {
    var bytes: [UInt8] = []
    Array(text.utf8).withUnsafeBytes { JSONText.appendQuoted($0, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
