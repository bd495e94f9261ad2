import BinanceUS

/// What names a record of a history.
struct RecordKey: Hashable, Comparable, OrderedElement {
  /// The trade's or the order's id.
  let id: Int64
  /// The order of a trade: both sides of a self trade share an id. 0 for an order.
  let of: Int64

  var order: RecordKey { self }

  static func < (left: RecordKey, right: RecordKey) -> Bool { (left.id, left.of) < (right.id, right.of) }
}

/// A record that the archive holds, in as few bytes as the checks need.
struct KnownRecord: OrderedElement {
  let key: RecordKey
  var content: UInt64
  /// The event that reported it last.
  var sequence: UInt64
  /// It was missing from a page that must hold it, which is reported once.
  var isMissing = false
  /// Of an order: whether it can no longer change, and the moment from which the exchange may archive it
  /// (milliseconds); nil where it never does.
  var isFinal = true
  var keptUntil: Int64?

  var order: RecordKey { key }
}

/// The records of one history, and which of them a page must hold: some 100 bytes each.
struct KnownRecords {
  /// A record that a page may lack from a moment on, in the order of that moment.
  private struct PutAside: OrderedElement {
    struct Order: Comparable {
      let until: Int64
      let key: RecordKey

      static func < (left: Order, right: Order) -> Bool { (left.until, left.key) < (right.until, right.key) }
    }

    let order: Order
  }

  private var records = OrderedStore<KnownRecord>()
  /// Those that a page must hold if it promises them; a record that was found missing is no longer expected.
  private var awaited = OrderedStore<RecordKey>()
  /// The same of trades with id and order exchanged.
  private var awaitedByOrder = OrderedStore<RecordKey>()
  /// Those that a page lacked when the exchange may have archived them already.
  private var aside = OrderedStore<PutAside>()
  private var latest = Int64.min

  /// The record of this name, if it is known.
  subscript(key: RecordKey) -> KnownRecord? { records.place(of: key).map { records[$0] } }

  /// Whether a record of this id is known.
  func holds(id: Int64) -> Bool {
    records.element(at: records.place(from: RecordKey(id: id, of: .min)))?.key.id == id
  }

  /// Stores a record, in place of what was known of it.
  mutating func put(_ record: KnownRecord) {
    records.put(record)
    if !record.isMissing { lookFor(record.key) }
  }

  /// The records that a page promises and must still hold at a moment in milliseconds, but lacks; they count as missing
  /// from then on.
  mutating func takeMissing(
    from promise: HistoryPage.Promise, present: Set<RecordKey>, now: Int64
  ) -> [KnownRecord] {
    if now < latest { bringBack(keptAt: now) }
    latest = max(latest, now)
    let keys =
      switch promise {
      case .ids(let range): absent(in: range, present, now)
      case .ofOrder(let order, let range): absent(ofOrder: order, in: range, present)
      }
    return keys.compactMap { key in
      guard let place = records.place(of: key) else { return nil }
      records[place].isMissing = true
      awaited.remove(key)
      awaitedByOrder.remove(key.exchanged)
      return records[place]
    }
  }

  private mutating func absent(in range: ClosedRange<Int64>, _ present: Set<RecordKey>, _ now: Int64)
    -> [RecordKey]
  {
    var keys: [RecordKey] = []
    var place = awaited.place(from: RecordKey(id: range.lowerBound, of: .min))
    while let key = awaited.element(at: place), key.id <= range.upperBound {
      if !present.contains(key) {
        if let until = self[key]?.keptUntil, now >= until {
          aside.put(PutAside(order: PutAside.Order(until: until, key: key)))
          awaitedByOrder.remove(key.exchanged)
          place = awaited.remove(at: place)
          continue
        }
        keys.append(key)
      }
      place = awaited.place(after: place)
    }
    return keys
  }

  private func absent(ofOrder order: Int64, in range: ClosedRange<Int64>, _ present: Set<RecordKey>)
    -> [RecordKey]
  {
    var keys: [RecordKey] = []
    var place = awaitedByOrder.place(from: RecordKey(id: order, of: range.lowerBound))
    while let key = awaitedByOrder.element(at: place)?.exchanged, key.of == order, key.id <= range.upperBound
    {
      if !present.contains(key) { keys.append(key) }
      place = awaitedByOrder.place(after: place)
    }
    return keys
  }

  private mutating func lookFor(_ key: RecordKey) {
    awaited.put(key)
    if key.of != 0 { awaitedByOrder.put(key.exchanged) }
  }

  /// Events do not come in the order of their times: a page of an earlier moment must hold what a later one may lack.
  private mutating func bringBack(keptAt now: Int64) {
    while let last = aside.last, last.order.until > now {
      aside.remove(last.order)
      if let record = self[last.order.key], !record.isMissing { lookFor(record.key) }
    }
  }
}

extension RecordKey {
  fileprivate var exchanged: RecordKey { RecordKey(id: of, of: id) }
}

/// What is known of one instrument's trades and orders.
struct SymbolRecords {
  var tradeEpoch = 0
  var orderEpoch = 0
  var trades = KnownRecords()
  var orders = KnownRecords()
  /// By order, what its trades add up to and the last event that held one of them.
  var traded: [Int64: (sum: ExactAmount, sequence: UInt64)] = [:]
  /// Orders that ended, with what they executed and when they ended in milliseconds.
  var executed: [Int64: (sum: ExactAmount, endedAt: Int64, sequence: UInt64)] = [:]
  /// When a response last showed the end of the trades, in milliseconds.
  var tradesShownUntil = Int64.min

  /// Notes that a response showed the end of the trades.
  mutating func showTrades(until moment: Int64) { tradesShownUntil = max(tradesShownUntil, moment) }

  /// Another instrument has taken the name: what was known before is about the old one.
  mutating func enter(tradeEpoch: Int, orderEpoch: Int) {
    guard (tradeEpoch, orderEpoch) != (self.tradeEpoch, self.orderEpoch) else { return }
    self = SymbolRecords()
    (self.tradeEpoch, self.orderEpoch) = (tradeEpoch, orderEpoch)
  }
}
