/// A statement of the archive's owner about other events: an event of its own, which changes no other event and can be
/// taken back by another annotation.
///
/// Its header holds everything but the reason, which is the body: the endpoint is `annotation`, the path the action,
/// the query the subject.
public struct Annotation: Sendable, Hashable {
  /// What an annotation does.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// The subject is a run that is left out of tables, playback and audit.
    case omit
    /// Takes an omission back.
    case restore
    /// The subject is a finding of the audit that is known, and accepted.
    case acknowledge
    /// Takes an acknowledgement back.
    case withdraw

    /// What this one takes back; nil where it takes nothing back.
    public var undone: Action? {
      switch self {
      case .omit, .acknowledge: nil
      case .restore: .omit
      case .withdraw: .acknowledge
      }
    }
  }

  /// The endpoint of every annotation, and of nothing else.
  public static let endpoint = "annotation"
  /// The first archive format that holds annotations.
  package static let format = 2

  /// The sequence of the annotation's event.
  public let sequence: UInt64
  public let observedAt: Timestamp
  public let action: Action
  /// A run's id, or the name of a finding.
  public let subject: String
  /// The reason, as written by the owner.
  public let reason: String

  /// An annotation that was read from the log.
  package init(sequence: UInt64, observedAt: Timestamp, action: Action, subject: String, reason: String) {
    self.sequence = sequence
    self.observedAt = observedAt
    self.action = action
    self.subject = subject
    self.reason = reason
  }

  /// The event of a new annotation.
  ///
  /// - Parameter reason: any text but an empty one.
  public static func event(
    _ action: Action, _ subject: String, because reason: String, at time: Timestamp
  ) -> NewEvent {
    NewEvent(
      run: RunID.derived(from: time, "annotate-\(Salt.random().hex.prefix(8))"), ordinal: 0,
      kind: .annotation,
      endpoint: endpoint, path: action.rawValue, query: subject, observedAt: time, body: Array(reason.utf8))
  }
}

/// The runs that are left out of tables, playback and audit at a point of the log.
public struct Omissions: Sendable, Hashable {
  public let runs: Set<RunID>

  /// Nothing is left out.
  public static let none = Omissions([])

  public init(_ runs: Set<RunID>) { self.runs = runs }

  /// Whether nothing is left out.
  public var isEmpty: Bool { runs.isEmpty }

  /// Whether a run is left out.
  public func contains(_ run: RunID) -> Bool { runs.contains(run) }

  /// The omissions without the runs that were named explicitly.
  public func except(_ named: Set<RunID>) -> Omissions { Omissions(runs.subtracting(named)) }

  /// SHA-256 over the runs' ids in bytewise order, each followed by a newline; nil where nothing is left out.
  public var digest: Digest? {
    if runs.isEmpty { return nil }
    return Array(runs.sorted().map { "\($0)\n" }.joined().utf8).withUnsafeBytes(Digest.sha256)
  }
}
