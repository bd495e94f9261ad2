import JSONView

/// The response of `/api/v3/time`.
public enum ServerTimeResponse {
  /// From the year in which the exchange opened, to one that no run will see.
  private static let plausible: Range<Int64> = 1_546_300_800_000..<4_102_444_800_000

  /// The exchange's clock in milliseconds; nil where the body does not state it, or states one that
  /// no exchange has (before 2019 or after 2099).
  public static func milliseconds(_ body: [UInt8]) -> Int64? {
    JSONValue(json: body)?["serverTime"]?.int64.flatMap { plausible.contains($0) ? $0 : nil }
  }
}
