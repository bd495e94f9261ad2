public import EventModel

/// What a verification found.
public struct VerificationReport: Sendable {
  /// How many events were walked.
  public internal(set) var events: UInt64 = 0
  /// How many bytes of bodies were decoded and hashed.
  public internal(set) var bodyBytes: UInt64 = 0
  /// The tree's root over all events, as computed from what is stored; nil for an empty log or a tree with holes.
  public internal(set) var treeRoot: Digest?
  /// How many damages there are.
  public internal(set) var damageCount = 0
  /// The first of them in the order of events, up to the limit.
  public internal(set) var damages: [Damage] = []

  let damageLimit: Int

  init(damageLimit: Int) {
    self.damageLimit = damageLimit
  }

  /// Whether everything is as it was written.
  public var isWhole: Bool { damageCount == 0 }

  /// The damage of the lowest sequence; damages that belong to no event come last.
  public var firstDamage: Damage? { damages.first }

  /// Adds a damage, keeping the list in the order of events and within its limit.
  mutating func add(_ damage: Damage) {
    damageCount += 1
    let place = damages.firstIndex { ($0.sequence ?? .max) > (damage.sequence ?? .max) } ?? damages.endIndex
    guard place < damageLimit else { return }
    damages.insert(damage, at: place)
    if damages.count > damageLimit { damages.removeLast() }
  }
}

extension VerificationReport {
  /// The damages as sentences, without those that only follow from another: the sentence of a damaged body names the
  /// bodies that were compressed against it and cannot be decoded without it.
  public var causes: [String] {
    var dependents: [UInt64: [UInt64]] = [:]
    var origins: [UInt64: UInt64] = [:]
    for damage in damages {
      guard let sequence = damage.sequence, let base = damage.dependsOn else { continue }
      let origin = origins[base] ?? base
      origins[sequence] = origin
      dependents[origin, default: []].append(sequence)
    }
    var reported: Set<UInt64> = []
    return damages.filter { $0.dependsOn == nil }.map { damage in
      guard damage.part == .body, let sequence = damage.sequence, let all = dependents[sequence],
        reported.insert(sequence).inserted
      else { return "\(damage)" }
      return "\(damage); the bodies of \(all.count) more events depend on it: \(Self.ranges(all))"
    }
  }

  /// `6 to 9, 12`.
  private static func ranges(_ ascending: [UInt64]) -> String {
    var ranges: [ClosedRange<UInt64>] = []
    for number in ascending {
      if let last = ranges.last, last.upperBound +| 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
      .joined(separator: ", ")
  }
}

/// One thing in an archive that is not as it was written.
public struct Damage: Sendable, Hashable, CustomStringConvertible {
  /// Which part of the archive is affected.
  public enum Part: String, Sendable, Hashable {
    case header, tree, body, index, run
  }

  /// The event that it belongs to; nil where it belongs to none.
  public let sequence: UInt64?
  public let part: Part
  /// A sentence's predicate: "its body is missing".
  public let what: String
  /// The event whose damaged body this one's body was compressed against: this one's own bytes may be intact.
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
