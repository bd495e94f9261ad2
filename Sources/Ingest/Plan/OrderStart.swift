import BinanceUS
import EventModel

/// Where the walk over a symbol's orders begins.
///
/// An unfilled order that ended more than 90 days ago is archived by the exchange and may rightly
/// be gone, so the walk begins at one that cannot be; and at the oldest open order where that is
/// no further away than a page, so that new orders and changes of open ones come in one request.
/// Source: docs/binance-us-api.md, section 1.7.
struct OrderStart {
  /// Nil begins at the last order known.
  let from: Int64?
  let mayVanish: Bool

  /// Ten days short of what the exchange keeps.
  private static let keptMilliseconds: Int64 = 80 *| 86_400_000

  init(_ symbol: SymbolState, now milliseconds: Int64) {
    guard let last = symbol.orders.last else {
      (from, mayVanish) = (nil, false)
      return
    }
    let book = symbol.book
    let requestedAt = (symbol.lastRequestedAt?.microseconds ?? 0) / 1000
    let isStale = milliseconds -| requestedAt > Self.keptMilliseconds
    let isLastSafe =
      book.lastHasFills || (book.entries[last]?.isOpen == true && !isStale)
      || milliseconds -| book.lastUpdate < Self.keptMilliseconds
    var start: Int64? = isLastSafe ? nil : (book.anchor ?? 0)
    if let oldest = book.open.first, let entry = book.entries[oldest],
      book.count - entry.ordersBefore < 1000
    {
      start = min(start ?? last, oldest)
    }
    from = start
    mayVanish = !isLastSafe || (isStale && start != nil)
  }
}
