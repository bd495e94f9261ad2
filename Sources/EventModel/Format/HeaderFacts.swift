/// The fields at the front of a stored header that runs and indexes need, read without the cost of decoding all of it.
/// Texts are lent.
package struct HeaderFacts {
  package let kind: EventKind
  package let flags: EventFlags
  package let ordinal: UInt32
  package let status: UInt16
  package let observedAt: Timestamp
  package let run: UnsafeRawBufferPointer
  package let endpoint: UnsafeRawBufferPointer
  package let method: UnsafeRawBufferPointer
  package let path: UnsafeRawBufferPointer
  package let query: UnsafeRawBufferPointer

  package init(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
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

  /// A response with a status from 200 to 299.
  package var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// No response, or one with a status other than 2xx.
  package var isFailure: Bool { kind == .failure || (kind == .response && !isSuccess) }

  /// The key of the request in the index.
  package var requestKey: RequestKey { RequestKey(method: method, path: path, query: query) }
}
