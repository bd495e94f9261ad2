/// Help as it is printed.
enum HelpText {
  /// Moves the paragraph of exit codes to the end, where somebody who reads in a terminal has it
  /// before the eyes.
  static func withExitCodesLast(_ text: String) -> String {
    var paragraphs: [[Substring]] = [[]]
    // The headings of groups of commands.
    for line in text.replacing(" SUBCOMMANDS:\n", with: ":\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.isEmpty {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    let isCodes = { (paragraph: [Substring]) in paragraph.first?.hasPrefix(ExitCodes.heading) ?? false }
    guard let codes = paragraphs.first(where: isCodes) else { return text }
    let others = paragraphs.filter { !isCodes($0) && !$0.isEmpty }
    return (others + [codes]).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}
