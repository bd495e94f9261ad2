import BinanceUS
import EventLog
import EventModel
import JSONView

/// Folds pages of trades and orders, and reports where one contradicts another.
struct RecordFold: ~Copyable {
  private(set) var findings: [AuditFinding] = []
  /// The places of those findings that miss trades, and of those that miss orders.
  private(set) var missedTrades: Set<Int> = []
  private(set) var missedOrders: Set<Int> = []
  var books: [String: SymbolRecords] = [:]
  var flows: TradeFlows
  private let log: EventLog
  private var earlier: LogWalk
  /// The earlier event that was compared with last.
  private var compared: Page?

  init(_ log: EventLog, flows: TradeFlows) throws {
    self.log = log
    earlier = try LogWalk(log)
    self.flows = flows
  }

  /// Takes a page, and what `sync` knows of its symbol at that point.
  mutating func take(_ page: Page, state: SymbolState) throws {
    books[page.symbol, default: SymbolRecords()].enter(
      tradeEpoch: state.trades.epoch, orderEpoch: state.orders.epoch)
    var present: Set<RecordKey> = []
    for row in page.rows {
      guard let key = page.key(of: row) else { continue }
      present.insert(key)
      if page.isTrades {
        try takeTrade(row, key, page, state)
      } else {
        try takeOrder(row, key, page)
      }
    }
    if let promise = page.page.promise { try check(promise, page, present) }
  }

  private mutating func takeTrade(
    _ row: JSONValue, _ key: RecordKey, _ page: Page, _ state: SymbolState
  ) throws {
    let content = RecordContent.hash(row, RecordContent.tradeFields)
    let known = books[page.symbol]?.trades[key]
    books[page.symbol]?.trades.put(
      KnownRecord(key: key, content: content, sequence: page.header.sequence))
    if let known {
      if known.content != content { try contradict(known, row, page, RecordContent.tradeFields) }
      return
    }
    if let quantity = row["qty"]?.text.flatMap({ ExactAmount($0) }) {
      let sum = books[page.symbol]?.traded[key.of]?.sum ?? .zero
      books[page.symbol]?.traded[key.of] = (sum + quantity, page.header.sequence)
    }
    flows.take(row, id: key.id, order: key.of, page.header.sequence, state)
  }

  private mutating func takeOrder(_ row: JSONValue, _ key: RecordKey, _ page: Page) throws {
    let sequence = page.header.sequence
    let isFinal = OrderBook.finalStates.contains(row["status"]?.text ?? "")
    let executed = row["executedQty"]?.text.flatMap { ExactAmount($0) }
    let ended = row["updateTime"]?.int64 ?? page.header.observedAt.microseconds / 1000
    var record = KnownRecord(
      key: key, content: RecordContent.hash(row, RecordContent.orderFields), sequence: sequence)
    record.isFinal = isFinal
    // Unfilled orders are archived 90 days after they ended; an open one may end at any time.
    // A day less, for clocks that differ. Source: docs/binance-us-api.md, section 1.7.
    let from = isFinal ? ended : page.header.observedAt.microseconds / 1000
    record.keptUntil = executed == .zero ? from +| 89 *| 86_400_000 : nil
    let known = books[page.symbol]?.orders[key]
    books[page.symbol]?.orders.put(record)
    if let known, known.isFinal, known.content != record.content {
      try contradict(known, row, page, RecordContent.orderFields)
    }
    if isFinal, let executed { books[page.symbol]?.executed[key.id] = (executed, ended, sequence) }
  }

  /// Compares with the earlier event itself: only fields that both have and that differ count.
  private mutating func contradict(
    _ known: KnownRecord, _ row: JSONValue, _ page: Page, _ fields: [String]
  ) throws {
    guard let earlier = try earlierPage(known.sequence),
      let old = earlier.rows.first(where: { earlier.key(of: $0) == known.key })
    else { return }
    let differences = RecordContent.differences(old, row, fields)
    guard !differences.isEmpty else { return }
    let what = page.isTrades ? "trade" : "final order"
    findings.append(
      AuditFinding(
        page.isTrades ? .tradeContradicted : .orderContradicted, page.symbol, ids: [known.key.id],
        events: [known.sequence, page.header.sequence],
        "\(what) \(known.key.id) is reported in two ways: \(differences.joined(separator: "; "))",
        next:
          "compare bnus-replay show \(known.sequence) with show \(page.header.sequence), and contact the exchange"
      ))
  }

  /// A page that was taken before; the records of one page are compared with those of few others.
  private mutating func earlierPage(_ sequence: UInt64) throws -> Page? {
    if let compared, compared.header.sequence == sequence { return compared }
    guard let (header, body) = try earlier.event(sequence), let body else { return nil }
    compared = Page(header, body)
    return compared
  }

  private mutating func check(
    _ promise: HistoryPage.Promise, _ page: Page, _ present: Set<RecordKey>
  ) throws {
    let now = page.header.observedAt.microseconds / 1000
    if page.isTrades, case .ids(let range) = promise, range.upperBound == .max {
      books[page.symbol]?.showTrades(until: now)
    }
    let missing =
      page.isTrades
      ? books[page.symbol]?.trades.takeMissing(from: promise, present: present, now: now)
      : books[page.symbol]?.orders.takeMissing(from: promise, present: present, now: now)
    if let missing, !missing.isEmpty { try report(missing, page) }
  }

  private mutating func report(_ missing: [KnownRecord], _ page: Page) throws {
    let same = try idsOfSameRequest(before: page)
    for isSame in [true, false] {
      let records = missing.filter { (same[$0.key.id] != nil) == isSame }
      guard let last = isSame ? same[records.first?.key.id ?? 0] : records.map(\.sequence).max() else {
        continue
      }
      let what = "\(page.isTrades ? "trade" : "order")\(records.count == 1 ? "" : "s")"
      let ids = records.map(\.key.id)
      let named = ids.prefix(5).map { "\($0)" }.joined(separator: ", ") + (ids.count > 5 ? " …" : "")
      if page.isTrades { missedTrades.insert(findings.count) } else { missedOrders.insert(findings.count) }
      findings.append(
        AuditFinding(
          isSame ? .pageLacksRecord : .recordVanished, page.symbol, ids: ids,
          events: [last, page.header.sequence],
          isSame
            ? "the response lacks \(what) \(named), which an earlier response to the same request held"
            : "the response must hold \(what) \(named), which event \(last) reported, and does not",
          next:
            "run bnus-replay sync again: a response may be short; if it stays so, the exchange forgot the \(what), which the archive keeps"
        ))
    }
  }

  /// The records that the newest earlier responses to the same request held, and in which event.
  private mutating func idsOfSameRequest(before page: Page) throws -> [Int64: UInt64] {
    var ids: [Int64: UInt64] = [:]
    for sequence in try earlierResponses(to: page.header.requestKey, before: page.header.sequence) {
      guard let (header, body) = try earlier.event(sequence, { $0.isSuccess }), let body,
        let old = Page(header, body)
      else { continue }
      for id in old.page.ids { ids[id] = sequence }
    }
    return ids
  }

  /// How many earlier responses to a request are read.
  private static let earlierResponses = 8

  /// The newest of them, ascending. A request may have been sent a million times, so that the index is read from the
  /// end, in stretches that double.
  private func earlierResponses(to request: RequestKey, before sequence: UInt64) throws -> ArraySlice<UInt64>
  {
    var stretch: UInt64 = 64
    while true {
      let from = max(1, sequence -| stretch)
      let found = try log.read { (snapshot: borrowing Snapshot) in
        try snapshot.sequences(request: request, from: from, through: sequence -| 1)
      }
      if found.count >= Self.earlierResponses || from == 1 { return found.suffix(Self.earlierResponses) }
      stretch = stretch *| 2
    }
  }
}

extension RecordFold {
  /// Final orders whose executed quantity is not what their trades add up to, where the trades
  /// are known from the first one to one after the order's end.
  func unbalancedOrders(_ coverage: CoverageFold) -> [AuditFinding] {
    books.sorted { $0.key < $1.key }.flatMap { symbol, book -> [AuditFinding] in
      guard coverage.trades(of: symbol)?.isRequestedWithoutGap == true else { return [] }
      return book.executed.sorted { $0.key < $1.key }.compactMap { id, order in
        let traded = book.traded[id]
        let sum = traded?.sum ?? .zero
        guard sum != order.sum, book.tradesShownUntil > order.endedAt else { return nil }
        return AuditFinding(
          .orderUnlikeTrades, symbol, ids: [id], events: [order.sequence, traded?.sequence ?? 0],
          "order \(id) executed \(order.sum.text), but its trades add up to \(sum.text)",
          next: "run bnus-replay sync: it requests the trades of such an order once")
      }
    }
  }
}

extension RecordFold {
  /// The findings; where records are missing under one name of a market and appear under its other name, a note takes
  /// their place.
  var settledFindings: [AuditFinding] {
    findings.enumerated().map { place, finding in
      guard missedTrades.contains(place) || missedOrders.contains(place) else { return finding }
      let name = flows.otherNames(of: finding.subject).first { name in
        let records = missedTrades.contains(place) ? books[name]?.trades : books[name]?.orders
        return finding.ids.allSatisfy { records?.holds(id: $0) == true }
      }
      guard let name else { return finding }
      return AuditFinding(
        .recordMoved, finding.subject, ids: finding.ids, events: finding.events,
        "\(finding.sentence); it appears under \(name), which shares fills with \(finding.subject)",
        next: "nothing to do")
    }
  }
}

extension RecordFold {
  /// A page of a history with the event that it came in.
  struct Page {
    let header: EventHeader
    let response: HistoryResponse

    var page: HistoryPage { response.page }
    var rows: [JSONValue] { response.rows }
    var symbol: String { response.request.symbol }
    var isTrades: Bool { response.request.history == .trades }

    /// Reads an event; nil where it is not a page.
    init?(_ header: EventHeader, _ value: JSONValue) {
      guard let response = HistoryResponse(header, value) else { return nil }
      (self.header, self.response) = (header, response)
    }

    init?(_ header: EventHeader, _ body: BodyBuffer) {
      guard let value = body.json else { return nil }
      self.init(header, value)
    }

    /// What names a record of it; nil where the record has no id.
    func key(of row: JSONValue) -> RecordKey? {
      row[response.request.history.idField]?.int64.map { id in
        RecordKey(id: id, of: isTrades ? row["orderId"]?.int64 ?? 0 : 0)
      }
    }
  }
}
