import EventLog
import EventModel
import JSONView

/// The response to a request that the archive does not hold: what was recorded that comes nearest,
/// and by which parameters it differs.
struct NotRecorded {
  let request: ClientRequest
  /// Why none could be made from others, as the end of a sentence.
  var reason: String?
  var nearest: [Near] = []
  /// Paths that were recorded, where this one was not.
  var paths: [String] = []

  /// A recorded request of the same path.
  struct Near {
    let query: String
    let event: UInt64
    let observedAt: Timestamp
    let differences: [Difference]
  }

  /// A parameter that differs; nil where it is not there.
  struct Difference: Hashable {
    let name: String
    let requested: String?
    let recorded: String?
  }

  /// How many recorded requests are looked at, and how many are named.
  private static let looked = 500
  private static let named = 3

  init(_ request: ClientRequest, reason: String?) {
    self.request = request
    self.reason = reason
  }

  /// Looks for what comes nearest: about the same symbol, else the newest.
  mutating func look(in log: borrowing RecordedLog, _ index: PathIndex) throws {
    let requested = request.parameters
    let same = requested["symbol"].map { index.sequences(of: $0) } ?? []
    let candidates = (same.isEmpty ? index.all : same).suffix(Self.looked)
    let scope = log.scope
    let glances = try log.log.read { (snapshot: borrowing Snapshot) in
      try scope.responses(Array(candidates), in: snapshot)
    }
    var newest: [String: EventSummary] = [:]
    let good = glances.filter { $0.isSuccess }
    for glance in good.isEmpty ? glances : good
    where newest[glance.query].map({ $0.isOlder(than: glance) }) ?? true {
      newest[glance.query] = glance
    }
    let near = newest.values.map { glance in
      Near(
        query: glance.query, event: glance.sequence, observedAt: glance.observedAt,
        differences: Self.differences(
          requested, ClientRequest(method: "GET", target: "?\(glance.query)").parameters)
      )
    }
    nearest = near.sorted {
      ($0.differences.count, $1.event) < ($1.differences.count, $0.event)
    }.prefix(Self.named).map { $0 }
  }

  /// The parameters in which two requests differ, in the order of their names.
  static func differences(_ requested: Parameters, _ recorded: Parameters) -> [Difference] {
    let names = Set(requested.pairs.map(\.name)).union(recorded.pairs.map(\.name)).sorted()
    return names.compactMap { name in
      requested[name] == recorded[name]
        ? nil : Difference(name: name, requested: requested[name], recorded: recorded[name])
    }
  }

  var response: PlayedResponse { PlayedResponse(status: 404, json: json) }

  private var json: [UInt8] {
    var message = "the archive holds no response to \(request.method) \(request.text)"
    if let reason { message += ", and none can be made from others: \(reason)" }
    if let near = nearest.first {
      message += "; the nearest is \(recorded(near)) (event \(near.event))"
    } else if paths.isEmpty, nearest.isEmpty {
      message += "; nothing of this path was recorded"
    }
    var members: [(String, JSONDocument)] = [
      ("code", .integer(-404)), ("msg", .text(message)),
      ("request", .text("\(request.method) \(request.text)")),
      ("nearest", .array(nearest.map { document($0) })),
    ]
    if !paths.isEmpty { members.append(("recorded_paths", .array(paths.map { .text($0) }))) }
    return JSONDocument.object(members).bytes
  }

  private func recorded(_ near: Near) -> String {
    near.query.isEmpty ? request.path : "\(request.path)?\(near.query)"
  }

  private func document(_ near: Near) -> JSONDocument {
    .object([
      ("request", .text(recorded(near))), ("event", .number(near.event)),
      ("observed_at", .text(near.observedAt.iso8601)),
      (
        "differs",
        .array(
          near.differences.map {
            .object([
              ("parameter", .text($0.name)), ("asked", .text($0.requested)), ("recorded", .text($0.recorded)),
            ])
          })
      ),
    ])
  }
}
