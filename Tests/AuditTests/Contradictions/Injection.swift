import Audit
import BinanceUS
import JSONView
import SimulatedExchange
import TestKit

/// A fault put into three days of answers, at a place drawn from a seed, and what must be found.
enum Injection: String, CaseIterable, Sendable {
  case alteredTrade, alteredOrder, lackingTrade, lackingOrder, untoldTrade, secondName, alteredBalance,
    lostAnswer

  struct Expected: Hashable, CustomStringConvertible {
    let kind: String
    let subject: String
    let ids: [Int64]

    var description: String { "\(kind) \(subject) \(ids)" }

    init(_ kind: AuditFinding.Kind, _ subject: String, _ ids: [Int64] = []) {
      (self.kind, self.subject, self.ids) = (kind.rawValue, subject, ids)
    }

    init(_ finding: AuditFinding) {
      let counts = finding.kind != .fillUnderTwoSymbols
      self.init(finding.kind, finding.subject, counts ? finding.ids : [])
    }
  }

  /// Alters the days; nil where the seed's world has no place for it.
  func inject(into days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    switch self {
    case .alteredTrade: alterTrade(&days, &random)
    case .alteredOrder: alterOrder(&days, &random)
    case .lackingTrade: lack("/api/v3/myTrades", "id", &days, &random)
    case .lackingOrder: lack("/api/v3/allOrders", "orderId", &days, &random)
    case .untoldTrade: silence(&days, &random)
    case .secondName: rename(&days, &random)
    case .alteredBalance: alterBalance(&days, &random)
    case .lostAnswer: lose(&days, &random)
    }
  }

  private func alterTrade(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let places = days.places("/api/v3/myTrades", from: 1).filter { place in
      days.events[place].rows.contains { isKnown($0, "id", before: place, days) }
    }
    guard !places.isEmpty else { return nil }
    let place = random.pick(places)
    let row = random.pick(days.events[place].rows.filter { isKnown($0, "id", before: place, days) })
    let field = random.pick(["price", "commission", "time"])
    guard let value = row[field], let id = row["id"]?.int64 else { return nil }
    let text =
      field == "time"
      ? "1\(value.rawText.dropFirst(1).reversed().map(String.init).joined())"
      : "\"7\(value.rawText.dropFirst())"
    guard text != value.rawText else { return nil }
    days.replace(value, in: place, with: text)
    return [Expected(.tradeContradicted, days.events[place].symbol, [id])]
  }

  private func alterOrder(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let places = days.places("/api/v3/allOrders", from: 1).shuffled(using: &random)
    for place in places {
      let rows = days.events[place].rows.filter { row in
        isFinal(row) && wasFinal(row, before: place, days)
      }
      guard let row = rows.randomElement(using: &random), let id = row["orderId"]?.int64 else { continue }
      let field = random.pick(["status", "price", "side", "origQty"])
      guard let value = row[field] else { continue }
      let text =
        switch field {
        case "status": value.text == "FILLED" ? "\"CANCELED\"" : "\"NEW\""
        case "side": value.text == "BUY" ? "\"SELL\"" : "\"BUY\""
        default: "\"7\(value.rawText.dropFirst())"
        }
      days.replace(value, in: place, with: text)
      return [Expected(.orderContradicted, days.events[place].symbol, [id])]
    }
    return nil
  }

  private func lack(
    _ endpoint: String, _ id: String, _ days: inout ThreeDays, _ random: inout SeededGenerator
  ) -> Set<Expected>? {
    let cursor = endpoint == "/api/v3/myTrades" ? "fromId" : "orderId"
    for place in days.places(endpoint, from: 1).shuffled(using: &random) {
      let query = CanonicalQuery(days.events[place].query)
      let rows = days.events[place].rows
      guard query[cursor] == "0", let number = rows.indices.dropLast().randomElement(using: &random),
        let name = rows[number][id]?.int64, isKnown(rows[number], id, before: place, days)
      else { continue }
      days.removeRow(number, in: place)
      return [Expected(.pageLacksRecord, days.events[place].symbol, [name])]
    }
    return nil
  }

  /// A trade of a final order that no answer tells of, from before the first account answer.
  private func silence(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let begin = ThreeDays.first.milliseconds
    let orders = days.places("/api/v3/allOrders").flatMap { place in
      days.events[place].rows.filter { isFinal($0) && ($0["updateTime"]?.int64 ?? .max) < begin }
    }
    let final = Set(orders.compactMap { $0["orderId"]?.int64 })
    for place in days.places("/api/v3/myTrades").shuffled(using: &random) {
      let rows = days.events[place].rows.filter { final.contains($0["orderId"]?.int64 ?? 0) }
      // The last one is asked for by its id.
      guard let row = rows.dropLast().randomElement(using: &random), let id = row["id"]?.int64,
        let order = row["orderId"]?.int64, (row["time"]?.int64 ?? .max) < begin
      else { continue }
      let symbol = days.events[place].symbol
      for other in days.places("/api/v3/myTrades") where days.events[other].symbol == symbol {
        let found = days.events[other].rows.lastIndex {
          $0["id"]?.int64 == id && $0["orderId"]?.int64 == order
        }
        if let found { days.removeRow(found, in: other) }
      }
      return [Expected(.orderUnlikeTrades, symbol, [order])]
    }
    return nil
  }

  private func rename(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let places = days.places("/api/v3/myTrades").filter { !days.events[$0].rows.isEmpty }
    guard !places.isEmpty else { return nil }
    let place = random.pick(places)
    let (symbol, body) = (days.events[place].symbol, String(decoding: days.events[place].body, as: UTF8.self))
    let renamed = body.split(separator: "\"\(symbol)\"", omittingEmptySubsequences: false).joined(
      separator: "\"\(symbol)4\"")
    days.add("/api/v3/myTrades", "symbol=\(symbol)4&fromId=0&limit=1000", Array(renamed.utf8), day: 2)
    return [Expected(.fillUnderTwoSymbols, symbol + "4")]
  }

  private func alterBalance(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let place = random.pick(days.places("/api/v3/account"))
    let value: JSONValue
    do { value = try JSONValue.parse(days.events[place].body) } catch { return nil }
    guard let balance = value["balances"]?.elements?.randomElement(using: &random),
      let asset = balance["asset"]?.text,
      let amount = balance[random.pick(["free", "locked"])]
    else { return nil }
    days.replace(amount, in: place, with: "\"7\(amount.rawText.dropFirst())")
    return [Expected(.balanceUnexplained, asset)]
  }

  /// An answer that is not in the archive, and that told nothing which others do not tell.
  private func lose(_ days: inout ThreeDays, _ random: inout SeededGenerator) -> Set<Expected>? {
    let places = days.events.indices.filter { place in
      let event = days.events[place]
      let isPage = ["/api/v3/myTrades", "/api/v3/allOrders"].contains(event.endpoint)
      let isLast = place + 1 == days.events.count || days.events[place + 1].run != event.run
      return !isLast && (isPage ? !event.query.contains("Id=0&") : event.endpoint == "/api/v3/ticker/24hr")
    }
    let place = random.pick(places)
    let run = days.events[place].run
    days.remove(at: place)
    return [Expected(.coverageGap, run)]
  }

  private func isFinal(_ row: JSONValue) -> Bool { OrderBook.finalStates.contains(row["status"]?.text ?? "") }

  /// An answer before this one told of the same record.
  private func isKnown(_ row: JSONValue, _ id: String, before place: Int, _ days: ThreeDays) -> Bool {
    let event = days.events[place]
    return days.events[..<place].contains { earlier in
      earlier.endpoint == event.endpoint && earlier.symbol == event.symbol && earlier.query == event.query
        && earlier.rows.contains {
          $0[id]?.int64 == row[id]?.int64 && $0["orderId"]?.int64 == row["orderId"]?.int64
        }
    }
  }

  private func wasFinal(_ row: JSONValue, before place: Int, _ days: ThreeDays) -> Bool {
    let event = days.events[place]
    return days.events[..<place].contains { earlier in
      earlier.endpoint == event.endpoint && earlier.symbol == event.symbol
        && earlier.rows.contains { $0["orderId"]?.int64 == row["orderId"]?.int64 && isFinal($0) }
    }
  }
}
