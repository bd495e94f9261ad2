import BinanceUS
import EventModel

/// The symbols of which a run requests trades and orders.
public enum SymbolScope: Sendable, Hashable {
  /// Symbols touching a coin that is or ever was held, and symbols with history.
  case held
  /// Symbols of coins held now, in the exchange's order: the rule of the seed.
  case balances
  /// Every symbol ever seen.
  case all
  /// These.
  case named([String])

  /// As it is written in settings and in a run's first event.
  public var text: String {
    switch self {
    case .held: "held"
    case .balances: "balances"
    case .all: "all"
    case .named(let names): names.joined(separator: ",")
    }
  }

  /// A symbol that the exchange does not know is requested again after this long.
  private static let rarely: Int64 = 7 *| 86_400_000_000

  /// The longest name, in bytes, that is taken for one. The exchange's own end at 20.
  private static let longestName = 255

  /// The symbols, in the order in which they are requested.
  ///
  /// - Parameters:
  ///   - limit: how many at most. With `held` and `all` the least recently requested come first then,
  ///     so that capped runs get round to all of them.
  func symbols(in state: SyncState, limit: Int?, now: Timestamp) -> [String] {
    let known = state.ranked.filter { symbol in
      guard symbol.name.utf8.count <= Self.longestName else { return false }
      guard let unknownAt = symbol.unknownAt, !symbol.isListed else { return true }
      return now.microseconds -| unknownAt.microseconds > Self.rarely
    }
    switch self {
    case .named(let names):
      var taken: Set<String> = []
      let symbols = names.map { state.symbol(spelled: $0) }.filter { taken.insert($0).inserted }
      return Array(symbols.prefix(limit ?? symbols.count))
    case .balances:
      let held = state.heldNow
      return Array(known.filter { $0.isListed && held.contains($0.base) }.map(\.name).prefix(limit ?? .max))
    case .all: return capped(known, state, limit)
    case .held:
      let touched = known.filter {
        $0.hasHistory || state.everHeld.contains($0.base) || state.everHeld.contains($0.quote)
      }
      return capped(touched, state, limit)
    }
  }

  /// Symbols with history or a held base first, then the rest.
  private func capped(_ symbols: [SymbolState], _ state: SyncState, _ limit: Int?) -> [String] {
    let likely = { (symbol: SymbolState) in
      symbol.hasHistory || state.everHeld.contains(symbol.base)
    }
    let ordered = symbols.filter(likely) + symbols.filter { !likely($0) }
    guard let limit, limit < ordered.count else { return ordered.map(\.name) }
    let byAge = ordered.enumerated().sorted { left, right in
      let (a, b) = (
        left.element.lastRequestedAt?.microseconds ?? 0, right.element.lastRequestedAt?.microseconds ?? 0
      )
      return (a, left.offset) < (b, right.offset)
    }
    return byAge.prefix(limit).map(\.element.name)
  }
}
