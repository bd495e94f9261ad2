public import EventModel

/// A random log out of a seed, made to hurt: runs that interleave, times out of order, entities
/// reported again, pages that overlap, self trades, ids that collide across symbols, responses that
/// nearly repeat the one before, empty responses, broken bodies and broken records, errors and
/// failures.
public struct DiceLog {
  private var dice: SeededGenerator
  private var ordinals: [UInt32]
  private let runs: [RunID]
  private var records: DiceRecords
  private var previousResponses: [String: DiceRecords.Response] = [:]

  /// The events of a log of `count` events.
  public static func events(seed: UInt64, count: Int) -> [NewEvent] {
    var log = DiceLog(seed: seed)
    return (0..<count).map { _ in log.event() }
  }

  private init(seed: UInt64) {
    dice = SeededGenerator(seed: seed)
    records = DiceRecords(seed: seed ^ 0xD1CE)
    let count = dice.within(1...5)
    runs = (0..<count).compactMap { RunID("run-\($0 * 7 % 5)") }
    ordinals = Array(repeating: 0, count: count)
  }

  private mutating func event() -> NewEvent {
    let place = dice.within(0...runs.count - 1)
    defer { ordinals[place] += 1 }
    let time = Timestamp(microseconds: 1_795_409_624_000_000 + Int64(dice.within(0...40)) * 500_000)
    var event = NewEvent(
      run: runs[place], ordinal: ordinals[place], method: "GET", host: "api.binance.us", attempt: 1,
      observedAt: time, status: 200)
    if ordinals[place] == 0, !dice.oneIn(4) { return mark(.runStart, &event) }
    switch dice.within(0...24) {
    case 0: return mark(.runEnd, &event)
    case 1: return error(&event)
    default:
      fill(&event)
      return event
    }
  }

  private func mark(_ kind: EventKind, _ event: inout NewEvent) -> NewEvent {
    event.kind = kind
    (event.method, event.host, event.attempt, event.status) = ("", "", 0, 0)
    return event
  }

  /// A refusal, a failure, or an endpoint that no table reads.
  private mutating func error(_ event: inout NewEvent) -> NewEvent {
    fill(&event)
    switch dice.within(0...2) {
    case 0: event.status = dice.pick([400, 404, 429, 500, 301])
    case 1: (event.kind, event.status, event.body) = (.failure, 0, [])
    default: (event.endpoint, event.path) = ("/sapi/v1/staking/history", "/sapi/v1/staking/history")
    }
    return event
  }

  /// A new response, or the last one of its endpoint with nothing or little changed.
  private mutating func response() -> DiceRecords.Response {
    var response = records.response()
    if dice.oneIn(2), let before = previousResponses[response.endpoint] {
      response = DiceRecords.Response(
        endpoint: before.endpoint, query: before.query, body: edited(before.body))
    }
    previousResponses[response.endpoint] = response
    return response
  }

  /// A text changed in up to three places: another digit, a space that may stand there, an object
  /// that is empty now.
  private mutating func edited(_ body: String) -> String {
    var text = Array(body.utf8)
    for _ in 0..<dice.within(0...3) {
      switch dice.within(0...2) {
      case 0:
        let digits = text.indices.filter { (0x30...0x39).contains(text[$0]) }
        if let place = digits.randomElement(using: &dice) { text[place] = UInt8(dice.within(0x30...0x39)) }
      case 1:
        let commas = text.indices.filter { text[$0] == UInt8(ascii: ",") }
        if let place = commas.randomElement(using: &dice) { text.insert(UInt8(ascii: " "), at: place + 1) }
      default:
        guard let open = text.lastIndex(of: UInt8(ascii: "{")),
          let close = text[open...].firstIndex(of: UInt8(ascii: "}"))
        else { continue }
        text.replaceSubrange(open...close, with: Array("{}".utf8))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func fill(_ event: inout NewEvent) {
    let response = response()
    (event.endpoint, event.path, event.query) = (response.endpoint, response.endpoint, response.query)
    event.body = Array(response.body.utf8)
    switch dice.within(0...29) {
    case 0: event.body = Array(event.body.prefix(dice.within(0...max(0, event.body.count - 1))))
    case 1: event.body = Array(dice.pick(["<html></html>", "null", "[]", "{}", "7", "\"text\"", " "]).utf8)
    case 2: event.body.append(contentsOf: Array(dice.pick([" x", ",", "]", "}"]).utf8))
    case 3: event.body.insert(dice.pick([0xFF, 0x00, 0x0A]), at: dice.within(0...event.body.count))
    default: break
    }
  }
}
