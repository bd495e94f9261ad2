/// What the archive's owner says of other events: an event of its own, which changes none of those that are there and
/// is taken back by another.
///
/// Its header says it all but the reason, which is the body: the endpoint is `annotation`, the path the action, the
/// query the subject.
public struct Annotation: Sendable, Hashable {
  /// What is said.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// The subject is a run that is left out of tables, playback and audit.
    case omit
    /// Takes an omission back.
    case restore
    /// The subject is a finding of the audit that is known.
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
  static let format = 2

  /// The event that says it.
  public let sequence: UInt64
  public let observedAt: Timestamp
  public let action: Action
  /// A run's id, or the name of a finding.
  public let subject: String
  /// Why, in the owner's words.
  public let reason: String

  /// The event of a new annotation.
  ///
  /// - Parameter reason: in the owner's words; anything but empty.
  public static func event(
    _ action: Action, _ subject: String, because reason: String, at time: Timestamp
  ) -> NewEvent {
    NewEvent(
      run: RunID.derived(from: time, "annotate-\(Salt.random().hex.prefix(8))"), ordinal: 0,
      kind: .annotation,
      endpoint: endpoint, path: action.rawValue, query: subject, observedAt: time, body: Array(reason.utf8))
  }
}

extension Snapshot {
  /// Every annotation up to an event, oldest first. Actions that this version does not know are passed over.
  public func annotations(through last: UInt64 = .max) throws(EventLogError) -> [Annotation] {
    var reader = BodyReader()
    var found: [Annotation] = []
    for sequence in try sequences(endpoint: Annotation.endpoint, through: min(last, lastSequence)) {
      let header = try header(of: sequence)
      guard header.kind == .annotation, let action = Annotation.Action(rawValue: header.path) else {
        continue
      }
      let body = try reader.verifiedBody(of: sequence, in: self)
      found.append(
        Annotation(
          sequence: sequence, observedAt: header.observedAt, action: action, subject: header.query,
          reason: String(decoding: body.bytes, as: UTF8.self)))
    }
    return found
  }

  /// The annotations that stand at an event: of each subject the last one, where nothing took it back.
  public func standingAnnotations(
    _ action: Annotation.Action, through last: UInt64 = .max
  ) throws(EventLogError) -> [String: Annotation] {
    var standing: [String: Annotation] = [:]
    for annotation in try annotations(through: last) {
      if annotation.action == action { standing[annotation.subject] = annotation }
      if annotation.action.undone == action { standing[annotation.subject] = nil }
    }
    return standing
  }

  /// The runs that are left out at an event.
  public func omissions(through last: UInt64 = .max) throws(EventLogError) -> Omissions {
    Omissions(Set(try standingAnnotations(.omit, through: last).keys.compactMap { RunID($0) }))
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

  /// The same without a run that somebody asks for by name.
  public func except(_ named: Set<RunID>) -> Omissions { Omissions(runs.subtracting(named)) }

  /// SHA-256 over the runs' ids in bytewise order, each with a newline behind it; nil where nothing is left out.
  public var digest: Digest? {
    if runs.isEmpty { return nil }
    return Array(runs.sorted().map { "\($0)\n" }.joined().utf8).withUnsafeBytes(Digest.sha256)
  }
}
