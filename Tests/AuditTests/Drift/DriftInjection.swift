import BinanceUS
import JSONView
import TestKit

/// A change of shape injected into an endpoint's responses, and what must be found.
enum DriftInjection: String, CaseIterable, Sendable {
  case newField = "field_appeared"
  case goneField = "field_vanished"
  case otherType = "new_type"
  case newWord = "new_value"
  case otherScale = "new_scale"

  /// Where an endpoint keeps its records, and which of their members a change may strike.
  struct Target: Sendable {
    let path: String
    /// The path of its records, and a member of the response that holds them.
    let records: String
    let member: String?
    let removable: String
    let typed: String
    let word: String?
    let scaled: String
    /// Pages of a history: in the first run any of them may hold the first value of its kind.
    var isHistory = false
  }

  static let targets = [
    Target(
      path: "/api/v3/exchangeInfo", records: "symbols[]", member: "symbols", removable: "ocoAllowed",
      typed: "baseAssetPrecision", word: "status", scaled: "filters"),
    Target(
      path: "/api/v3/ticker/24hr", records: "[]", member: nil, removable: "weightedAvgPrice", typed: "count",
      word: nil, scaled: "lastPrice"),
    Target(
      path: "/api/v3/account", records: "balances[]", member: "balances", removable: "locked", typed: "asset",
      word: nil, scaled: "free"),
    Target(
      path: "/sapi/v1/capital/config/getall", records: "[]", member: nil, removable: "isLegalMoney",
      typed: "trading", word: nil, scaled: "withdrawing"),
    Target(
      path: "/api/v3/myTrades", records: "[]", member: nil, removable: "isBestMatch", typed: "isMaker",
      word: nil, scaled: "price", isHistory: true),
    Target(
      path: "/api/v3/allOrders", records: "[]", member: nil, removable: "timeInForce", typed: "isWorking",
      word: "status", scaled: "origQty", isHistory: true),
  ]

  /// Changes responses from a random one on; returns the event and what it shows, nil without a place.
  func put(
    into days: inout RecordedDays, _ target: Target, _ random: inout SeededGenerator
  ) -> String? {
    let isLate = target.isHistory && [.newWord, .otherScale, .goneField].contains(self)
    let all = days.places(target.path).filter { !records(of: days.lines[$0], target).isEmpty }
    let first = days.lines[all[0]].run
    let places = all.dropFirst().filter { !isLate || days.lines[$0].run != first }
    guard !places.isEmpty else { return nil }
    let place = random.pick(Array(places))
    let field: String
    switch self {
    case .newField:
      field = "novel"
      for later in all where later >= place {
        edit(later, &days, target) { row in
          [(row.range.upperBound - 1..<row.range.upperBound - 1, ",\"novel\":7")]
        }
      }
    case .goneField:
      field = target.removable
      for later in all where later >= place { edit(later, &days, target) { row in cut(row, field) } }
    case .otherType:
      field = target.typed
      strike(place, &days, target, field, &random) { _ in "{}" }
    case .newWord:
      guard let word = target.word else { return nil }
      field = word
      strike(place, &days, target, field, &random) { _ in "\"NOVEL_STATE\"" }
    case .otherScale:
      if target.scaled == "filters" { return nil }
      field = target.scaled
      strike(place, &days, target, field, &random) { _ in "\"0.\(String(repeating: "3", count: 13))\"" }
    }
    return "\(place + 1) \(rawValue) \(target.records).\(field)"
  }

  private func records(of line: RecordedLine, _ target: Target) -> [JSONValue] {
    guard let member = target.member else { return line.rows }
    do { return try JSONValue.parse(line.body)[member]?.elements ?? [] } catch { return [] }
  }

  /// One record of the response gets another value.
  private func strike(
    _ place: Int, _ days: inout RecordedDays, _ target: Target, _ field: String,
    _ random: inout SeededGenerator, _ text: (JSONValue) -> String
  ) {
    let rows = records(of: days.lines[place], target)
    guard let value = random.pick(rows)[field] else { return }
    days.replace(value, in: place, with: text(value))
  }

  /// Every record of the response is edited, from the last on, so that ranges hold.
  private func edit(
    _ place: Int, _ days: inout RecordedDays, _ target: Target,
    _ change: (JSONValue) -> [(range: Range<Int>, text: String)]
  ) {
    var body = days.lines[place].body
    for row in records(of: days.lines[place], target).reversed() {
      for edit in change(row) { body.replaceSubrange(edit.range, with: edit.text.utf8) }
    }
    days.rewrite(place) { _ in String(decoding: body, as: UTF8.self) }
  }

  /// The member, which is not the first, with the comma before it.
  private func cut(_ row: JSONValue, _ field: String) -> [(range: Range<Int>, text: String)] {
    let members = row.members ?? []
    guard let place = members.firstIndex(where: { $0.key == field }), place > 0 else { return [] }
    return [(members[place - 1].value.range.upperBound..<members[place].value.range.upperBound, "")]
  }
}
