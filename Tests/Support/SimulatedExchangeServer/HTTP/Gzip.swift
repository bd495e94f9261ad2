import CZlib

/// Content coding as a server does it.
enum Gzip {
  /// The reply with its body compressed, where that is worth it and nothing was done to it yet.
  static func compress(_ reply: Reply) -> Reply {
    let isCoded = reply.headers.contains { $0.name == "Content-Encoding" }
    guard reply.body.count >= 128, !isCoded, let body = compress(reply.body) else { return reply }
    var coded = reply
    coded.body = body
    coded.headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    return coded
  }

  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 16 on top of the window's 15 bits selects gzip's own frame.
    let opened = deflateInit2_(
      &stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard opened == Z_OK else { return nil }
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
    guard ended == Z_STREAM_END else { return nil }
    output.removeLast(Int(stream.avail_out))
    return output
  }
}
