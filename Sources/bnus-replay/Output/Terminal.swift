import Glibc

/// Words for a person, on standard error.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let canRedraw = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"

  /// Writes one line.
  static func say(_ text: String) { write("\(PrintableText.escaped(text))\n") }

  /// Says what is wrong: a line after the program's name, and further ones indented.
  static func complain(_ lines: [String]) {
    for (place, line) in lines.enumerated() {
      say(place == 0 ? "bnus-replay: \(line)" : line.hasPrefix("  ") ? line : "  \(line)")
    }
  }

  /// Puts a text in the place of the last line, cut to the terminal's width so that it stays one.
  static func redraw(_ text: String) {
    let columns = width(of: STDERR_FILENO) ?? 80
    write("\r\u{1B}[K\(PrintableText.prefix(PrintableText.escaped(text), columns: columns - 1))")
  }

  /// How many columns of text standard output has for a person; nil where it is no terminal. `COLUMNS` wins.
  static let outputColumns: Int? = {
    if let named = getenv("COLUMNS").flatMap({ Int64(String(cString: $0)) }), named > 0 {
      return Int(clamping: min(named, 10_000))
    }
    return isatty(STDOUT_FILENO) == 1 ? width(of: STDOUT_FILENO) : nil
  }()

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return nil }
    return Int(size.ws_col)
  }

  private static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
