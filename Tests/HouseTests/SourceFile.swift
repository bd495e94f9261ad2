import CommandKit
import Testing

/// A file of Swift as the rules of the house see it.
struct SourceFile: CustomTestStringConvertible {
  let path: String
  let lines: [Substring]
  /// The modules it imports.
  let imports: [String]

  init(_ path: String) throws {
    self.path = path
    lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    imports = Self.imports(of: lines)
  }

  var testDescription: String { path }

  /// The target it belongs to, where it lies under `Sources`.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// Its name without the folder and the suffix.
  var name: String {
    String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
  }

  /// The modules that lines import.
  private static func imports(of lines: [Substring]) -> [String] {
    let beginnings = ["", "@testable ", "public ", "internal ", "package "].map { "\($0)import " }
    return lines.compactMap { line in
      guard let beginning = beginnings.first(where: { line.hasPrefix($0) }) else { return nil }
      return line.dropFirst(beginning.count).split(separator: " ").last.map(String.init)
    }
  }

  /// Its lines without comments, with their numbers; a plain scan that knows no strings.
  var code: [(number: Int, text: Substring)] {
    lines.enumerated().map { index, line in
      let text = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
      return (index + 1, text)
    }
  }

  static let sources = load("Sources")
  static let tests = load("Tests")

  private static func load(_ folder: String) -> [SourceFile] {
    let paths = (try? Repository.files(under: folder)) ?? []
    return paths.filter { $0.hasSuffix(".swift") }.compactMap { try? SourceFile($0) }
  }
}
