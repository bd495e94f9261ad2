import Files
import Glibc

/// Data, on standard output, gathered into large writes. A write that fails is an error, so that
/// a full disk behind a redirection does not pass for success.
enum StandardOutput {
  nonisolated(unsafe) private static var pending: [UInt8] = []
  // Unsafe but sound: commands print from the main thread alone.

  static func print(_ text: String = "") throws { try write(Array("\(text)\n".utf8)) }

  static func write(_ bytes: some Collection<UInt8>) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 16 { try flush() }
  }

  static func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    try FileOutput.writeAll(pending, to: STDOUT_FILENO, name: "standard output")
  }
}
