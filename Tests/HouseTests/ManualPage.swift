import CommandKit

/// docs/man/bnus-replay.1, made from the help.
struct ManualPage {
  private let root: CommandHelp
  private let version: String
  private var lines: [String] = []

  static let canFormat = (try? Workplace().shell("command -v man groff").code) == 0

  init(_ root: CommandHelp, version: String) {
    self.root = root
    self.version = version
    write()
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func write() {
    lines = [
      #".\" Made from the program's help by `make docs`; do not edit by hand."#,
      #".TH BNUS-REPLAY 1 "" "\#(version)" "User Commands""#,
      ".SH NAME", "bnus-replay \\- \(escaped(sentence(root.abstract)))",
      ".SH SYNOPSIS", ".B bnus-replay", ".I command", "[\\fIoptions\\fR]",
      ".SH DESCRIPTION",
    ]
    paragraphs(root)
    lines.append(".SH COMMANDS")
    for command in root.commands { section(command) }
    lines += [
      ".SH ENVIRONMENT", ".TP", ".B BNUS_ARCHIVE",
      "The archive's directory, where \\fB\\-\\-archive\\fR is not given.",
    ]
    lines += [
      ".TP", ".B TMPDIR",
      "Where \\fBimport\\fR keeps what comes by a pipe until it is read, and \\fBdiff\\fR and \\fBverify\\fR what outgrows memory.",
    ]
    lines.append(".SH EXIT STATUS")
    for code in exitCodes(root) { lines += [".TP", ".B \(code.0)", escaped(code.1)] }
    lines += [".SH SEE ALSO", ".BR sqlite3 (1),", ".BR jq (1)"]
  }

  private mutating func section(_ command: CommandHelp) {
    lines.append(".SS \"\(synopsis(command))\"")
    lines.append(escaped(sentence(command.abstract)))
    paragraphs(command)
    for argument in command.arguments ?? [] where argument.shouldDisplay { describe(argument) }
    let codes = exitCodes(command).map(\.0).joined(separator: ", ")
    if !codes.isEmpty { lines += [".PP", "Exit status: \(codes)."] }
  }

  private func synopsis(_ command: CommandHelp) -> String {
    let places = (command.arguments ?? []).filter { $0.kind == "positional" && $0.shouldDisplay }
    let words = places.map { "\($0.valueName ?? "")\($0.isRepeating ? " ..." : "")" }
    return escaped((["bnus-replay", command.commandName, "[options]"] + words).joined(separator: " "))
  }

  /// What the discussion says before its exit codes. Indented lines stay as they are.
  private mutating func paragraphs(_ command: CommandHelp) {
    for paragraph in blocks(command.discussion) where !paragraph.hasPrefix("EXIT CODES:") {
      lines.append(".PP")
      for line in paragraph.split(separator: "\n") {
        if line.hasPrefix("  ") {
          lines += [".RS", ".nf", escaped(line.trimmingPrefix(while: \.isWhitespace)), ".fi", ".RE"]
        } else {
          lines.append(escaped(line))
        }
      }
    }
  }

  private mutating func describe(_ argument: CommandHelp.Argument) {
    let value = argument.valueName ?? ""
    var text = sentence(argument.abstract)
    if let values = argument.allValues, !values.isEmpty {
      text += " One of \(values.joined(separator: ", "))."
    }
    if let standard = argument.defaultValue { text += " Default: \(standard)." }
    let names = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
    let head =
      switch argument.kind {
      case "positional": "\\fI\(escaped(value))\\fR"
      case "option": "\(names) \\fI\(escaped(value))\\fR"
      default: names
      }
    lines += [".TP", head, escaped(text)]
  }

  private func exitCodes(_ command: CommandHelp) -> [(String, String)] {
    guard let block = blocks(command.discussion).first(where: { $0.hasPrefix("EXIT CODES:") }) else {
      return []
    }
    return block.dropFirst("EXIT CODES:".count).split(separator: "·").compactMap { part in
      let words = part.split(separator: /\s/, maxSplits: 1)
      return words.count == 2 ? (String(words[0]), sentence(String(words[1]))) : nil
    }
  }

  private func blocks(_ text: String?) -> [String] {
    (text ?? "").split(separator: "\n\n").map(String.init)
  }

  private func sentence(_ text: String?) -> String {
    var words = (text ?? "").split(separator: "\n").joined(separator: " ")
    while words.last == " " { words.removeLast() }
    if let last = words.last, last.isLetter || last.isNumber { words += "." }
    return words
  }

  private func escaped(_ text: some StringProtocol) -> String {
    let plain = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("…", with: "...")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&\(plain)" : plain
  }
}
