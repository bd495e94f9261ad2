import BinanceUS
import EventLog
import EventModel
import Interchange
import JSONView
import SimulatedExchange
import SimulatedExchangeServer
import SyncKit
import TestKit

/// Three days of an account as real runs of `sync` brought them over HTTP, errors and retries
/// included: exported lines, which a test alters before they become an archive.
struct RecordedDays: Sendable {
  private(set) var lines: [RecordedLine]

  /// How long the histories are.
  enum Length: CaseIterable, Sendable {
    /// Some hundred orders under a dozen symbols; every history is one page.
    case short
    /// Histories of several pages.
    case long
  }

  /// The days as they were; recorded once.
  static func of(_ length: Length) async throws -> RecordedDays {
    switch length {
    case .short: try await short.value
    case .long: try await long.value
    }
  }

  private static let short = Task { try await record(acts: 150, from: SimulatedTime(2026, 9, 17)) }
  private static let long = Task { try await record(acts: 2000, from: SimulatedTime(2026, 8, 1)) }

  private static func record(acts: Int, from: SimulatedTime) async throws -> RecordedDays {
    let account = AccountActivity(acts: acts, from: from, through: SimulatedTime(2026, 9, 24))
    let exchange = try await RecordedExchange(seed: 4, account: account, days: 3, faults: faults)
    return RecordedDays(lines: try lines(of: exchange.archive))
  }

  /// Faults after which a run retries, and that return no wrong data.
  private static let faults: [[Fault]] = [
    [
      Fault(.gatewayTimeout, .path("/api/v3/account"), .once),
      Fault(.malformedJSON, .path("/api/v3/ticker/24hr"), .once),
      Fault(.tooManyRequests(retryAfter: 0), .path("/api/v3/myTrades"), .nth(3)),
      Fault(.truncatedBody, .path("/api/v3/allOrders"), .nth(5)),
    ],
    [
      Fault(.truncatedBody, .path("/api/v3/exchangeInfo"), .once),
      Fault(.busy, .path("/sapi/v1/capital/config/getall"), .once),
      Fault(.outsideWindow, .path("/api/v3/myTrades"), .nth(2)),
    ],
    [
      Fault(.badGateway, .path("/api/v3/time"), .once),
      Fault(.unknownError, .path("/api/v3/allOrders"), .nth(4)),
      Fault(.truncatedChunks, .path("/api/v3/account"), .once),
    ],
  ]

  private static func lines(of archive: ArchiveBuilder) throws -> [RecordedLine] {
    try withExtendedLifetime(archive) {
      try archive.log.read { (snapshot: borrowing Snapshot) in
        var reader = BodyReader()
        return try (1...snapshot.lastSequence).map { sequence in
          RecordedLine(
            number: Int(sequence), header: try snapshot.header(of: sequence),
            body: Array(try reader.body(of: sequence, in: snapshot).bytes))
        }
      }
    }
  }

  private init(lines: [RecordedLine]) { self.lines = lines }

  /// The runs in order.
  var runs: [RunID] {
    lines.map(\.run).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The places of successful responses of an endpoint, from a day on (0 is the first).
  func places(_ endpoint: String, from day: Int = 0) -> [Int] {
    let runs = self.runs.dropFirst(day)
    return lines.indices.filter {
      lines[$0].endpoint == endpoint && lines[$0].header.isSuccess && runs.contains(lines[$0].run)
    }
  }

  /// The places of good pages of a symbol's trades or orders.
  func pages(_ endpoint: String, of symbol: String) -> [Int] {
    places(endpoint).filter { lines[$0].symbol == symbol }
  }

  /// Takes a line away, and its place in the run stays empty.
  mutating func remove(_ place: Int) { lines.remove(at: place) }

  /// Removes a line so that no ordinal shows it.
  mutating func hide(_ place: Int) {
    let (run, ordinal) = (lines[place].run, lines[place].header.ordinal)
    lines.remove(at: place)
    for later in lines.indices where lines[later].run == run && lines[later].header.ordinal > ordinal {
      lines[later].header.ordinal -= 1
    }
  }

  /// Adds a response at the end of the last run; returns its number.
  mutating func add(like place: Int, query: String, body: String) -> Int {
    var header = lines[place].header
    let last = lines[lines.count - 1].header
    header.query = CanonicalQuery(query).text
    (header.run, header.ordinal, header.observedAt) = (last.run, last.ordinal + 1, last.observedAt)
    let number = (lines.map(\.number).max() ?? 0) + 1
    var line = RecordedLine(number: number, header: header, body: [])
    line.body = Array(body.utf8)
    lines.append(line)
    return number
  }

  /// Puts other bytes in a value's place.
  mutating func replace(_ value: JSONValue, in place: Int, with text: String) {
    lines[place].body.replaceSubrange(value.range, with: text.utf8)
  }

  /// Takes a row of a list away.
  mutating func removeRow(_ row: Int, in place: Int) {
    let rows = lines[place].rows
    let kept = rows.indices.filter { $0 != row }.map { rows[$0].rawText }
    lines[place].body = Array("[\(kept.joined(separator: ","))]".utf8)
  }

  /// Rewrites the text of a body.
  mutating func rewrite(_ place: Int, _ change: (String) -> String) {
    lines[place].body = Array(change(String(decoding: lines[place].body, as: UTF8.self)).utf8)
  }

  /// The event that a line becomes.
  func sequence(of number: Int) -> UInt64 {
    UInt64((lines.firstIndex { $0.number == number } ?? -1) + 1)
  }

  /// An archive of the lines as they are now, imported from a file.
  func archive() throws -> ArchiveBuilder {
    let builder = try ArchiveBuilder()
    let file = try builder.directory.write(lines.flatMap(\.line), to: "days.jsonl")
    _ = try EventsImport.run(file, into: builder.log)
    return builder
  }
}
