/// A stretch of the API's history whose bodies have a shape of their own.
public enum Era: String, CaseIterable, Sendable {
  /// No `intervalNum`, five filters, no permissions.
  case september2018
  /// Seven filters, OCO, commission precisions.
  case april2020
  /// `permissions`, `quoteAssetPrecision`, four decimals for the dollar.
  case april2021
  /// RAW_REQUESTS among the rate limits.
  case august2021
  /// Trailing stops, cancel-replace.
  case november2022
  /// Self-trade prevention; the old dollar markets renamed to USD4.
  case may2025
  /// After the upgrade of 2026-08-31.
  case september2026

  /// A moment inside the era.
  public var sampleTime: SimulatedTime {
    switch self {
    case .september2018: SimulatedTime(2018, 9, 1, 7, 47, 50, milliseconds: 609)
    case .april2020: SimulatedTime(2020, 4, 2, 15, 36, 8, milliseconds: 531)
    case .april2021: SimulatedTime(2021, 4, 17, 16, 36, 48, milliseconds: 299)
    case .august2021: SimulatedTime(2021, 8, 14, 14, 45, 13, milliseconds: 713)
    case .november2022: SimulatedTime(2022, 11, 21, 6, 36, 2, milliseconds: 81)
    case .may2025: SimulatedTime(2025, 5, 28, 11, 2, 19, milliseconds: 440)
    case .september2026: SimulatedTime(2026, 9, 4, 17, 5, 24, milliseconds: 317)
    }
  }
}
