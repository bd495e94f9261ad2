/// The key of a request in the index: what was requested, without when or by whom.
///
/// It is the first 16 bytes of SHA-256(`method` ‖ `" "` ‖ `path` ‖ `"?"` ‖ `query`), the question mark always there.
/// The query must be the canonical one that the event's header carries.
public struct RequestKey: Sendable, Hashable {
  package let bytes: SixteenBytes

  /// The key of a request.
  public init(method: String, path: String, query: String) {
    self.init(method: method.utf8, path: path.utf8, query: query.utf8)
  }

  package init<Bytes: Collection<UInt8>>(method: Bytes, path: Bytes, query: Bytes) {
    var text: [UInt8] = []
    text.reserveCapacity(method.count + path.count + query.count + 2)
    text.append(contentsOf: method)
    text.append(UInt8(ascii: " "))
    text.append(contentsOf: path)
    text.append(UInt8(ascii: "?"))
    text.append(contentsOf: query)
    bytes = text.withUnsafeBytes(Digest.sha256).withBytes {
      SixteenBytes(bytes: UnsafeRawBufferPointer(rebasing: $0[..<SixteenBytes.byteCount]))
    }
  }
}
