/// Something that will befall the account without its owner's doing.
enum Happening: Sendable {
  case fill(order: Int, quantity: Amount)
  case finish(order: Int, Order.Status)
  /// The stop price is reached.
  case trigger(order: Int)
  /// The owner takes the own order `maker` off the book.
  case selfTrade(maker: Int)
  case sweepDust(asset: Int)
  /// The owner gets out of a market that closes tomorrow.
  case leave(instrument: Int)
  /// The market closes; what stands in its book is canceled.
  case halt(instrument: Int)
  case redenominate
}
