/// What the owner of the simulated account does with it.
public struct AccountActivity: Sendable {
  /// How many times the owner acts; an act places one or two orders.
  public var acts: Int
  /// The first act comes after this time.
  public var from: SimulatedTime
  /// The last act comes before this time.
  public var through: SimulatedTime
  /// The account's number, shown by account responses since the upgrade of 2026-08-31; nil to show none.
  public var uid: Int64?

  /// Acts spread evenly over a time.
  public init(
    acts: Int,
    from: SimulatedTime = SimulatedTime(2019, 9, 24),
    through: SimulatedTime = SimulatedTime(2027, 1, 1),
    uid: Int64? = 354_937_868
  ) {
    self.acts = acts
    self.from = from
    self.through = through
    self.uid = uid
  }

  /// Nothing: an account that was opened and never used.
  public static let unused = AccountActivity(acts: 0)
  /// A few hundred orders over seven years.
  public static let light = AccountActivity(acts: 400)
  /// Several thousand orders; the busiest symbol has more trades than one page holds.
  public static let ordinary = AccountActivity(acts: 4_000)
  /// Some hundred thousand trades, for measuring.
  public static let heavy = AccountActivity(acts: 150_000)
}
