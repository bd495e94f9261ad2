/// How the answers of an endpoint were no longer what they had been.
public struct ShapeChange: Sendable, Hashable {
  /// What kind of change it is.
  public enum Kind: String, Sendable, CaseIterable {
    case fieldAppeared = "field_appeared"
    case fieldVanished = "field_vanished"
    /// All records had the field, now some lack it.
    case fieldBecameOptional = "field_became_optional"
    case newType = "new_type"
    case newValue = "new_value"
    case newScale = "new_scale"
  }

  /// The event that showed it first.
  public let sequence: UInt64
  /// The field, as a path: `symbols[].status`, `[].price`, `rateLimits[ORDERS].limit`.
  public let path: String
  public let kind: Kind
  /// The type, the value or the number of decimal places that is new, and what was before.
  public let detail: String
}

/// The answers of an endpoint from one change to the next.
public struct Shape: Sendable, Hashable {
  /// From 1.
  public let number: Int
  /// The first and the last answer of this shape.
  public let first: UInt64
  public let last: UInt64
  /// What made it another shape than the one before; empty for the first.
  public let changes: [ShapeChange]
}

/// A field over all answers of its endpoint.
public struct ShapeField: Sendable {
  /// Whether the records have it.
  public enum Presence: String, Sendable {
    case always, sometimes, vanished
  }

  public let path: String
  public let span: EventSpan
  public let presence: Presence
  public let types: [(type: FieldType, span: EventSpan)]
  /// Decimal places of its plain decimals.
  public let scales: [(places: Int, span: EventSpan)]
  /// Its values, where they are few words such as a status has.
  public let values: [(word: String, span: EventSpan)]
  /// Whether a column of any schema reads it.
  public let isRead: Bool
}
