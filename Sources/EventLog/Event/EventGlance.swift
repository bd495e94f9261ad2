/// The few facts by which one answer is chosen out of many, read without the rest of a header:
/// a sixth of what the whole header costs.
public struct EventGlance: Sendable, Hashable {
  public let sequence: UInt64
  public let kind: EventKind
  /// The HTTP status, 0 for none.
  public let status: UInt16
  public let flags: EventFlags
  /// When the answer was there.
  public let observedAt: Timestamp
  /// The canonical query.
  public let query: String

  /// An answer with a status from 200 to 299.
  public var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// Whether this was observed before another event; of two observed at once the one appended first.
  public func isOlder(than other: EventGlance) -> Bool {
    (observedAt, sequence) < (other.observedAt, other.sequence)
  }
}

extension Snapshot {
  /// A glance at an event's header.
  public func glance(at sequence: UInt64) throws(EventLogError) -> EventGlance {
    let bytes = try view.headerBytes(of: sequence, last: lastSequence)
    do throws(FormatError) {
      return try HeaderCodec.glance(bytes, sequence: sequence)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }
}

extension HeaderCodec {
  /// The texts before the query: run, endpoint, method, host, path.
  private static var textsBeforeQuery: Int { 5 }

  static func glance(
    _ bytes: UnsafeRawBufferPointer, sequence: UInt64
  ) throws(FormatError) -> EventGlance {
    var reader = ByteReader(bytes)
    _ = try reader.take(1, "header format")
    guard let kind = EventKind(rawValue: try reader.integer(UInt8.self, "kind")) else {
      throw FormatError(what: "its kind is unknown")
    }
    _ = try reader.take(2, "HTTP version and duration mark")
    let flags = EventFlags(rawValue: try reader.integer(UInt32.self, "flags"))
    _ = try reader.take(14, "sequence, ordinal and attempt")
    let status = try reader.integer(UInt16.self, "status")
    let observedAt = Timestamp(microseconds: try reader.integer(Int64.self, "observed_at"))
    _ = try reader.take(prefixBytes - appendedAtOffset, "prefix")
    for _ in 0..<textsBeforeQuery {
      _ = try reader.take(Int(try reader.integer(UInt16.self, "length")), "text")
    }
    return EventGlance(
      sequence: sequence, kind: kind, status: status, flags: flags, observedAt: observedAt,
      query: try reader.text("query"))
  }
}
