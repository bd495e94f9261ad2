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
  /// The first of them in the order of events, as many as were asked for.
  public internal(set) var damages: [Damage] = []

  let damageLimit: Int

  init(damageLimit: Int) {
    self.damageLimit = damageLimit
  }

  /// True when everything is as it was written.
  public var isWhole: Bool { damageCount == 0 }

  /// The damage of the lowest sequence; damages that belong to no event come last.
  public var firstDamage: Damage? { damages.first }

  /// Keeps the list in the order of events, and of its length.
  mutating func add(_ damage: Damage) {
    damageCount += 1
    let place = damages.firstIndex { ($0.sequence ?? .max) > (damage.sequence ?? .max) } ?? damages.endIndex
    guard place < damageLimit else { return }
    damages.insert(damage, at: place)
    if damages.count > damageLimit { damages.removeLast() }
  }
}
