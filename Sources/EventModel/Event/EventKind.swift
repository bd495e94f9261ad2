/// The kind of an event.
public enum EventKind: UInt8, Sendable, Hashable, CaseIterable {
  /// A response, of any status.
  case response = 1
  /// A request without a response.
  case failure = 2
  /// The start of a run.
  case runStart = 3
  /// The end of a run.
  case runEnd = 4
  /// A statement of the archive's owner about other events; see `Annotation`.
  case annotation = 5

  /// The kind's name in exports and listings.
  public var name: String {
    switch self {
    case .response: "response"
    case .failure: "failure"
    case .runStart: "run_start"
    case .runEnd: "run_end"
    case .annotation: "annotation"
    }
  }

  /// The kind with this name.
  public init?(name: some StringProtocol) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
