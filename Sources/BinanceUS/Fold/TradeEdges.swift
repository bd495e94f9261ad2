import JSONView

/// The fills seen of trades at which a page ended.
///
/// A self trade is two rows of one id, one for each order, and a page can end between them: the id is then known, but
/// one of its fills is not. ``HistoryPage/whole`` is the range of ids of which a page holds every row.
/// Source: docs/binance-us-api.md, section 1.6.
public struct TradeEdges: Sendable, Hashable {
  /// What distinguishes the rows of one trade id.
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

  /// A trade with the fills of it that were seen.
  struct Edge: Sendable, Hashable, OrderedElement {
    let id: Int64
    var fills: Set<Fill>
    var order: Int64 { id }
  }

  private(set) var edges = OrderedStore<Edge>()

  /// The fills seen of a trade; nil where all of it is known.
  func fills(of id: Int64) -> Set<Fill>? { edges.place(of: id).map { edges[$0].fills } }

  mutating func add(_ fill: Fill, of id: Int64) {
    guard let place = edges.place(of: id) else { return edges.put(Edge(id: id, fills: [fill])) }
    edges[place].fills.insert(fill)
  }

  /// Whether the fill has been counted, in a history that is known so far.
  func holds(_ fill: Fill, of id: Int64, in history: HistoryState) -> Bool {
    history.covers(id) && (fills(of: id).map { $0.contains(fill) } ?? true)
  }

  /// How many of a page's rows are new.
  func newRows(among ids: [Int64], to history: HistoryState) -> Int {
    var rows: [Int64: Int] = [:]
    for id in ids { rows[id, default: 0] += 1 }
    return rows.reduce(0) { sum, row in
      guard history.covers(row.key) else { return sum + row.value }
      return sum + max(0, row.value - (fills(of: row.key)?.count ?? row.value))
    }
  }

  /// Takes a page, before the history does: an id of which it holds every row is no longer an edge; of every other id
  /// it may lack a fill.
  mutating func take(_ response: HistoryResponse, into history: HistoryState) {
    let whole = response.page.whole
    if let whole {
      var place = edges.place(from: whole.lowerBound)
      while let edge = edges.element(at: place), edge.id <= whole.upperBound {
        place = edges.remove(at: place)
      }
    }
    for row in response.rows {
      guard let id = row["id"]?.int64, let fill = Fill(row), whole?.contains(id) != true,
        !history.covers(id) || fills(of: id) != nil
      else { continue }
      add(fill, of: id)
    }
  }
}
