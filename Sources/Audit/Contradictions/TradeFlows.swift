import BinanceUS
import JSONView

/// What trades and fees did to the balances between one account response and the next; and fills that appear under two
/// symbols, which must not count twice. 24 bytes a fill.
struct TradeFlows {
  /// Account responses in order of time.
  let cuts: [AccountCut]
  /// By place of the response that follows, by asset: counted by the account's own time of change, and by the time of
  /// the response.
  private(set) var byChange: [Int: [String: ExactAmount]] = [:]
  private(set) var byResponse: [Int: [String: ExactAmount]] = [:]
  private var fills: [UInt64: Int] = [:]
  private var names: [String] = []
  private var places: [String: Int] = [:]
  private var doubles: [[Int]: [(id: Int64, sequence: UInt64)]] = [:]
  /// By place of a name, the coins of its newest market.
  private var markets: [Int: (base: String, quote: String)] = [:]

  init(cuts: [AccountCut]) { self.cuts = cuts }

  /// Takes a trade that was not known before.
  mutating func take(_ row: JSONValue, id: Int64, order: Int64, _ sequence: UInt64, _ symbol: SymbolState) {
    guard let time = row["time"]?.int64, let quantity = amount(row, "qty") else { return }
    var hash = FieldHash()
    for part in ["\(id)", "\(order)", "\(time)"] { hash.add(part) }
    hash.add(quantity)
    hash.add(amount(row, "price"))
    let name = place(of: symbol.name)
    markets[name] = (symbol.base, symbol.quote)
    if let other = fills[hash.value], other != name {
      doubles[[other, name], default: []].append((id, sequence))
      return
    }
    fills[hash.value] = name
    let sign = row["isBuyer"]?.bool == true ? quantity : -quantity
    add(sign, of: symbol.base, at: time)
    if let worth = amount(row, "quoteQty") {
      add(row["isBuyer"]?.bool == true ? -worth : worth, of: symbol.quote, at: time)
    }
    if let fee = amount(row, "commission"), let asset = row["commissionAsset"]?.text {
      add(-fee, of: asset, at: time)
    }
  }

  /// Adds what came to an asset or went from it at a time in milliseconds.
  mutating func add(_ amount: ExactAmount, of asset: String, at time: Int64) {
    if asset.isEmpty { return }
    byChange[place(of: time, by: { $0.changedAt }), default: [:]][asset, default: .zero] += amount
    byResponse[place(of: time, by: { $0.observedAt }), default: [:]][asset, default: .zero] += amount
  }

  /// Fills under two names, one finding a pair of names.
  var findings: [AuditFinding] {
    doubles.map { pair, fills in
      let (one, other) = (names[pair[0]], names[pair[1]])
      let number = fills.count == 1 ? "1 fill" : "\(fills.count) fills"
      return AuditFinding(
        .fillUnderTwoSymbols, other, ids: fills.map(\.id),
        events: [fills[0].sequence, fills[fills.count - 1].sequence],
        "\(number) of \(other), with id, order, time, price and quantity, also \(fills.count == 1 ? "appears" : "appear") under \(one)",
        next: "count them once: the market was renamed, see exchange_info of \(one) and \(other)")
    }.sorted { $0.subject < $1.subject }
  }

  /// The symbols that share fills with this one: names that one market had at different times.
  func otherNames(of symbol: String) -> [String] {
    doubles.keys.map { pair in (names[pair[0]], names[pair[1]]) }
      .compactMap { $0 == symbol ? $1 : $1 == symbol ? $0 : nil }.sorted()
  }

  /// Whether a market of one coin was renamed to a market of the other (USD became USD4).
  func isRenamed(_ one: String, _ other: String) -> Bool {
    doubles.keys.contains { pair in
      guard let old = markets[pair[0]], let new = markets[pair[1]] else { return false }
      let coins = [Set([old.base, new.base]), Set([old.quote, new.quote])]
      return coins.contains([one, other])
    }
  }

  private func amount(_ row: JSONValue, _ field: String) -> ExactAmount? {
    row[field]?.text.flatMap { ExactAmount($0) }
  }

  private mutating func place(of name: String) -> Int {
    if let place = places[name] { return place }
    places[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The first account response at or after this moment.
  private func place(of time: Int64, by moment: (AccountCut) -> Int64) -> Int {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if moment(cuts[middle]) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A successful response of account, with its times in milliseconds.
struct AccountCut {
  let sequence: UInt64
  let observedAt: Int64
  /// When the account changed last, as the response states it; never below that of the response before.
  var changedAt: Int64
}
