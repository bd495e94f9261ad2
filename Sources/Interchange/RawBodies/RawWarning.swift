import BinanceUS
public import EventModel
import JSONView

/// Something that is imported as given, and is probably not what was meant.
public enum RawWarning: Sendable, Hashable, CustomStringConvertible {
  /// Several snapshots of one request at one time: only the last is ever shown. Files by their
  /// names, events of the archive by their sequences.
  case superseding(endpoint: String, time: Timestamp, files: [String], events: [UInt64])
  /// Dated before Binance.US began.
  case beforeOpening(file: String, time: Timestamp)
  /// The body carries another time than the one that was given.
  case otherTime(file: String, own: Timestamp, given: Timestamp)
  /// The body is an error of the exchange, and is stored as a successful response.
  case error(file: String, code: String)

  public var description: String {
    switch self {
    case .superseding(let endpoint, let time, let files, let events):
      let last = files.last ?? ""
      let who =
        events.isEmpty
        ? ""
        : ", and so \(events.count == 1 ? "is event" : "are events") "
          + events.map { "\($0)" }.joined(separator: ", ")
      let few = files.count <= 3 ? files.joined(separator: ", ") : "\(files.count) files"
      return """
        \(few) \(files.count == 1 ? "is a snapshot" : "are snapshots") of \(endpoint) at \(time.iso8601)\(who): \
        tables and playback show only \(last). Give each its own time: by its \
        serverTime without --at, by its file with --file-times, or one by one with --at
        """
    case .beforeOpening(let file, let time):
      return "\(file) is dated \(time.iso8601), before Binance.US opened in September 2019"
    case .otherTime(let file, let own, let given):
      return "\(file) carries the time \(own.iso8601), and is dated \(given.iso8601) by --at"
    case .error(let file, let code):
      return
        "\(file) is an error of the exchange (code \(code)), and is stored with status 200 as saved bodies are"
    }
  }
}

/// Collects warnings; one warning covers all the files that it concerns.
struct RawWarnings {
  private static let opening = Timestamp(microseconds: 1_567_296_000_000_000)
  private static let dayMicroseconds: Int64 = 86_400_000_000

  let endpoint: Endpoint
  private var single: [RawWarning] = []
  private var snapshots: [Timestamp: (files: [String], events: [UInt64])] = [:]

  init(endpoint: Endpoint) { self.endpoint = endpoint }

  var all: [RawWarning] {
    single
      + snapshots.sorted { $0.key < $1.key }.filter { $1.files.count + $1.events.count > 1 }.map {
        .superseding(endpoint: endpoint.path, time: $0, files: $1.files, events: $1.events)
      }
  }

  mutating func look(at file: RawImport.File, _ body: JSONValue, _ time: Timestamp, given: Timestamp?) {
    if let code = body["code"]?.numberText, body["msg"] != nil {
      single.append(.error(file: file.name, code: code))
    }
    if time < Self.opening { single.append(.beforeOpening(file: file.name, time: time)) }
    guard let given, let milliseconds = body["serverTime"]?.int64 else { return }
    let (own, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
    let (apart, apartOverflow) = own.subtractingReportingOverflow(given.microseconds)
    guard !overflow, !apartOverflow, apart.magnitude > UInt64(clamping: Self.dayMicroseconds) else { return }
    single.append(.otherTime(file: file.name, own: Timestamp(microseconds: own), given: given))
  }

  /// Notes a new response, and the archive's own events of the same request and time.
  mutating func note(_ file: RawImport.File, new event: NewEvent, besides events: [UInt64]) {
    guard endpoint.nature == .snapshot else { return }
    snapshots[event.observedAt, default: ([], [])].files.append(file.name)
    snapshots[event.observedAt]?.events = events
  }
}
