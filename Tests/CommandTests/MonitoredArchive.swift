import CommandKit
import Synchronization
import Testing

@testable import EventLog
@testable import EventModel
@testable import bnus_replay

/// An archive whose runs are as a test says, by a clock that the test sets.
final class MonitoredArchive {
  /// What a run fetched.
  enum Scope {
    case publicTables, everything
  }

  /// Where a run's events are from.
  enum Origin: CaseIterable {
    /// This archive's own `sync`.
    case here
    /// Saved bodies, a HAR, a WARC.
    case file
    /// An export of another archive, imported days after it was recorded.
    case otherArchive
  }

  /// Noon of the day on which the checks are made.
  static let now = Timestamp(iso8601: "2026-06-15T12:00:00Z")!
  private static let hour: Int64 = 3_600_000_000

  private let place: Workplace
  private let clock = Clock()
  let log: EventLog

  private final class Clock: Sendable {
    let time = Mutex(MonitoredArchive.now)
  }

  init() throws {
    place = try Workplace()
    let clock = self.clock
    log = try EventLog.open(
      at: place.path("archive"), mode: .create, mapBytes: 1 << 26,
      dependencies: LogDependencies(now: { clock.time.withLock { $0 } }))
  }

  /// Adds a run.
  ///
  /// - Parameters:
  ///   - outcome: as its end says it; nil for a run without an end, empty for an end that says nothing.
  ///   - failing: a source that fails in it, such as `myTrades AB`.
  func add(
    _ name: String, hoursAgo: Int64, _ outcome: String? = "done", _ scope: Scope = .everything,
    hasKey: Bool? = nil, origin: Origin = .here, failing: String? = nil, only: String? = nil
  ) throws {
    let observed = Timestamp(microseconds: Self.now.microseconds &- hoursAgo &* Self.hour)
    clock.time.withLock { $0 = origin == .otherArchive ? Self.now : observed }
    let run = try #require(RunID(name))
    var events: [(kind: EventKind, endpoint: String, query: String, body: String)] = []
    let key = hasKey ?? (scope == .everything) ? #","key_fingerprint":"f""# : ""
    let tables = only.map { #","only":"\#($0)""# } ?? ""
    events.append((.runStart, "", "", "{\"source\":\"sync\"\(key)\(tables)}"))
    var fetched = ["time", "exchangeInfo", "ticker/24hr"].map { "/api/v3/\($0)" }
    if scope == .everything { fetched += ["/api/v3/account", "/sapi/v1/capital/config/getall"] }
    events += fetched.map { (.response, $0, "", "{}") }
    if scope == .everything {
      for symbol in ["AB", "CD"] {
        for endpoint in ["myTrades", "allOrders"] where failing != "\(endpoint) \(symbol)" {
          events.append((.response, "/api/v3/\(endpoint)", "symbol=\(symbol)", "[]"))
        }
      }
    }
    if let outcome {
      let failures =
        failing.map { #"{"source":"\#($0)","category":"exchange","message":"m","minor":false}"# } ?? ""
      events.append(
        (.runEnd, "", "", outcome.isEmpty ? "{}" : #"{"outcome":"\#(outcome)","failures":[\#(failures)]}"#))
    }
    _ = try log.append(
      contentsOf: events.enumerated().map { place, event in
        NewEvent(
          run: run, ordinal: UInt32(place), kind: event.kind, endpoint: event.endpoint, method: "GET",
          path: event.endpoint, query: event.query, observedAt: observed,
          status: event.kind == .response ? 200 : 0, flags: origin == .file ? .imported : [],
          body: Array(event.body.utf8))
      })
  }

  /// What is reported to a monitor.
  func findings(maxAge: String? = "26h", isBeingWritten: Bool = false) throws -> [String] {
    try check(maxAge: maxAge, isBeingWritten: isBeingWritten).findings
  }

  func check(maxAge: String? = "26h", isBeingWritten: Bool = false) throws -> bnus_replay.RunCheck {
    let facts = try RunFacts(log, now: Self.now, isBeingWritten: isBeingWritten).facts
    return bnus_replay.RunCheck(facts, maxAge: maxAge.flatMap { Age(argument: $0) }, now: Self.now)
  }
}
