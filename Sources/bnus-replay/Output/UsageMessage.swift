import ArgumentParser

/// What is said of words on the command line that cannot be understood: one style for what the argument parser finds
/// and for what we find.
struct UsageMessage {
  let lines: [String]
  /// Where the help is.
  let hint: String

  /// - Parameters:
  ///   - message: the parser's, or a validation's.
  ///   - arguments: what the program was started with, without its name.
  init(_ message: String, arguments: [String]) {
    let commands = BnusReplay.configuration.subcommands.map { $0._commandName }
    guard let first = arguments.first, !first.hasPrefix("-"), first != "help" else {
      (lines, hint) = (Self.sentences(message), "see bnus-replay --help")
      return
    }
    if commands.contains(first) {
      (lines, hint) = (Self.sentences(message), "see bnus-replay \(first) --help")
    } else {
      lines = ["there is no command '\(first)'\(Nearest.hint(for: first, among: commands))"]
      hint = "bnus-replay --help lists the commands"
    }
  }

  /// A sentence for `help` of a command that there is not; the parser would print the help of all.
  static func unknownTopic(_ arguments: [String]) -> String? {
    let commands = BnusReplay.configuration.subcommands.map { $0._commandName }
    guard arguments.first == "help", let topic = arguments.dropFirst().first, !topic.hasPrefix("-"),
      !commands.contains(topic), topic != "help"
    else { return nil }
    return
      "there is no command '\(topic)'\(Nearest.hint(for: topic, among: commands)); bnus-replay --help lists the commands"
  }

  /// As our own errors are written: without a capital and a full stop.
  private static func sentences(_ message: String) -> [String] {
    message.split(separator: "\n").enumerated().map { place, line in
      if place > 0 { return String(line) }
      var text = line.replacing(". Did you mean", with: "; did you mean")[...]
      if text.hasSuffix("."), !text.hasSuffix("..") { text.removeLast() }
      guard let first = text.first, let second = text.dropFirst().first, second.isLowercase || second == " "
      else {
        return String(text)
      }
      return first.lowercased() + text.dropFirst()
    }
  }
}
