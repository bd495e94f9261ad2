public import EventModel
public import JSONView

/// A page of what the exchange lists without an id to page by: through windows of time, each paged by an offset, or by
/// the number of the page. A window whose pages were all received is known, whatever times its rows have.
///
/// Source: docs/binance-us-api.md, section 1.8.
public struct ListPage: Sendable, Hashable {
  /// The window, in milliseconds; nil where the request names no end of it, or selects a part of what it holds.
  public let window: ClosedRange<Int64>?
  /// How many rows of the window come before the page.
  public let offset: Int64
  /// The size of page that was named.
  public let limit: Int64?
  /// How many rows it has.
  public let rows: Int
  /// How many rows there are in all, where the response states it.
  public let total: Int64?
  /// The earliest moment that a row has, in milliseconds.
  public let oldest: Int64?
  /// The digest of its body, by which a repeated page is recognised.
  public let body: Digest

  /// The parameters that select a page of a window and nothing else.
  private static let paging: Set<String> = ["startTime", "endTime", "offset", "limit"]

  /// Reads a successful response.
  public init(_ query: CanonicalQuery, _ value: JSONValue, body: Digest) {
    func number(_ name: String) -> Int64? { query[name].flatMap { Int64($0) } }
    let names = query.parameters.map { Percent.decoded($0.name) }
    let isOfAll = names.allSatisfy { Self.paging.contains($0) } && Set(names).count == names.count
    if isOfAll, let start = number("startTime"), let end = number("endTime"), start <= end {
      window = start...end
    } else {
      window = nil
    }
    (offset, limit) = (number("offset") ?? 0, number("limit"))
    let rows = Self.rows(of: value)
    self.rows = rows.count
    total = value["total"]?.int64
    oldest = rows.compactMap(Self.time).min()
    self.body = body
  }

  /// Whether more rows may follow: it is as full as requested, or not empty where no size was named, and the response
  /// does not state that there are no more.
  ///
  /// - Parameter before: rows that came before it.
  public func mayGoOn(after before: Int64) -> Bool {
    if let total, total >= 0, before +| Int64(rows) >= total { return false }
    return Int64(rows) >= max(1, limit ?? 1)
  }

  /// The rows: the response itself where it is an array, else its first member that is one.
  public static func rows(of value: JSONValue) -> [JSONValue] {
    if let rows = value.elements { return rows }
    return value.members?.lazy.compactMap { $0.value.elements }.first ?? []
  }

  /// A time of a row in milliseconds: a number of them, or text in UTC such as `2025-10-02 12:46:49`.
  public static func milliseconds(_ value: JSONValue?) -> Int64? {
    if let number = value?.int64 { return number }
    guard let parts = value?.text?.pieces(at: " "), parts.count == 2 else { return nil }
    return Timestamp(iso8601: "\(parts[0])T\(parts[1])Z").map { $0.microseconds / 1000 }
  }

  private static func time(of row: JSONValue) -> Int64? {
    ["divTime", "time", "insertTime", "createTime"].lazy.compactMap { row[$0]?.int64 }.first
  }
}

/// How far a history is known that is shown through windows of time.
public struct WindowState: Sendable, Hashable {
  /// The windows that were received whole, in milliseconds; those that touch are one.
  public internal(set) var known = IDRanges()
  /// The window whose pages are coming in.
  var open: Open?

  struct Open: Sendable, Hashable {
    let window: ClosedRange<Int64>
    /// How many of its rows came.
    let rows: Int64
    /// The page that came last.
    let body: Digest
  }

  public init() {}

  /// The end of what is known without a gap from a moment on.
  public func knownUntil(from start: Int64) -> Int64? { known.range(around: start)?.upperBound }

  /// Takes a page: the last page of a window closes it if every page before it came. A page that equals the one before
  /// it is the last: the exchange ignored the offset.
  public mutating func take(_ page: ListPage) {
    guard let window = page.window else { return }
    let before = open?.window == window ? open : nil
    guard page.offset == 0 || page.offset == before?.rows else { return }
    let isRepeated = page.offset > 0 && page.body == before?.body
    if page.mayGoOn(after: page.offset), !isRepeated {
      open = Open(window: window, rows: page.offset +| Int64(page.rows), body: page.body)
    } else {
      known.add(window)
      open = nil
    }
  }
}
