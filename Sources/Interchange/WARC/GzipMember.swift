import CZlib

/// One gzip member. A WARC file keeps each record in its own, so that a reader can begin at any record.
enum GzipMember {
  /// Compresses bytes to a member; the same bytes give the same member.
  static func compress(_ bytes: [UInt8]) throws(InterchangeError) -> [UInt8] {
    var stream = z_stream()
    // 16 on top of the window's 15 bits selects the gzip frame.
    let opened = deflateInit2_(
      &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)
    )
    guard opened == Z_OK else { throw failure(opened) }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let capacity = UInt32(output.count)
    // zlib reads and writes through these only during the call.
    let ended = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = capacity
        return deflate(&stream, Z_FINISH)
      }
    }
    guard ended == Z_STREAM_END else { throw failure(ended) }
    output.removeLast(Int(stream.avail_out))
    return output
  }

  private static func failure(_ code: Int32) -> InterchangeError {
    .file(path: "a record", operation: "compress", reason: "zlib reports \(code)")
  }
}
