import Audit
import BinanceUS
import EventModel
import JSONView
import TestKit

/// A kind of fault; `put` gives whether the days had a place for it.
enum Injection: String, CaseIterable, Sendable {
  case alteredTrade, alteredOrder, lackingTrade, lackingOrder, vanishedRecord, executedOtherwise, secondName,
    alteredBalance, droppedEvent, lostPage

  func put(into faulty: inout FaultyDays) -> Bool {
    switch self {
    case .alteredTrade: alterRecord(Endpoint.myTrades.path, &faulty)
    case .alteredOrder: alterRecord(Endpoint.allOrders.path, &faulty)
    case .lackingTrade: lack(Endpoint.myTrades.path, &faulty, sameRequest: true)
    case .lackingOrder: lack(Endpoint.allOrders.path, &faulty, sameRequest: true)
    case .vanishedRecord: vanish(&faulty)
    case .executedOtherwise: execute(&faulty)
    case .secondName: rename(&faulty)
    case .alteredBalance: alterBalance(&faulty)
    case .droppedEvent: drop(&faulty)
    case .lostPage: lose(&faulty)
    }
  }

  /// One response reports a trade or a final order otherwise than those before and after it.
  private func alterRecord(_ endpoint: String, _ faulty: inout FaultyDays) -> Bool {
    let isTrades = endpoint == Endpoint.myTrades.path
    for symbol in faulty.freeSymbols() {
      for place in faulty.days.pages(endpoint, of: symbol).shuffled(using: &faulty.random) {
        let line = faulty.days.lines[place]
        for row in line.rows.shuffled(using: &faulty.random).prefix(20) {
          guard let id = RecordID(row, line.idField) else { continue }
          let reports = faulty.reports(of: id, endpoint, symbol).filter {
            isTrades || isFinal(id, in: faulty.days.lines[$0])
          }
          // The first report of all is what sums and orders are counted by.
          guard let changed = reports.firstIndex(of: place), reports.count > 1 else { continue }
          let fields =
            ["price"] + (changed == 0 ? [] : isTrades ? tradeFields : ["origQty", "time", "stopPrice"])
          let field = faulty.random.pick(fields)
          guard faulty.alter(id, field, in: place, { other($0) }) else { continue }
          let numbers = reports.map { faulty.number($0) }
          for (before, after) in zip(numbers, numbers.dropFirst())
          where before == numbers[changed] || after == numbers[changed] {
            faulty.expect(
              isTrades ? .tradeContradicted : .orderContradicted, symbol, [id.id], lines: [before, after])
          }
          faulty.take(symbol: symbol)
          return true
        }
      }
    }
    return false
  }

  private var tradeFields: [String] {
    ["qty", "quoteQty", "commission", "time", "isBuyer", "commissionAsset"]
  }

  private func other(_ value: JSONValue) -> String {
    if let bool = value.bool { return bool ? "false" : "true" }
    if value.text?.utf8.first.map({ $0 > 0x39 }) == true { return "\"OTHER\"" }
    return FaultyDays.otherNumber(value)
  }

  private func isFinal(_ id: RecordID, in line: RecordedLine) -> Bool {
    line.row(id).flatMap { line.rows[$0]["status"]?.text }.map { OrderBook.finalStates.contains($0) } ?? false
  }

  /// One response lacks a record that it must hold; the ones after it hold it again.
  private func lack(_ endpoint: String, _ faulty: inout FaultyDays, sameRequest: Bool) -> Bool {
    for symbol in faulty.freeSymbols() {
      for place in faulty.days.pages(endpoint, of: symbol).shuffled(using: &faulty.random) {
        let line = faulty.days.lines[place]
        guard !line.isFull else { continue }
        for id in line.rows.compactMap({ RecordID($0, line.idField) }).shuffled(using: &faulty.random).prefix(
          20)
        {
          let before = faulty.reports(of: id, endpoint, symbol).filter { $0 < place }
          let same = before.last { faulty.days.lines[$0].header.query == line.header.query }
          guard let last = sameRequest ? same : before.last, (same != nil) == sameRequest,
            let row = line.row(id)
          else { continue }
          faulty.expect(
            sameRequest ? .pageLacksRecord : .recordVanished, symbol, [id.id],
            lines: [faulty.number(last), line.number])
          faulty.days.removeRow(row, in: place)
          faulty.take(symbol: symbol)
          return true
        }
      }
    }
    return false
  }

  /// A record is reported once and never again, by whatever request.
  private func vanish(_ faulty: inout FaultyDays) -> Bool {
    for symbol in faulty.freeSymbols() {
      for endpoint in [Endpoint.myTrades.path, Endpoint.allOrders.path].shuffled(using: &faulty.random) {
        let ids = Set(
          faulty.days.pages(endpoint, of: symbol).flatMap { place in
            faulty.days.lines[place].rows.compactMap {
              RecordID($0, faulty.days.lines[place].idField)
            }
          })
        let sorted = ids.sorted { ($0.id, $0.order) < ($1.id, $1.order) }
        for id in sorted.shuffled(using: &faulty.random).prefix(60) {
          let reports = faulty.reports(of: id, endpoint, symbol)
          guard reports.count > 1, !reports.contains(where: { faulty.days.lines[$0].isFull }) else {
            continue
          }
          let query = faulty.days.lines[reports[1]].header.query
          if faulty.days.lines[reports[0]].header.query == query { continue }
          faulty.expect(
            .recordVanished, symbol, [id.id], lines: reports.prefix(2).map { faulty.number($0) })
          for place in reports.dropFirst() {
            faulty.days.lines[place].row(id).map { faulty.days.removeRow($0, in: place) }
          }
          faulty.take(symbol: symbol)
          return true
        }
      }
    }
    return false
  }
}
