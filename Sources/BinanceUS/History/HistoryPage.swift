public import EventModel
public import JSONView

/// A successful response about a symbol's history, and what it proves of the history's ids.
///
/// This is the one place that decides it: the fold and the walk of `sync`, playback, coverage and audit all use it.
/// What the exchange is known to do wrong is part of the rules:
/// - *short*: pages hold fewer records than there are, at random, so a short page is not an end, and only what lies
///   between two of its records is proven (``span``);
/// - *hollow*: a page is empty, or lacks its beginning, although there are records (``lacksStart``);
/// - *renamed*: a symbol's name passes to another instrument, whose ids begin anew (``lacksStart`` in two runs);
/// - both sides of a self trade share an id, and a page may end between them (``whole``).
///
/// Source: docs/binance-us-api.md, sections 1.6, 1.7 and 5.
public struct HistoryPage: Sendable, Hashable {
  public let request: HistoryRequest
  /// The ids of its records in the order of the response; elements that hold none are left out.
  public let ids: [Int64]
  /// How many elements the response has, also those that are not records.
  public let elements: Int

  public init(_ request: HistoryRequest, ids: [Int64], elements: Int? = nil) {
    (self.request, self.ids, self.elements) = (request, ids, elements ?? ids.count)
  }

  /// Whether it holds as many records as the exchange puts into a page, so that more may follow.
  public var isFull: Bool { Int64(elements) >= request.capacity }

  /// The ids from its first record to its last: the exchange has no record between them that is not in it. Nil where
  /// nothing lies between, or where the request selects by something that does not grow with the id.
  public var span: ClosedRange<Int64>? {
    guard isOrderedByID else { return nil }
    let start = request.start ?? .min
    var (low, high) = (Int64.max, Int64.min)
    for id in ids where id >= start { (low, high) = (min(low, id), max(high, id)) }
    return low <= high ? low...high : nil
  }

  /// The part of the span of which it holds every row: a page may end between the two sides of a self trade, and where
  /// the request did not begin at an id it may begin between them.
  public var whole: ClosedRange<Int64>? {
    guard let span else { return nil }
    let low = request.start == nil ? span.lowerBound +| 1 : span.lowerBound
    let high = span.upperBound -| 1
    return low <= high ? low...high : nil
  }

  /// The ids that were requested and reached: from where the page was to begin to its last record.
  public var reached: ClosedRange<Int64>? {
    guard isOrderedByID else { return nil }
    guard let start = request.start else { return span }
    return start...max(start, span?.upperBound ?? start)
  }

  /// The records that the page must hold if they exist, unless the exchange makes a mistake. Nil where the request
  /// promises nothing.
  public var promise: Promise? {
    if request.isProbe { return nil }
    if case .ofOrder(let order, let from) = request.selection {
      return isFull ? nil : .ofOrder(order, ids: (from ?? .min) ... .max)
    }
    let isNewest = request.selection == .newest
    guard isNewest || request.start != nil else { return nil }
    let low = request.start ?? .min
    guard isFull else { return .ids(low ... .max) }
    guard let whole else { return nil }
    return .ids(isNewest ? whole.lowerBound ... .max : low...whole.upperBound)
  }

  /// Which records a page promises to hold.
  public enum Promise: Sendable, Hashable {
    /// Every record with an id of the range.
    case ids(ClosedRange<Int64>)
    /// Every trade of an order with an id of the range.
    case ofOrder(Int64, ids: ClosedRange<Int64>)
  }

  /// Whether it lacks the record that it was to begin at. Where that record is known, it contradicts an earlier page.
  public var lacksStart: Bool {
    guard let start = request.start, start > 0, !request.isProbe else { return false }
    return !ids.contains(start)
  }

  /// Whether it shows that nothing follows its last record: the newest records were requested, or it ends at the last
  /// record known and was not full.
  ///
  /// - Parameter last: the last record known without this page.
  public func showsEnd(after last: Int64?) -> Bool {
    guard let span else { return false }
    if request.selection == .newest { return true }
    return request.start != nil && span.upperBound == last && !isFull
  }

  /// Whether it shows that there is no record at all, unless one is known.
  public var showsNothing: Bool {
    elements == 0 && !request.isProbe && (request.selection == .newest || request.start == 0)
  }

  /// Whether its records are neighbours in the order of their ids. This holds for a window of trades, whose times grow
  /// with their ids, and not for a window of orders, which selects by their last update.
  private var isOrderedByID: Bool {
    if request.isProbe { return false }
    switch request.selection {
    case .newest, .from: return true
    case .window: return request.history == .trades
    case .ofOrder, .single, .unclear: return false
    }
  }
}

/// A successful response about a symbol's history with its records as JSON.
public struct HistoryResponse: Sendable {
  public let page: HistoryPage
  public let rows: [JSONValue]

  /// What it responds to.
  public var request: HistoryRequest { page.request }

  /// Reads a response; nil where it is not about a symbol's history, or not a list of records.
  public init?(_ header: EventHeader, _ value: JSONValue) {
    guard header.isSuccess,
      let request = HistoryRequest(Endpoint(path: header.endpoint), CanonicalQuery(header.query))
    else { return nil }
    self.init(request, value)
  }

  /// Reads the response to a request; nil where it is not a list of records.
  public init?(_ request: HistoryRequest, _ value: JSONValue) {
    guard let rows = value.elements ?? (request.endpoint == .order ? [value] : nil) else { return nil }
    self.rows = rows
    let field = request.history.idField
    page = HistoryPage(request, ids: rows.compactMap { $0[field]?.int64 }, elements: rows.count)
  }
}
