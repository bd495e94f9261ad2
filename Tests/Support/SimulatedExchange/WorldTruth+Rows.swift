/// The rows of the truth.
extension WorldTruth {
  /// One market.
  public struct Symbol: Hashable, Sendable {
    /// A number that stays with the market whatever it is called.
    public let instrument: Int
    /// What it is called at the time requested.
    public let symbol: String
    /// PRE_TRADING, TRADING or BREAK.
    public let status: String
    /// Code of the base asset.
    public let baseAsset: String
    /// Code of the quote asset.
    public let quoteAsset: String
  }

  /// One row of the account's trades; a self trade has two with one id.
  public struct TradeRow: Hashable, Sendable {
    /// The market's number, see `Symbol`.
    public let instrument: Int
    /// The market's symbol at the time requested.
    public let symbol: String
    /// Unique within a market, but for self trades.
    public let id: Int64
    /// The order it filled.
    public let orderId: Int64
    /// Decimal text with the market's places.
    public let price, quantity, quoteQuantity: String
    /// Decimal text with the places of `commissionAsset`.
    public let commission: String
    /// Code of the asset the commission was paid in.
    public let commissionAsset: String
    /// When it happened.
    public let time: SimulatedTime
    /// Which side the account was on.
    public let isBuyer, isMaker: Bool
  }

  /// One order as it stands at the time requested.
  public struct OrderRow: Hashable, Sendable {
    /// The market's number, see `Symbol`.
    public let instrument: Int
    /// The market's symbol at the time requested.
    public let symbol: String
    /// Unique within a market.
    public let orderId: Int64
    /// -1 unless the order is a leg of a list.
    public let orderListId: Int64
    /// The client's id.
    public let clientOrderId: String
    /// NEW, PARTIALLY_FILLED, FILLED, CANCELED, EXPIRED or EXPIRED_IN_MATCH.
    public let status: String
    /// BUY or SELL.
    public let side: String
    /// LIMIT, MARKET and so on.
    public let type: String
    /// Decimal text with the market's places.
    public let price, originalQuantity, executedQuantity: String
    /// When it was placed and last changed.
    public let time, updateTime: SimulatedTime
    /// True when the status will not change any more.
    public let isFinal: Bool
    /// True when the exchange no longer lists it.
    public let isArchived: Bool
  }

  /// What the account has of one asset.
  public struct Balance: Hashable, Sendable {
    /// Code of the asset at the time requested.
    public let asset: String
    /// Decimal text with the asset's places.
    public let free, locked: String
    /// True when there is none of it.
    public let isZero: Bool
  }

  /// One change of a balance that no trade made. A conversion has two, one for each side.
  public struct Movement: Hashable, Sendable {
    /// Code of the asset at the time requested.
    public let asset: String
    /// Decimal text with eight places, never negative.
    public let amount: String
    /// 1 when it came, -1 when it went.
    public let sign: Int64
    /// When it happened.
    public let time: SimulatedTime
  }
}
