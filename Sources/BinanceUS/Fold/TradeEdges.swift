import JSONView

/// The fills seen of trades at which a page ended.
///
/// A self trade is two rows of one id, one for each order, and a page can end between them: the id
/// then lies in what is known, but one of its fills does not. Within a page every row of an id
/// stands; only at the first and the last id of one may something be missing.
/// Source: fact sheet of the API, section 1.6.
public struct TradeEdges: Sendable, Hashable {
  /// What tells the rows of one trade id apart.
  struct Fill: Sendable, Hashable {
    let order: Int64
    let isBuyer: Bool

    init(order: Int64, isBuyer: Bool) {
      self.order = order
      self.isBuyer = isBuyer
    }

    init?(_ row: JSONValue) {
      guard let order = row["orderId"]?.int64 else { return nil }
      self.init(order: order, isBuyer: row["isBuyer"]?.bool ?? false)
    }
  }

  var fills: [Int64: Set<Fill>] = [:]

  /// Whether the fill has been counted, in a history that is known so far.
  func holds(_ fill: Fill, of id: Int64, in history: HistoryState) -> Bool {
    history.covers(id) && (fills[id].map { $0.contains(fill) } ?? true)
  }

  /// How many of a page's rows are new.
  func newRows(among ids: [Int64], to history: HistoryState) -> Int {
    var rows: [Int64: Int] = [:]
    for id in ids { rows[id, default: 0] += 1 }
    return rows.reduce(0) { sum, row in
      guard history.covers(row.key) else { return sum + row.value }
      return sum + max(0, row.value - (fills[row.key]?.count ?? row.value))
    }
  }

  /// Takes a page of the history, before the history does: what lies within it is whole, and so is
  /// its first id where the page was asked from an id on.
  mutating func take(_ rows: [JSONValue], from: Int64?, into history: HistoryState) {
    let ids = rows.compactMap { $0["id"]?.int64 }
    guard let low = ids.min(), let high = ids.max() else { return }
    let isLowWhole = from != nil && low < high
    fills = fills.filter { id, _ in id < low || id >= high || (id == low && !isLowWhole) }
    note(
      rows.filter { row in
        let id = row["id"]?.int64
        return id == high || (id == low && !isLowWhole)
      }, in: history)
  }

  /// Takes rows of an answer about one order, before the history does: of each id it may have left
  /// the other one out.
  mutating func note(_ rows: [JSONValue], in history: HistoryState) {
    let fresh = Set(rows.compactMap { $0["id"]?.int64 }.filter { !history.covers($0) })
    for row in rows {
      guard let id = row["id"]?.int64, let fill = Fill(row), fresh.contains(id) || fills[id] != nil else {
        continue
      }
      fills[id, default: []].insert(fill)
    }
  }
}
