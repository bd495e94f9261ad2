import CZstd
import EventModel

/// A zstd decompressor, reused from frame to frame.
struct ZstdDecoder: ~Copyable {
  private let context: OpaquePointer

  init() {
    guard let context = ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd decompressor") }
    self.context = context
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Refuses a record whose frame announces another length than the record does.
  static func checkLength(_ record: BodyRecord) throws(FormatError) {
    guard ZSTD_getFrameContentSize(record.frame.baseAddress, record.frame.count) == record.bodyBytes else {
      throw FormatError(what: "its zstd frame announces another length than its record")
    }
  }

  /// Fills `output` with what `frame` holds; it must be exactly that long. `prefix` is the body it was compressed
  /// against. The frame's own checksum is verified.
  func decode(
    _ frame: UnsafeRawBufferPointer, against prefix: UnsafeRawBufferPointer?,
    into output: UnsafeMutableRawBufferPointer
  ) throws(FormatError) {
    if let prefix {
      try check(ZSTD_DCtx_refPrefix(context, prefix.baseAddress, prefix.count))
    }
    let written = ZSTD_decompressDCtx(
      context, output.baseAddress, output.count, frame.baseAddress, frame.count)
    try check(written)
    guard written == output.count else { throw FormatError(what: "its zstd frame is shorter than announced") }
  }

  private func check(_ code: Int) throws(FormatError) {
    guard ZSTD_isError(code) != 0 else { return }
    throw FormatError(what: "its zstd frame: \(String(cString: ZSTD_getErrorName(code)))")
  }
}
