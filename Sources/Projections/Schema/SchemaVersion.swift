/// The number of a schema, which tables name in which they came or changed. docs/new-schema.md says how a new one is made.
public struct SchemaVersion: Sendable, Hashable, Comparable {
  public let number: Int

  public init(_ number: Int) { self.number = number }

  /// The contract of the connector this archive descends from.
  public static let seed = SchemaVersion(1)
  /// The same with keys of `trade` and `order` that are really unique.
  public static let uniqueKeys = SchemaVersion(2)
  /// The fields of the exchange's upgrade of 2026-08-31, and prices and sizes out of `filters`.
  public static let exchangeUpgrade = SchemaVersion(3)

  /// Tables of everything else that moves an account's money.
  public static let movements = SchemaVersion(4)

  public static func < (left: SchemaVersion, right: SchemaVersion) -> Bool {
    left.number < right.number
  }
}
