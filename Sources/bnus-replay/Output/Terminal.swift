import Glibc

/// Words for a person, on standard error.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let canRedraw = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"

  static func say(_ text: String) { write("\(text)\n") }

  /// Puts a text in the place of the last line, cut to the terminal's width so that it stays one.
  static func redraw(_ text: String) {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    write("\r\u{1B}[K\(text.prefix(isKnown ? Int(size.ws_col) - 1 : 79))")
  }

  /// Writes as it is, without an end of line.
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
