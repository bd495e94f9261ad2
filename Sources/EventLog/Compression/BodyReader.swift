public import EventModel

/// Decodes bodies. Each worker has its own; a body that is read in the order of its endpoint's chain is decoded once.
///
/// It keeps the last decoded body of each endpoint (at most 32, and 256 MiB together), so that the next body of the
/// chain finds its base. A read at random decodes the chain from its full frame, 48 bodies at most.
public struct BodyReader: ~Copyable {
  private let zstd = ZstdDecoder()
  private var pool = BodyBufferPool()
  private var tips = ChainTips()

  public init() {}

  /// The body of event `sequence`, of any kind; empty where there is none.
  ///
  /// The buffer stays valid and unchanged as long as you hold it. Throws `noSuchEvent` or `damaged`, with the sequence
  /// of the damaged body of the chain.
  public mutating func body(
    of sequence: UInt64, in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> BodyBuffer {
    try body(of: try snapshot.header(of: sequence), in: snapshot)
  }

  /// The body of an event whose header is known, verified against the checksum in its frame, or, where it is stored
  /// uncompressed, against the digest in the header.
  public mutating func body(
    of header: EventHeader, in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> BodyBuffer {
    if let tip = tips.tip(of: header.endpoint), tip.sequence == header.sequence { return tip.body }
    let record = try snapshot.view.bodyRecord(of: header.sequence)
    let buffer = try decode(record, of: header.sequence, endpoint: header.endpoint, view: snapshot.view)
    guard UInt64(buffer.bytes.count) == header.bodyBytes else {
      throw .damaged(sequence: header.sequence, what: "its body has another length than its header states")
    }
    if record.codec == .stored { try verify(buffer, against: header) }
    if header.isSuccess {
      keep(buffer, of: header.sequence, endpoint: header.endpoint)
    }
    return buffer
  }

  /// The body of event `sequence`, verified against the digest in its header.
  public mutating func verifiedBody(
    of sequence: UInt64, in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> BodyBuffer {
    try verifiedBody(of: try snapshot.header(of: sequence), in: snapshot)
  }

  /// The body of an event whose header is known, verified against the digest there.
  public mutating func verifiedBody(
    of header: EventHeader, in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> BodyBuffer {
    let buffer = try body(of: header, in: snapshot)
    try verify(buffer, against: header)
    return buffer
  }

  private func verify(_ body: BodyBuffer, against header: EventHeader) throws(EventLogError) {
    guard Digest.sha256(body.bytes) == header.bodyDigest else {
      throw .damaged(sequence: header.sequence, what: "its body does not match its header")
    }
  }

  /// Decodes a body through its chain, starting from what is kept of its endpoint. Keeps nothing.
  mutating func decode(
    _ sequence: UInt64, endpoint: String, view: TransactionView
  ) throws(EventLogError) -> BodyBuffer {
    if let tip = tips.tip(of: endpoint), tip.sequence == sequence { return tip.body }
    return try decode(try view.bodyRecord(of: sequence), of: sequence, endpoint: endpoint, view: view)
  }

  private mutating func decode(
    _ record: BodyRecord, of sequence: UInt64, endpoint: String, view: TransactionView
  ) throws(EventLogError) -> BodyBuffer {
    let tip = tips.tip(of: endpoint)
    var chain = [(sequence: sequence, record: record)]
    var base: BodyBuffer?
    while let next = chain.last?.record.base, next != 0, base == nil {
      if let tip, tip.sequence == next {
        base = tip.body
        break
      }
      guard chain.count < BodyRecord.depthLimit else {
        throw .damaged(sequence: sequence, what: "its body's chain is too long")
      }
      chain.append((next, try view.bodyRecord(of: next)))
    }
    for link in chain.reversed() {
      base = try decode(link.record, of: link.sequence, against: base)
    }
    guard let body = base else { preconditionFailure("a chain has at least one body") }
    return body
  }

  /// Keeps a 2xx body as the base that its endpoint's next one may have.
  mutating func keep(_ body: BodyBuffer, of sequence: UInt64, endpoint: String) {
    tips.keep(body, of: sequence, for: endpoint)
  }

  private mutating func decode(
    _ record: BodyRecord, of sequence: UInt64, against base: BodyBuffer?
  ) throws(EventLogError) -> BodyBuffer {
    do throws(FormatError) {
      // A damaged length must not cost memory: the frame has to announce the same.
      if record.codec != .stored { try ZstdDecoder.checkLength(record) }
      let buffer = pool.take(Int(clamping: record.bodyBytes))
      let output = buffer.prepare(Int(clamping: record.bodyBytes))
      switch record.codec {
      case .stored: output.copyMemory(from: record.frame)
      case .zstd: try zstd.decode(record.frame, against: nil, into: output)
      case .zstdAgainstBase:
        guard let base else { throw FormatError(what: "its body's base is missing") }
        try base.withBytes { prefix throws(FormatError) in
          try zstd.decode(record.frame, against: prefix, into: output)
        }
      }
      return buffer
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }
}

/// The last decoded body of each endpoint's chain; the least recently used is dropped first.
struct ChainTips {
  struct Tip {
    let sequence: UInt64
    let body: BodyBuffer
    fileprivate var used: UInt64
  }

  private var tips: [String: Tip] = [:]
  private var bytes = 0
  private var clock: UInt64 = 0

  private static let entryLimit = 32
  private static let byteLimit = 256 << 20

  mutating func tip(of endpoint: String) -> Tip? {
    clock +|= 1
    tips[endpoint]?.used = clock
    return tips[endpoint]
  }

  mutating func keep(_ body: BodyBuffer, of sequence: UInt64, for endpoint: String) {
    drop(endpoint)
    clock +|= 1
    tips[endpoint] = Tip(sequence: sequence, body: body, used: clock)
    bytes += body.capacity
    while tips.count > 1, tips.count > Self.entryLimit || bytes > Self.byteLimit,
      let oldest = tips.min(by: { $0.value.used < $1.value.used })
    {
      drop(oldest.key)
    }
  }

  mutating func drop(_ endpoint: String) {
    if let dropped = tips.removeValue(forKey: endpoint) { bytes -= dropped.body.capacity }
  }
}

/// Body buffers that are reused once nobody but the pool holds them.
struct BodyBufferPool {
  private var buffers: [BodyBuffer] = []

  /// How many buffers are remembered; one that is dropped lives as long as its holders.
  private static let limit = 48

  /// A buffer for a body of `count` bytes that nobody else holds: the smallest that is free, or a new one.
  mutating func take(_ count: Int) -> BodyBuffer {
    var best: Int?
    var tooSmall: Int?
    for index in buffers.indices where isKnownUniquelyReferenced(&buffers[index]) {
      if buffers[index].capacity < count {
        tooSmall = index
      } else if best.map({ buffers[index].capacity < buffers[$0].capacity }) ?? true {
        best = index
      }
    }
    if let best { return buffers[best] }
    if let tooSmall {
      buffers.remove(at: tooSmall)
    } else if buffers.count == Self.limit {
      buffers.removeFirst()
    }
    let buffer = BodyBuffer(capacity: Self.padded(count))
    buffers.append(buffer)
    return buffer
  }

  /// An eighth more than requested, in whole pages, so that a body that grows a little still fits.
  private static func padded(_ count: Int) -> Int {
    (count + count / 8 + 4095) & ~4095
  }
}
