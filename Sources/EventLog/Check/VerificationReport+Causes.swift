extension VerificationReport {
  /// The damages in sentences, without those that only follow from another: a damaged body names the bodies that
  /// were compressed against it and cannot be decoded without it.
  public var causes: [String] {
    var dependents: [UInt64: [UInt64]] = [:]
    var origins: [UInt64: UInt64] = [:]
    for damage in damages {
      guard let sequence = damage.sequence, let base = damage.dependsOn else { continue }
      let origin = origins[base] ?? base
      origins[sequence] = origin
      dependents[origin, default: []].append(sequence)
    }
    var told: Set<UInt64> = []
    return damages.filter { $0.dependsOn == nil }.map { damage in
      guard damage.part == .body, let sequence = damage.sequence, let all = dependents[sequence],
        told.insert(sequence).inserted
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
