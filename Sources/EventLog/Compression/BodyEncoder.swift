import EventModel

/// Encodes bodies as records, with a frame against an earlier body or a frame of its own.
struct BodyEncoder: ~Copyable {
  private let zstd = ZstdEncoder()
  private var alone = ScratchBytes()
  private var against = ScratchBytes()

  /// An earlier body of the same endpoint, and how deep it lies in its chain.
  struct Base {
    let sequence: UInt64
    let depth: UInt8
    let body: [UInt8]
  }

  /// The chosen encoding of a body; the record is lent.
  struct Choice {
    let depth: UInt8
    let record: UnsafeRawBufferPointer
  }

  /// Encodes `body` against `base` where that saves at least a sixteenth, and alone otherwise.
  ///
  /// The record lies in memory of the encoder and is valid until the next call.
  mutating func encode(_ body: [UInt8], against base: Base?) throws(EventLogError) -> Choice {
    try body.withBytes { bytes throws(EventLogError) in try choose(bytes, base) }
  }

  /// A frame that is smaller than its body by this factor is taken without trying another.
  private static let obviousRatio = 128

  private mutating func choose(_ body: UnsafeRawBufferPointer, _ base: Base?) throws(EventLogError) -> Choice
  {
    guard body.count > 0 else { return stored(body) }
    guard let base, base.depth + 1 < BodyRecord.depthLimit, !base.body.isEmpty,
      base.body.count + body.count <= ZstdEncoder.largestWindow
    else { return try encodeAlone(body) }
    let delta = try encodeAgainst(body, base)
    if delta.record.count <= body.count / Self.obviousRatio { return delta }
    let whole = try encodeAlone(body)
    return delta.record.count * 16 <= whole.record.count * 15 ? delta : whole
  }

  private mutating func encodeAgainst(_ body: UnsafeRawBufferPointer, _ base: Base) throws(EventLogError)
    -> Choice
  {
    let output = against.reserve(BodyRecord.prefixBytes + ZstdEncoder.bound(body.count))
    let frame = UnsafeMutableRawBufferPointer(rebasing: output[BodyRecord.prefixBytes...])
    let count = try base.body.withBytes { prefix throws(EventLogError) in
      // zstd ignores a prefix at the same address as the body, which happens when one array is appended twice.
      guard prefix.baseAddress != body.baseAddress else {
        return try Array(prefix).withBytes { copy throws(EventLogError) in
          try zstd.encode(body, against: copy, into: frame)
        }
      }
      return try zstd.encode(body, against: prefix, into: frame)
    }
    BodyRecord.writePrefix(
      codec: .zstdAgainstBase, depth: base.depth + 1, base: base.sequence, bodyBytes: body.count, to: output)
    return Choice(
      depth: base.depth + 1,
      record: UnsafeRawBufferPointer(rebasing: output[..<(BodyRecord.prefixBytes + count)])
    )
  }

  private mutating func encodeAlone(_ body: UnsafeRawBufferPointer) throws(EventLogError) -> Choice {
    let output = alone.reserve(BodyRecord.prefixBytes + ZstdEncoder.bound(body.count))
    let frame = UnsafeMutableRawBufferPointer(rebasing: output[BodyRecord.prefixBytes...])
    let count = try zstd.encode(body, into: frame)
    guard count < body.count else { return stored(body) }
    BodyRecord.writePrefix(codec: .zstd, depth: 0, base: 0, bodyBytes: body.count, to: output)
    return Choice(
      depth: 0, record: UnsafeRawBufferPointer(rebasing: output[..<(BodyRecord.prefixBytes + count)]))
  }

  private mutating func stored(_ body: UnsafeRawBufferPointer) -> Choice {
    let output = alone.reserve(BodyRecord.prefixBytes + body.count)
    UnsafeMutableRawBufferPointer(rebasing: output[BodyRecord.prefixBytes...]).copyMemory(from: body)
    BodyRecord.writePrefix(codec: .stored, depth: 0, base: 0, bodyBytes: body.count, to: output)
    return Choice(
      depth: 0, record: UnsafeRawBufferPointer(rebasing: output[..<(BodyRecord.prefixBytes + body.count)]))
  }
}

/// Reusable memory that grows on demand.
struct ScratchBytes: ~Copyable {
  private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { storage.deallocate() }

  /// At least `count` uninitialised bytes, valid until the next call.
  mutating func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if storage.count < count {
      storage.deallocate()
      storage = .allocate(byteCount: count + count / 4, alignment: 16)
    }
    return storage
  }
}
