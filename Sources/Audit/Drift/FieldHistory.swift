/// The first and the last event in which something was seen.
public struct EventSpan: Sendable, Hashable {
  public let first: UInt64
  public internal(set) var last: UInt64

  init(_ sequence: UInt64) { (first, last) = (sequence, sequence) }
}

/// What one field was over the answers of its endpoint, folded answer by answer.
///
/// A field that some records have and others not is one fact: that it is optional. It counts as
/// one that all records have only after enough of them had it, because the first page of a
/// history may hold the odd record alone.
struct FieldHistory {
  /// What one answer says of the field.
  struct Sight {
    let sequence: UInt64
    /// How many arrays or objects could have held it, and how many did.
    let holders: Int
    let present: Int
    /// Such holders were seen without it, or not at all, in answers before this one.
    let cameLater: Bool
  }

  /// Records of a history that must have had a field before one without it means something.
  static let settlingRecords = 16

  private(set) var span: EventSpan?
  /// Records were seen without it before it came.
  private(set) var cameLater = false
  private(set) var isOptional = false
  /// Since when some records lack it, where all had it until then.
  private(set) var lackingSince: UInt64?
  private(set) var types: [FieldType: EventSpan] = [:]
  private(set) var scales: [Int: EventSpan] = [:]
  private(set) var words: [Int: EventSpan] = [:]
  private var goneSince: UInt64?
  private var hasReturned = false
  private var records = 0

  /// Takes an answer that could have had the field.
  mutating func take(_ sight: Sight, isWhole: Bool) {
    if sight.present == 0 {
      guard span != nil else { return }
      goneSince = goneSince ?? sight.sequence
      lack(at: sight.sequence, isWhole: isWhole)
      return
    }
    if goneSince != nil {
      hasReturned = true
      goneSince = nil
    }
    if span == nil {
      span = EventSpan(sight.sequence)
      cameLater = sight.cameLater
    }
    span?.last = sight.sequence
    if sight.present < sight.holders {
      lack(at: sight.sequence, isWhole: isWhole)
    } else {
      records += sight.holders
    }
  }

  private mutating func lack(at sequence: UInt64, isWhole: Bool) {
    if isOptional { return }
    isOptional = true
    if records >= (isWhole ? 1 : FieldHistory.settlingRecords) { lackingSince = sequence }
  }

  /// Takes what its values were in an answer; the bits of types, decimal places and words.
  mutating func takeValues(
    types typeBits: UInt8, scales scaleBits: UInt32, words wordBits: UInt32, at sequence: UInt64
  ) {
    for type in FieldType.types(in: typeBits) { types[type, default: EventSpan(sequence)].last = sequence }
    for bit in Bits(scaleBits) { scales[bit, default: EventSpan(sequence)].last = sequence }
    for bit in Bits(wordBits) { words[bit, default: EventSpan(sequence)].last = sequence }
  }

  /// Since when it is gone for good, as far as the log tells.
  func vanished(isWhole: Bool) -> UInt64? {
    guard let goneSince, !hasReturned else { return nil }
    return isWhole || lackingSince == goneSince ? goneSince : nil
  }
}

/// The places of the bits that are set, ascending.
private struct Bits: Sequence, IteratorProtocol {
  private var rest: UInt32

  init(_ bits: UInt32) { rest = bits }

  mutating func next() -> Int? {
    guard rest != 0 else { return nil }
    defer { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }
}
