public import JSONView

/// The little that must be known of answers no table reads.
public enum ListAnswer {
  /// The rows: the answer itself where it is an array, else its first member that is one.
  public static func rows(of value: JSONValue) -> [JSONValue] {
    if let rows = value.elements { return rows }
    return value.members?.lazy.compactMap { $0.value.elements }.first ?? []
  }

  /// The earliest moment that a row tells, in milliseconds.
  public static func oldest(of value: JSONValue) -> Int64? {
    rows(of: value).compactMap { row in
      ["divTime", "time", "insertTime", "createTime"].lazy.compactMap { row[$0]?.int64 }.first
    }.min()
  }
}
