import EventLog
import EventModel

/// Errors that the exchange was seen to send, for `--fault`.
struct FaultResponses {
  /// By status, newest last; a few of each are enough.
  private var events: [Int: [UInt64]]?
  private static let most = 64

  init() {}

  /// The error of a rule: one that was recorded, of the same path where there is one, else the
  /// exchange's plain words; with the rule's pause where it has one.
  mutating func response(_ rule: FaultRule, to request: ClientRequest, in log: inout RecordedLog) throws
    -> PlayedResponse
  {
    let status = rule.status
    let events = try self.events ?? FaultResponses.find(in: log)
    self.events = events
    var chosen: RecordedResponse?
    for sequence in (events[status] ?? []).reversed() {
      let recorded = try log.response(sequence)
      if chosen == nil || recorded.header.path == request.path { chosen = recorded }
      if recorded.header.path == request.path { break }
    }
    var response: PlayedResponse
    if let chosen {
      response = PlayedResponse(chosen.header, body: chosen.body.buffer)
    } else {
      let pause = status == 429 || status == 418
      response = PlayedResponse(
        status: status, json: Array(FaultResponses.words(status).utf8),
        more: [(.bnusFault, "made up")] + (pause ? [(.retryAfter, "1")] : []))
    }
    if let seconds = rule.retryAfterSeconds { response = response.retryAfter(seconds) }
    response.isFault = true
    return response
  }

  private static func find(in log: borrowing RecordedLog) throws -> [Int: [UInt64]] {
    var events: [Int: [UInt64]] = [:]
    let scope = log.scope
    guard scope.first <= scope.last else { return events }
    for start in stride(from: scope.first, through: scope.last, by: 10_000) {
      let part = Array(start...min(start +| 9_999, scope.last))
      let found = try log.log.read { (snapshot: borrowing Snapshot) in
        try scope.responses(part, in: snapshot)
      }
      for recorded in found where recorded.status >= 400 {
        events[Int(recorded.status), default: []].append(recorded.sequence)
        if events[Int(recorded.status), default: []].count > most {
          events[Int(recorded.status)]?.removeFirst()
        }
      }
    }
    return events
  }

  /// Source: docs/binance-us-api.md, section 4.
  private static func words(_ status: Int) -> String {
    switch status {
    case 401: #"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#
    case 418, 429: #"{"code":-1003,"msg":"Too many requests."}"#
    case 504: #"{"code":-1007,"msg":"Timeout waiting for response from backend server."}"#
    default: #"{"code":-1000,"msg":"An unknown error occurred while processing the request."}"#
    }
  }
}
