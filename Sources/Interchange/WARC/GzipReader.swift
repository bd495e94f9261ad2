import CZlib

/// Decompresses gzip members, one after the other.
///
/// One owner, one thread.
final class GzipReader {
  private var stream = z_stream()
  /// Whether every member that began has ended.
  private(set) var isBetweenMembers = true

  init?() {
    guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
  }

  deinit { inflateEnd(&stream) }

  /// Decompresses `input` and appends the result; false where it is not gzip, or `output` would have more than `limit`
  /// bytes.
  func append(_ input: ArraySlice<UInt8>, to output: inout [UInt8], limit: Int) -> Bool {
    var input = Array(input)
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    return input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while stream.avail_in > 0 {
        isBetweenMembers = false
        let code = chunk.withUnsafeMutableBufferPointer { chunk in
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunk.count)
          return inflate(&stream, Z_NO_FLUSH)
        }
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { return false }
        guard output.count + chunk.count - Int(stream.avail_out) <= limit else { return false }
        output += chunk[..<(chunk.count - Int(stream.avail_out))]
        if code == Z_STREAM_END {
          isBetweenMembers = true
          guard inflateReset(&stream) == Z_OK else { return false }
        }
        if code == Z_BUF_ERROR, stream.avail_out > 0 { break }
      }
      return true
    }
  }
}
