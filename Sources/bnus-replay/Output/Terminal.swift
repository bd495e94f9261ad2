import Files
import Platform

/// Words for a person, on standard error.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let canRedraw =
    OpenFile.isTerminal(OpenFile.standardError) && Environment.value(of: "TERM") != "dumb"

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
    let columns = OpenFile.columns(OpenFile.standardError) ?? 80
    write("\r\u{1B}[K\(PrintableText.prefix(PrintableText.escaped(text), columns: columns - 1))")
  }

  /// How many columns of text standard output has for a person; nil where it is no terminal. `COLUMNS` wins.
  static let outputColumns: Int? = {
    if let named = Environment.value(of: "COLUMNS").flatMap({ Int64($0) }), named > 0 {
      return Int(clamping: min(named, 10_000))
    }
    return OpenFile.columns(OpenFile.standardOutput)
  }()

  private static func write(_ text: String) {
    // Where nobody can be told, there is nothing to tell of it.
    do throws(FilesError) {
      try FileOutput.writeAll(Array(text.utf8), to: OpenFile.standardError, name: "standard error")
    } catch {}
  }
}
