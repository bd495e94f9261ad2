/// One thing in an archive that is not as it was written.
public struct Damage: Sendable, Hashable, CustomStringConvertible {
  /// Which part of the archive is affected.
  public enum Part: String, Sendable, Hashable {
    case header, tree, body, index, run
  }

  /// The event it belongs to, nil where it belongs to none.
  public let sequence: UInt64?
  public let part: Part
  /// A sentence's predicate: "its body is missing".
  public let what: String
  /// The event whose damaged body this one's body was compressed against: this one's own bytes may be well.
  public let dependsOn: UInt64?

  init(_ sequence: UInt64?, _ part: Part, _ what: String, dependsOn: UInt64? = nil) {
    self.sequence = sequence
    self.part = part
    self.what = what
    self.dependsOn = dependsOn
  }

  public var description: String {
    "\(sequence.map { "event \($0)" } ?? "the archive"): \(what)"
  }
}
