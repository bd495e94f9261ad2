/// The shapes of the successful responses of one endpoint over the log.
public struct EndpointShapes: Sendable {
  public let endpoint: String
  /// How many responses are JSON.
  public let responses: Int
  public let first: UInt64
  public let last: UInt64
  /// Successful responses whose body is not JSON.
  public let malformed: [UInt64]
  /// In the order in which they first came.
  public let fields: [ShapeField]
  /// The shapes in order, each with the changes that began it.
  public let shapes: [Shape]
  /// Fields that were not followed, because their keys are data.
  public let notFollowed: Int
  /// Whether any schema reads this endpoint.
  public let isProjected: Bool

  /// Fields that no column of any schema reads; empty where no schema reads the endpoint.
  public var unread: [ShapeField] { isProjected ? fields.filter { !$0.isRead } : [] }

  /// All changes, in order.
  public var changes: [ShapeChange] { shapes.flatMap(\.changes) }
}

/// A change in the responses of an endpoint.
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

/// The responses of an endpoint from one change to the next.
public struct Shape: Sendable, Hashable {
  /// From 1.
  public let number: Int
  /// The first and the last response of this shape.
  public let first: UInt64
  public let last: UInt64
  /// How it differs from the shape before; empty for the first.
  public let changes: [ShapeChange]
}

/// A field over all responses of its endpoint.
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
  /// Its values, where it takes a few words only, as a status does.
  public let values: [(word: String, span: EventSpan)]
  /// Whether a column of any schema reads it.
  public let isRead: Bool
}
