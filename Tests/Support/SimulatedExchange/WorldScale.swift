/// How large a world is.
public enum WorldScale: Sendable {
  /// A dozen symbols and ten coins, for fixtures that a person can read.
  case small
  /// Some 600 symbols and 250 coins, as the exchange has them.
  case full
}
