/// What the good answers of one endpoint looked like over the log.
public struct EndpointShapes: Sendable {
  public let endpoint: String
  /// Answers that are JSON.
  public let answers: Int
  public let first: UInt64
  public let last: UInt64
  /// Answers under a good status whose body is no JSON.
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
