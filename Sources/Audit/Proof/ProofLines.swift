/// The lines of a note or a proof, read one after the other; an error names the line.
struct ProofLines {
  private let what: String
  private let lines: [String]
  /// The line that comes next, from 0.
  private(set) var next = 0

  /// The largest text that is read; no note or proof comes near this size.
  static let largestBytes = 1_000_000

  init(of what: String, _ bytes: [UInt8]) throws(AuditError) {
    self.what = what
    func refuse(_ line: Int, _ why: String) -> AuditError { .malformed(what: what, line: line, why: why) }
    guard bytes.count <= Self.largestBytes else {
      throw refuse(1, "it has more than \(Self.largestBytes) bytes")
    }
    guard !bytes.isEmpty else { throw refuse(1, "it is empty") }
    var lines: [String] = []
    for (index, line) in bytes.split(separator: Byte.newline, omittingEmptySubsequences: false).enumerated() {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw refuse(index + 1, "it is not UTF-8")
      }
      guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw refuse(index + 1, "it holds a control character")
      }
      lines.append(text)
    }
    guard lines.last == "" else { throw refuse(lines.count, "it does not end with a newline") }
    self.lines = lines.dropLast()
  }

  private enum Byte {
    static let newline = UInt8(ascii: "\n")
  }

  /// Whether every line was taken.
  var isAtEnd: Bool { next == lines.count }

  /// The next line, without taking it; nil at the end.
  var peek: String? { isAtEnd ? nil : lines[next] }

  /// The index of the last empty line, from 0; nil where there is none.
  var lastBlank: Int? { lines.lastIndex(of: "") }

  /// Takes the next line.
  mutating func take(_ meaning: String) throws(AuditError) -> String {
    guard let line = peek else { throw refusal("the \(meaning) is missing", at: next) }
    next += 1
    return line
  }

  /// Takes all lines before line `end`, from 0.
  mutating func take(until end: Int) -> [String] {
    defer { next = end }
    return Array(lines[next..<end])
  }

  /// Takes the rest, as it stood in the bytes.
  mutating func takeRest() -> [UInt8] {
    let rest = take(until: lines.count)
    return rest.flatMap { Array($0.utf8) + [Byte.newline] }
  }

  /// An error at the line that was taken last, or at line `index`, from 0.
  func refusal(_ why: String, at index: Int? = nil) -> AuditError {
    .malformed(what: what, line: (index ?? max(0, next - 1)) + 1, why: why)
  }

  /// Reads a whole number without sign, blanks or zeros before it.
  func number(_ text: String, _ meaning: String) throws(AuditError) -> UInt64 {
    guard let number = UInt64(text), String(number) == text else {
      throw refusal("the \(meaning) is not a decimal number")
    }
    return number
  }
}
