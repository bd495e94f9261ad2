import JSONView

/// The answer of `/api/v3/time`.
public enum ServerTimeAnswer {
  /// The exchange's clock in milliseconds; nil where the body does not tell it.
  public static func milliseconds(_ body: [UInt8]) -> Int64? {
    do { return try JSONValue.parse(body)["serverTime"]?.int64 } catch { return nil }
  }
}
