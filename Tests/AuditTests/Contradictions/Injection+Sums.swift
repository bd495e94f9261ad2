import Audit
import BinanceUS
import EventModel
import JSONView
import TestKit

extension Injection {
  /// Every response reports that a final order executed another quantity.
  func execute(_ faulty: inout FaultyDays) -> Bool {
    let orders = Endpoint.allOrders.path
    for symbol in faulty.freeSymbols() {
      let pages = faulty.days.pages(orders, of: symbol)
      let rows = pages.flatMap { place in
        faulty.days.lines[place].rows.filter { OrderBook.finalStates.contains($0["status"]?.text ?? "") }
      }
      for id in rows.compactMap({ RecordID($0, "orderId") }).shuffled(using: &faulty.random).prefix(20) {
        let reports = faulty.reports(of: id, orders, symbol)
        guard let last = reports.last else { continue }
        for place in reports {
          _ = faulty.alter(id, "executedQty", in: place) { FaultyDays.otherNumber($0) }
        }
        let pages = faulty.days.pages(Endpoint.myTrades.path, of: symbol)
        var known: Set<Int64> = []
        var reporter: Int?
        for place in pages {
          for row in faulty.days.lines[place].rows where row["orderId"]?.int64 == id.id {
            if let trade = row["id"]?.int64, known.insert(trade).inserted { reporter = faulty.number(place) }
          }
        }
        let lines = [reporter, faulty.number(last)].compactMap { $0 }.sorted()
        faulty.expect(.orderUnlikeTrades, symbol, [id.id], lines: lines)
        faulty.take(symbol: symbol)
        return true
      }
    }
    return false
  }

  /// A page of trades appears under a second symbol.
  func rename(_ faulty: inout FaultyDays) -> Bool {
    for symbol in faulty.freeSymbols() {
      let pages = faulty.days.pages(Endpoint.myTrades.path, of: symbol).filter {
        !faulty.days.lines[$0].rows.isEmpty
      }
      guard !pages.isEmpty else { continue }
      let place = faulty.random.pick(pages)
      let line = faulty.days.lines[place]
      let body = String(decoding: line.body, as: UTF8.self).split(
        separator: "\"\(symbol)\"", omittingEmptySubsequences: false
      ).joined(separator: "\"\(symbol)4\"")
      let number = faulty.days.add(
        like: place, query: "symbol=\(symbol)4&fromId=0&limit=1000", body: body)
      faulty.expect(
        .fillUnderTwoSymbols, symbol + "4", line.rows.compactMap { $0["id"]?.int64 }, lines: [number])
      for name in [symbol, symbol + "4"] { faulty.take(symbol: name) }
      return true
    }
    return false
  }

  /// An account response reports another amount of an asset.
  func alterBalance(_ faulty: inout FaultyDays) -> Bool {
    let cuts = faulty.days.places(Endpoint.account.path)
    let place = faulty.random.pick(cuts)
    let value: JSONValue
    do { value = try JSONValue.parse(faulty.days.lines[place].body) } catch { return false }
    for balance in (value["balances"]?.elements ?? []).shuffled(using: &faulty.random) {
      guard let asset = balance["asset"]?.text, let amount = balance[faulty.random.pick(["free", "locked"])],
        faulty.take(assets: [asset])
      else { continue }
      faulty.days.replace(amount, in: place, with: FaultyDays.otherNumber(amount))
      for (before, after) in zip(cuts, cuts.dropFirst()) where before == place || after == place {
        faulty.expect(.balanceUnexplained, asset, lines: [faulty.number(before), faulty.number(after)])
      }
      return true
    }
    return false
  }

  /// A response that reported nothing which others do not report is not in the archive.
  func drop(_ faulty: inout FaultyDays) -> Bool {
    let lines = faulty.days.lines
    let places = lines.indices.dropFirst().dropLast().filter { place in
      let line = lines[place]
      let isInRun = lines[place - 1].run == line.run && lines[place + 1].run == line.run
      let reportsNothing =
        line.endpoint == Endpoint.ticker24h.path || line.endpoint == Endpoint.time.path
        || (line.header.kind != .runStart && !line.header.isSuccess)
      return isInRun && reportsNothing
        && !faulty.expected.contains { $0.kind == .coverageGap && $0.subject == line.run.text }
    }
    guard !places.isEmpty else { return false }
    let place = faulty.random.pick(places)
    faulty.expect(
      .coverageGap, lines[place].run.text, lines: [lines[place - 1].number, lines[place + 1].number])
    faulty.days.remove(place)
    return true
  }

  /// A page that brought trades which no other response reports is lost, and no ordinal shows it.
  func lose(_ faulty: inout FaultyDays) -> Bool {
    let trades = Endpoint.myTrades.path
    for symbol in faulty.freeSymbols() {
      for place in faulty.days.pages(trades, of: symbol).shuffled(using: &faulty.random) {
        let line = faulty.days.lines[place]
        let own = line.rows.filter { row in
          RecordID(row, "id").map { faulty.reports(of: $0, trades, symbol) == [place] } ?? false
        }
        guard !own.isEmpty, let market = market(of: symbol, faulty.days),
          faulty.take(assets: Set(own.compactMap { $0["commissionAsset"]?.text }).union(market))
        else { continue }
        faulty.consequences.append(
          Consequences(
            symbol: symbol, assets: market.union(own.compactMap { $0["commissionAsset"]?.text }),
            orders: Set(own.compactMap { $0["orderId"]?.int64 })))
        faulty.days.hide(place)
        faulty.take(symbol: symbol)
        return true
      }
    }
    return false
  }

  private func market(of symbol: String, _ days: RecordedDays) -> Set<String>? {
    guard let place = days.places(Endpoint.exchangeInfo.path).last else { return nil }
    do {
      let symbols = try JSONValue.parse(days.lines[place].body)["symbols"]?.elements
      let row = symbols?.first { $0["symbol"]?.text == symbol }
      return row.map { Set([$0["baseAsset"], $0["quoteAsset"]].compactMap { $0?.text }) }
    } catch { return nil }
  }
}
