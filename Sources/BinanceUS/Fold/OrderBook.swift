/// The orders of a symbol that are not settled: still open, or with fills that do not add up to
/// what they executed. Settled orders are forgotten, so this stays small at any account size.
public struct OrderBook: Sendable, Hashable {
  /// One order that is not settled.
  public struct Entry: Sendable, Hashable {
    /// The executed quantity that the order reports; nil while only trades of it were seen.
    public var executed: String?
    /// The sum of its trades' quantities.
    public var traded = "0"
    /// Whether the state that it was last seen in can change.
    public var isOpen = false
    /// How many orders of the symbol were seen before it.
    public var ordersBefore = 0
    /// `myTrades?orderId=` was requested for it, and the sums still differ.
    public var isRequested = false

    public init() {}

    var isSettled: Bool { !isOpen && executed != nil && !isUnbalanced }

    /// Whether its fills do not add up to what it executed.
    public var isUnbalanced: Bool {
      guard let executed else { return false }
      return !ExactDecimal.isEqual(executed.utf8, traded.utf8)
    }
  }

  public var entries: [Int64: Entry] = [:]
  /// How many orders were seen, each counted once.
  public var count = 0
  /// The highest order that the exchange cannot have archived: one with fills.
  public var anchor: Int64?
  /// When the highest order of all last changed, in milliseconds, and whether it has fills.
  public var lastUpdate: Int64 = 0
  public var lastHasFills = false

  public init() {}

  /// States that never change again. Source: docs/binance-us-api.md, section 6b.
  public static let finalStates: Set<String> = [
    "FILLED", "CANCELED", "REJECTED", "EXPIRED", "EXPIRED_IN_MATCH",
  ]

  /// The orders that were open when they were last seen, ascending.
  public var open: [Int64] { entries.filter { $0.value.isOpen }.keys.sorted() }

  /// Orders whose fills do not add up, ascending.
  public var unbalanced: [Int64] {
    entries.filter { $0.value.isUnbalanced }.keys.sorted()
  }

  mutating func addTrade(order: Int64, quantity: String) {
    var entry = entries[order] ?? Entry()
    if let sum = ExactDecimal.sum(entry.traded.utf8, quantity.utf8) {
      entry.traded = String(decoding: sum, as: UTF8.self)
    }
    settle(order, entry)
  }

  mutating func see(order: Int64, executed: String, isOpen: Bool, isNew: Bool) {
    // A settled order that is seen again is no news.
    guard isNew || entries[order] != nil else { return }
    var entry = entries[order] ?? Entry()
    if entry.executed == nil, isNew {
      entry.ordersBefore = count
      count += 1
    }
    entry.executed = executed
    entry.isOpen = isOpen
    settle(order, entry)
  }

  /// The orders begin anew; what is known from the new instrument's trades stays.
  mutating func beginEpoch() {
    var next = OrderBook()
    next.entries = entries.filter { $0.value.executed == nil }
    self = next
  }

  mutating func forget(order: Int64) { entries[order] = nil }

  private mutating func settle(_ order: Int64, _ entry: Entry) {
    entries[order] = entry.isSettled ? nil : entry
  }
}
