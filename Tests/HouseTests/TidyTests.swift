import CommandKit
import Testing

@Suite("Tidiness")
struct TidyTests {
  @Test("no file of the sources passes 300 lines")
  func length() {
    for file in SourceFile.sources {
      #expect(file.lines.count <= 301, "\(file.path) has \(file.lines.count - 1) lines")
    }
  }

  @Test("no function of the sources passes 50 lines")
  func functions() {
    for file in SourceFile.sources {
      for function in functionLengths(file) where function.lines > 50 {
        Issue.record("\(file.path):\(function.start) has \(function.lines) lines")
      }
    }
  }

  @Test("what hides a failure, or a thing undone, stays out of the sources")
  func banned() {
    for file in SourceFile.sources {
      for (number, text) in file.code {
        if text.contains("fatalError") || text.contains("try") || text.contains("as!"),
          let word = text.firstMatch(of: /\b(try!|as!|fatalError|try\?)/)?.1
        {
          Issue.record("\(file.path):\(number) has \(word)")
        }
      }
      for (index, line) in file.lines.enumerated() {
        for word in ["TO" + "DO", "FIX" + "ME"] where line.contains("//") && line.contains(word) {
          Issue.record("\(file.path):\(index + 1) has \(word)")
        }
      }
    }
  }

  @Test("only the command line's own output prints")
  func printing() {
    for file in SourceFile.sources where !file.path.hasPrefix("Sources/bnus-replay/") {
      for (number, text) in file.code
      where text.contains("(") && text.contains(/\b(debugPrint|print|dump|puts)\(/) {
        Issue.record("\(file.path):\(number) prints")
      }
    }
    for file in SourceFile.sources where file.path.hasPrefix("Sources/bnus-replay/") {
      for (number, text) in file.code where text.contains("print(") && text.contains(/(^|[^.\w])print\(/) {
        guard !text.contains("func print(") else { continue }
        Issue.record("\(file.path):\(number) prints past StandardOutput")
      }
    }
  }

  @Test("a file is named after what it holds")
  func names() {
    let banned = [
      "Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Manager", "Types", "Misc", "Extensions",
    ]
    for file in SourceFile.sources + SourceFile.tests {
      #expect(!banned.contains { file.name == $0 || file.name.hasSuffix("Manager") }, "\(file.path)")
    }
    for file in SourceFile.sources where !file.name.contains("+") {
      let name = file.name
      let pattern = /\b(?:struct|class|enum|protocol|extension|actor|typealias) (?:\w+\.)*(\w+)/
      let holds = file.code.contains { $0.text.firstMatch(of: pattern)?.1 ?? "" == name }
      if !holds { Issue.record("\(file.path) holds no \(name)") }
    }
  }

  @Test("every public thing says what it is")
  func documentation() {
    for file in SourceFile.sources {
      for (index, line) in file.lines.enumerated() where isPublicDeclaration(line) {
        if !isDocumented(file.lines, before: index) { Issue.record("\(file.path):\(index + 1) \(line)") }
      }
    }
  }

  /// Initialisers may go without, and so may stored properties, whose name and type say it, and
  /// members that a protocol of ours documents.
  private func isPublicDeclaration(_ line: Substring) -> Bool {
    guard line.contains("public "),
      let match = line.firstMatch(
        of:
          /^ *(?:@\w+(?:\([^)]*\))? )*public (?:static |final |private\(set\) |internal\(set\) |nonisolated |mutating |indirect |consuming |borrowing |class )*(\w+) ?([`\w]*)/
      )
    else { return false }
    let (kind, name) = (match.1, match.2)
    if ["init", "import", "extension", "let"].contains(kind) || isStored(line) { return false }
    if Self.promised.contains(String(name)) { return false }
    return !["description", "hash", "==", "<", "testDescription", "rawValue", ""].contains(name)
  }

  private func isStored(_ line: Substring) -> Bool { line.contains(" var ") && !line.contains("{") }

  /// The names of functions that protocols of the sources require.
  private static let promised: Set<String> = {
    var names: Set<String> = []
    for file in SourceFile.sources {
      var isInside = false
      for line in file.lines {
        if line.hasPrefix("public protocol ") { isInside = true }
        if line == "}" { isInside = false }
        if isInside, let name = line.firstMatch(of: /^ +(?:mutating )?func (\w+)/)?.1 {
          names.insert(String(name))
        }
      }
    }
    return names
  }()

  private func isDocumented(_ lines: [Substring], before index: Int) -> Bool {
    var above = index - 1
    while above >= 0, lines[above].trimmingPrefix(while: \.isWhitespace).hasPrefix("@") { above -= 1 }
    return above >= 0 && lines[above].trimmingPrefix(while: \.isWhitespace).hasPrefix("///")
  }

  /// Where functions begin and how long they are, by the indentation of their ends.
  private func functionLengths(_ file: SourceFile) -> [(start: Int, lines: Int)] {
    var found: [(Int, Int)] = []
    for (index, line) in file.lines.enumerated() {
      guard line.contains("func ") || line.contains("init"), line.contains(/^ *[\w@() ]*\b(func|init)\b.*$/),
        !line.contains("///")
      else { continue }
      let indent = line.prefix { $0 == " " }
      let end = file.lines[index...].firstIndex { $0 == "\(indent)}" }
      if let end, !line.hasSuffix("}") { found.append((index + 1, end - index + 1)) }
    }
    return found
  }
}
