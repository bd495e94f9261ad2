/// Text as a terminal may have it, whoever wrote it.
///
/// What the exchange, a file or a name says may hold escape sequences that move the cursor or retitle the window,
/// marks that turn the order of letters round, letters of no width, and line ends that forge lines of output. All of
/// these are shown as `\u{1b}`. Output for people passes through here, in `Terminal` and in `StandardOutput.print`;
/// bytes that are to stay exact go through `StandardOutput.write`.
enum PrintableText {
  /// The text with everything escaped that is no visible letter, sign or space.
  ///
  /// - Parameter lines: whether line feeds separate lines of it, which stay.
  static func escaped(_ text: String, lines: LineFeeds = .escaped) -> String {
    if isPlain(text.utf8, lines) { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", lines == .kept {
        shown.append(scalar)
      } else if isVisible(scalar) {
        shown.append(scalar)
      } else {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return String(shown)
  }

  /// What becomes of line feeds.
  enum LineFeeds {
    case escaped, kept
  }

  /// How many columns of a terminal an escaped text takes: two for a wide letter such as 中, none for an accent.
  static func width(_ text: String) -> Int {
    if isPlain(text.utf8, .escaped) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// As much of a text's beginning as fits into so many columns.
  static func prefix(_ text: String, columns: Int) -> Substring {
    if text.utf8.count <= columns { return text[...] }
    var (end, used) = (text.startIndex, 0)
    while end < text.endIndex {
      used += width(of: text[end])
      if used > columns { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// ASCII that needs no second look: nearly all of what is printed.
  private static func isPlain(_ bytes: String.UTF8View, _ lines: LineFeeds) -> Bool {
    bytes.allSatisfy { (0x20...0x7E).contains($0) || ($0 == 0x0A && lines == .kept) }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return false
    default: return !properties.isDefaultIgnorableCodePoint
    }
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// Blocks whose letters take two columns. Source: Unicode's EastAsianWidth.txt, W and F, by block.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
    0x1F900...0x1FAFF,
    0x20000...0x3FFFD,
  ]
}
