import CSimdJSON

/// The owner of one simdjson parser: the offsets of a document's brackets, colons, commas,
/// opening quotes and first bytes of the other scalars.
///
/// Costs 4 bytes for each byte of the largest document seen, of which only the pages that were
/// written are resident.
///
/// simdjson promises here, and only here, what the walk relies on: the document is UTF-8, no
/// string holds a raw control character, every string is closed, and between a string's closing
/// quote and the next offset there is nothing but whitespace.
struct StructuralIndex: ~Copyable {
  private var parser: OpaquePointer?
  private var capacity = 0

  init() {}

  deinit { csimdjson_destroy(parser) }

  /// Offsets in ascending order, ended by one that is `bytes.count`; valid until the next call.
  mutating func index(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> UnsafePointer<UInt32> {
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count > 0 else {
      throw .malformed(offset: 0, reason: .empty)
    }
    guard bytes.count < Int(UInt32.max) - 2 * PaddedBytes.padding else { throw .tooLong(bytes: bytes.count) }
    precondition(base[bytes.count] == 0, "the scanned bytes must be followed by 64 zero bytes")
    if bytes.count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF {
      throw .malformed(offset: 0, reason: .byteOrderMark)
    }
    let parser = try reserve(bytes.count)
    var indexes: UnsafePointer<UInt32>?
    var count = 0
    let code = csimdjson_index(parser, base, bytes.count, &indexes, &count)
    guard code == 0, let indexes else { throw MalformedBytes.diagnose(bytes) }
    return indexes
  }

  private mutating func reserve(_ count: Int) throws(JSONError) -> OpaquePointer {
    if let parser, count <= capacity { return parser }
    csimdjson_destroy(parser)
    parser = nil
    let wanted = min(max(count + count / 2, 1 << 16), Int(UInt32.max))
    guard let made = csimdjson_create(wanted) else { throw .outOfMemory(bytes: count) }
    parser = made
    capacity = wanted
    return made
  }
}
