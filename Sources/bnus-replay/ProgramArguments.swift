import CLinux

/// The words that the program was started with. Swift reads them from /proc, and where a system has none it finds no
/// words at all.
enum ProgramArguments {
  /// Every word behind the program's name.
  static var words: [String] {
    guard let words = bnus_arguments() else { return Array(CommandLine.arguments.dropFirst()) }
    return (0..<Int(bnus_argument_count())).dropFirst().compactMap { index in
      words[index].map { String(cString: $0) }
    }
  }
}
