/// In which letters a world's markets are named.
public enum MarketNames: Sendable {
  /// Upper-case ASCII letters and digits, as nearly all are.
  case ascii
  /// The same, and one more market, `LUNA中USD`: the exchange has had such names.
  case foreign
}

/// How large a world is.
public enum WorldScale: Sendable {
  /// A dozen symbols and ten coins, for fixtures that a person can read.
  case small
  /// Some 600 symbols and 250 coins, as the exchange has them.
  case full
}
