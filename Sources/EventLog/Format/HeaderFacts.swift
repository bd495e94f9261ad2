/// What lies at the front of a stored header, read without the cost of decoding it whole: the facts that runs and
/// indexes are made of. Texts are lent.
struct HeaderFacts {
  let kind: EventKind
  let flags: EventFlags
  let ordinal: UInt32
  let status: UInt16
  let observedAt: Timestamp
  let run: UnsafeRawBufferPointer
  let endpoint: UnsafeRawBufferPointer
  let method: UnsafeRawBufferPointer
  let path: UnsafeRawBufferPointer
  let query: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
    var reader = ByteReader(bytes)
    _ = try reader.take(1, "header format")
    guard let kind = EventKind(rawValue: try reader.integer(UInt8.self, "kind")) else {
      throw FormatError(what: "its kind is unknown")
    }
    self.kind = kind
    _ = try reader.take(2, "HTTP version and duration mark")
    flags = EventFlags(rawValue: try reader.integer(UInt32.self, "flags"))
    _ = try reader.take(8, "sequence")
    ordinal = try reader.integer(UInt32.self, "ordinal")
    _ = try reader.take(2, "attempt")
    status = try reader.integer(UInt16.self, "status")
    observedAt = Timestamp(microseconds: try reader.integer(Int64.self, "observed_at"))
    _ = try reader.take(HeaderCodec.prefixBytes - HeaderCodec.appendedAtOffset, "prefix")
    func text(_ name: StaticString) throws(FormatError) -> UnsafeRawBufferPointer {
      try reader.take(Int(try reader.integer(UInt16.self, name)), name)
    }
    run = try text("run")
    endpoint = try text("endpoint")
    method = try text("method")
    _ = try text("host")
    path = try text("path")
    query = try text("query")
  }

  /// An answer with a status from 200 to 299.
  var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// No answer, or one with a status other than 2xx.
  var isFailure: Bool { kind == .failure || (kind == .response && !isSuccess) }

  /// The key of the request in the index.
  var requestKey: RequestKey { RequestKey(method: method, path: path, query: query) }
}
