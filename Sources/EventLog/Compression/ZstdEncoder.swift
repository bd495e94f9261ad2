import CZstd

/// A zstd compressor, reused from body to body.
struct ZstdEncoder: ~Copyable {
  private let context: OpaquePointer

  init() {
    guard let context = ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd compressor") }
    self.context = context
  }

  deinit { ZSTD_freeCCtx(context) }

  /// The largest frame of a body of `count` bytes.
  static func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

  /// A frame of its own, at level 3. The result is its length.
  func encode(
    _ body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(EventLogError) -> Int {
    try reset(level: 3)
    return try compress(body, into: output)
  }

  /// The largest window that every decoder accepts by default, and so the limit for prefix and body together.
  static let largestWindow = 1 << 27

  /// A frame against `prefix`, at level 1.
  ///
  /// The window spans prefix and body, or far matches would be missed; the hash table is larger than the level's own,
  /// which costs no time and finds up to a tenth more.
  func encode(
    _ body: UnsafeRawBufferPointer, against prefix: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) throws(EventLogError) -> Int {
    let span = prefix.count + body.count
    precondition(span <= Self.largestWindow, "larger bodies have a frame of their own")
    try reset(level: 1)
    try set(ZSTD_c_windowLog, max(10, CInt(Int.bitWidth - (span - 1).leadingZeroBitCount)))
    try set(ZSTD_c_hashLog, 17)
    try check(ZSTD_CCtx_refPrefix(context, prefix.baseAddress, prefix.count), "take a prefix")
    return try compress(body, into: output)
  }

  private func reset(level: CInt) throws(EventLogError) {
    try check(ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters), "start a frame")
    try set(ZSTD_c_compressionLevel, level)
    try set(ZSTD_c_checksumFlag, 1)
  }

  private func set(_ parameter: ZSTD_cParameter, _ value: CInt) throws(EventLogError) {
    try check(ZSTD_CCtx_setParameter(context, parameter, value), "set a parameter")
  }

  private func compress(
    _ body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(EventLogError) -> Int {
    let written = ZSTD_compress2(context, output.baseAddress, output.count, body.baseAddress, body.count)
    try check(written, "compress a body")
    return written
  }

  private func check(_ code: Int, _ operation: StaticString) throws(EventLogError) {
    guard ZSTD_isError(code) != 0 else { return }
    throw .compression(operation: "\(operation)", code: String(cString: ZSTD_getErrorName(code)))
  }
}
