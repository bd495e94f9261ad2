/// The first and the last event in which something was seen.
public struct EventSpan: Sendable, Hashable {
  public let first: UInt64
  public internal(set) var last: UInt64

  init(_ sequence: UInt64) { (first, last) = (sequence, sequence) }
}

/// One field over the responses of its endpoint, folded response by response.
///
/// That some records have a field and others do not is one fact: it is optional. It counts as a field of all records
/// only after enough of them had it, because the first page of a history may hold unusual records only.
struct FieldHistory {
  /// The field in one response.
  struct Sight {
    let sequence: UInt64
    /// How many arrays or objects could have held it, and how many did.
    let holders: Int
    let present: Int
    /// Such holders were seen without it, or not at all, in responses before this one.
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

  /// Takes a response that could have had the field.
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

  /// Takes its values in a response, as bits of types, decimal places and words.
  mutating func takeValues(
    types typeBits: UInt8, scales scaleBits: UInt32, words wordBits: UInt32, at sequence: UInt64
  ) {
    for type in FieldType.types(in: typeBits) { types[type, default: EventSpan(sequence)].last = sequence }
    for bit in Bits(scaleBits) { scales[bit, default: EventSpan(sequence)].last = sequence }
    for bit in Bits(wordBits) { words[bit, default: EventSpan(sequence)].last = sequence }
  }

  /// Since when it is gone for good, as far as the log shows.
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

/// The type of a field's value, as data engineers distinguish them.
public enum FieldType: UInt8, Sendable, CaseIterable {
  case null
  case boolean
  case integer
  /// A number with a fraction or an exponent.
  case number
  /// A string that is a plain decimal, as the API writes money.
  case decimal
  case string
  case array
  case object

  /// Its name in output.
  public var name: String { "\(self)" }

  var bit: UInt8 { 1 << rawValue }

  /// The types of a set of bits, in their order.
  static func types(in bits: UInt8) -> [FieldType] { allCases.filter { bits & $0.bit != 0 } }
}
