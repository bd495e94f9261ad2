import Files
import JSONView
import Platform

/// Data, on standard output, gathered into large writes. A write that fails is an error, so that
/// a full disk behind a redirection does not pass for success.
enum StandardOutput {
  nonisolated(unsafe) private static var pending: [UInt8] = []
  // Unsafe but sound: commands print from the main thread alone.

  /// Prints one line for a person: what a terminal could take for a command is escaped, line feeds too.
  static func print(_ line: String = "") throws { try write("\(PrintableText.escaped(line))\n".utf8) }

  /// Prints a text of several lines for a person, each escaped.
  static func print(lines text: String) throws {
    try write(PrintableText.escaped(text, lines: .kept).utf8)
    if text.utf8.last != UInt8(ascii: "\n") { try write("\n".utf8) }
  }

  /// Writes a document on a line of its own.
  static func write(_ document: JSONDocument) throws { try write(document.line) }

  /// Writes bytes as they are: JSON, an export, a body.
  static func write(_ bytes: some Collection<UInt8>) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 16 { try flush() }
  }

  static func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    try FileOutput.writeAll(pending, to: OpenFile.standardOutput, name: "standard output")
  }
}
