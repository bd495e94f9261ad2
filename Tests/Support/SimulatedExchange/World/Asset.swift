/// A coin or a currency of the world.
struct Asset: Sendable {
  let index: Int
  /// The code at first; see `code(at:)`.
  let firstCode: String
  /// The code since `Change.oldDollarRenamed`, for the one asset that was renamed.
  let laterCode: String
  let name: String
  /// Decimal places of its amounts.
  let scale: Int
  /// Its price in dollars, around which it moves.
  let dollars: Amount
  let kind: Kind
  let introducedAt: SimulatedTime

  enum Kind: Sendable {
    case oldDollar, newDollar, stable, coin
  }

  func code(at time: SimulatedTime) -> String {
    time < Change.oldDollarRenamed ? firstCode : laterCode
  }

  var isDollar: Bool { kind == .oldDollar || kind == .newDollar }
}
