import BinanceUS
import EventLog
import JSONView

/// Folds pages of trades and orders, and tells where one contradicts another.
struct RecordFold: ~Copyable {
  private(set) var findings: [AuditFinding] = []
  /// The places of those findings that miss trades, and of those that miss orders.
  private(set) var missedTrades: Set<Int> = []
  private(set) var missedOrders: Set<Int> = []
  var books: [String: SymbolRecords] = [:]
  var flows: TradeFlows
  private let log: EventLog
  private var earlier: LogWalk

  init(_ log: EventLog, flows: TradeFlows) throws {
    self.log = log
    earlier = try LogWalk(log)
    self.flows = flows
  }

  /// Takes a good answer of myTrades, allOrders or order, and what sync knows of its symbol now.
  mutating func take(_ page: Page, state: SymbolState) throws {
    books[page.symbol, default: SymbolRecords()].enter(
      tradeEpoch: state.trades.epoch, orderEpoch: state.orders.epoch)
    var present: [Int64: Set<Int64>] = [:]
    for row in page.rows {
      guard let id = row[page.idField]?.int64 else { continue }
      let order = page.isTrades ? row["orderId"]?.int64 ?? 0 : 0
      present[id, default: []].insert(order)
      if page.isTrades {
        try takeTrade(row, id, order, page, state)
      } else {
        try takeOrder(row, id, page)
      }
    }
    let claim =
      page.endpoint == .order
      ? nil
      : PageClaim(page.query, ids: Array(present.keys), rows: page.rows.count, endpoint: page.endpoint)
    if let claim { try check(claim, page, present) }
  }

  private mutating func takeTrade(
    _ row: JSONValue, _ id: Int64, _ order: Int64, _ page: Page, _ state: SymbolState
  ) throws {
    let content = RecordContent.hash(row, RecordContent.tradeFields)
    let (place, isThere) = books[page.symbol]?.trades.place(of: id, order: order) ?? (0, false)
    if isThere, let known = books[page.symbol]?.trades[place] {
      if known.content != content { try contradict(known, row, page, RecordContent.tradeFields) }
      books[page.symbol]?.trades[place].content = content
      books[page.symbol]?.trades[place].sequence = page.header.sequence
      books[page.symbol]?.trades[place].isMissing = false
      return
    }
    let record = KnownRecord(id: id, order: order, content: content, sequence: page.header.sequence)
    books[page.symbol]?.trades.insert(record, at: place)
    if let quantity = row["qty"]?.text.flatMap({ ExactAmount($0) }) {
      let sum = books[page.symbol]?.traded[order]?.sum ?? .zero
      books[page.symbol]?.traded[order] = (sum + quantity, page.header.sequence)
    }
    flows.take(row, id: id, order: order, page.header.sequence, state)
  }

  private mutating func takeOrder(_ row: JSONValue, _ id: Int64, _ page: Page) throws {
    let sequence = page.header.sequence
    let isFinal = OrderBook.finalStates.contains(row["status"]?.text ?? "")
    let executed = row["executedQty"]?.text.flatMap { ExactAmount($0) }
    let ended = row["updateTime"]?.int64 ?? page.header.observedAt.microseconds / 1000
    var record = KnownRecord(
      id: id, order: 0, content: RecordContent.hash(row, RecordContent.orderFields), sequence: sequence)
    record.isFinal = isFinal
    // Unfilled orders are archived 90 days after they ended; an open one may end at any time.
    // A day less, for clocks that differ. Source: fact sheet of the API, section 1.7.
    let from = isFinal ? ended : page.header.observedAt.microseconds / 1000
    record.keptUntil = executed == .zero ? from +| 89 *| 86_400_000 : nil
    let (place, isThere) = books[page.symbol]?.orders.place(of: id, order: 0) ?? (0, false)
    if isThere, let known = books[page.symbol]?.orders[place] {
      if known.isFinal, known.content != record.content {
        try contradict(known, row, page, RecordContent.orderFields)
      }
      books[page.symbol]?.orders[place] = record
    } else {
      books[page.symbol]?.orders.insert(record, at: place)
    }
    if isFinal, let executed { books[page.symbol]?.executed[id] = (executed, ended, sequence) }
  }

  /// Compares with the earlier event itself: only what both say and say differently counts.
  private mutating func contradict(
    _ known: KnownRecord, _ row: JSONValue, _ page: Page, _ fields: [String]
  ) throws {
    guard let (header, body) = try earlier.event(known.sequence), let body,
      let old = Page(header, body)?.rows.first(where: { old in
        old[page.idField]?.int64 == known.id && (!page.isTrades || old["orderId"]?.int64 == known.order)
      })
    else { return }
    let differences = RecordContent.differences(old, row, fields)
    guard !differences.isEmpty else { return }
    let what = page.isTrades ? "trade" : "final order"
    findings.append(
      AuditFinding(
        page.isTrades ? .tradeContradicted : .orderContradicted, page.symbol, ids: [known.id],
        events: [header.sequence, page.header.sequence],
        "\(what) \(known.id) is told in two ways: \(differences.joined(separator: "; "))",
        next:
          "compare bnus-replay show \(header.sequence) with show \(page.header.sequence), and ask the exchange"
      ))
  }

  private mutating func check(_ claim: PageClaim, _ page: Page, _ present: [Int64: Set<Int64>]) throws {
    guard let book = books[page.symbol] else { return }
    let known = page.isTrades ? book.trades : book.orders
    let places: [Int]
    switch claim {
    case .ids(let range):
      places = Array(known.places(in: range))
      if page.isTrades, range.upperBound == .max {
        let observed = page.header.observedAt.microseconds / 1000
        books[page.symbol]?.tradesShownUntil = max(book.tradesShownUntil, observed)
      }
    case .order(let order): places = known.places(ofOrder: order)
    }
    let now = page.header.observedAt.microseconds / 1000
    let missing = places.filter { place in
      let record = known[place]
      return !record.isMissing && present[record.id]?.contains(record.order) != true
        && (record.keptUntil.map { now < $0 } ?? true)
    }
    guard !missing.isEmpty else { return }
    for place in missing {
      if page.isTrades {
        books[page.symbol]?.trades[place].isMissing = true
      } else {
        books[page.symbol]?.orders[place].isMissing = true
      }
    }
    try report(missing.map { known[$0] }, page)
  }

  private mutating func report(_ missing: [KnownRecord], _ page: Page) throws {
    let same = try idsOfSameRequest(before: page)
    for isSame in [true, false] {
      let records = missing.filter { (same[$0.id] != nil) == isSame }
      guard let last = isSame ? same[records.first?.id ?? 0] : records.map(\.sequence).max() else { continue }
      let what = "\(page.isTrades ? "trade" : "order")\(records.count == 1 ? "" : "s")"
      let ids = records.map(\.id)
      let named = ids.prefix(5).map { "\($0)" }.joined(separator: ", ") + (ids.count > 5 ? " …" : "")
      if page.isTrades { missedTrades.insert(findings.count) } else { missedOrders.insert(findings.count) }
      findings.append(
        AuditFinding(
          isSame ? .pageLacksRecord : .recordVanished, page.symbol, ids: ids,
          events: [last, page.header.sequence],
          isSame
            ? "the answer lacks \(what) \(named), which an earlier answer to the same request held"
            : "the answer must hold \(what) \(named), which event \(last) told of, and does not",
          next:
            "run bnus-replay sync again: an answer may be short; if it stays so, the exchange forgot the \(what), which the archive keeps"
        ))
    }
  }

  /// How many earlier answers to a request are looked at.
  private static let earlierAnswers = 8

  /// The records that the newest earlier answers to the same request held, and in which event.
  private mutating func idsOfSameRequest(before page: Page) throws -> [Int64: UInt64] {
    let header = page.header
    let sequences = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.sequences(request: header.requestKey, through: header.sequence -| 1)
    }
    var ids: [Int64: UInt64] = [:]
    for sequence in sequences.suffix(RecordFold.earlierAnswers) {
      guard let (header, body) = try earlier.event(sequence, { $0.isSuccess }), let body,
        let old = Page(header, body)
      else { continue }
      for id in old.rows.compactMap({ $0[old.idField]?.int64 }) { ids[id] = sequence }
    }
    return ids
  }
}
