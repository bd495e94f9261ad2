/// Money that came or went without a trade.
struct Movement: Sendable {
  enum Kind: Sendable {
    case deposit, fiatDeposit, withdrawal, distribution, dust, redenomination
  }

  let kind: Kind
  let time: SimulatedTime
  let asset: Int
  /// Above zero when it came, below when it went.
  let amount: Amount
  /// The other side of a conversion.
  var received: (asset: Int, amount: Amount)?
}
