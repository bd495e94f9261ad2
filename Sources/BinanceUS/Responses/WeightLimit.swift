public import JSONView

/// A limit of request weight as `rateLimits` of exchangeInfo states it: so much weight to an
/// address in an interval. Source: docs/binance-us-api.md, sections 1.2 and 3.
public struct WeightLimit: Sendable, Hashable, CustomStringConvertible {
  /// What an interval is counted in.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case second = "SECOND"
    case minute = "MINUTE"
    case hour = "HOUR"
    case day = "DAY"

    var seconds: Int64 {
      switch self {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      case .day: 86_400
      }
    }

    /// The letter that a header's name has for it.
    var letter: String { rawValue.prefix(1).lowercased() }
  }

  /// What may be spent in an interval; more than 0.
  public let weight: Int64
  public let unit: Unit
  /// How many units an interval has; more than 0.
  public let count: Int64

  /// The lowest that the exchange ever had, for an archive that knows none yet.
  public static let lowest = WeightLimit(weight: 1200, unit: .minute, count: 1)

  private init(weight: Int64, unit: Unit, count: Int64) {
    (self.weight, self.unit, self.count) = (weight, unit, count)
  }

  /// Nil where a number is not above 0.
  public init?(weight: Int64?, unit: Unit?, count: Int64?) {
    guard let weight, let unit, let count, weight > 0, count > 0 else { return nil }
    self.init(weight: weight, unit: unit, count: count)
  }

  /// The limits of request weight in a response of exchangeInfo; other limits are left out.
  public static func all(in exchangeInfo: JSONValue) -> [WeightLimit] {
    (exchangeInfo["rateLimits"]?.elements ?? []).compactMap { limit in
      guard limit["rateLimitType"]?.text == "REQUEST_WEIGHT" else { return nil }
      // `intervalNum` is absent before 2018-11 and then means 1.
      let count = limit["intervalNum"] == nil ? 1 : limit["intervalNum"]?.int64
      return WeightLimit(
        weight: limit["limit"]?.int64, unit: limit["interval"]?.text.flatMap { Unit(rawValue: $0) },
        count: count)
    }
  }

  /// The length of an interval.
  public var microseconds: Int64 { count *| unit.seconds *| 1_000_000 }

  /// The header in which a response states how much of it is spent, in lower case:
  /// `x-mbx-used-weight-1m`.
  public var header: String { "x-mbx-used-weight-\(count)\(unit.letter)" }

  /// `6000 in 1 minute`.
  public var description: String {
    "\(weight) in \(count) \(unit.rawValue.lowercased())\(count == 1 ? "" : "s")"
  }
}
