import TestKit
import Testing

@testable import Interchange

@Suite("Lines of a file")
struct LineReaderTests {
  private func lines(_ bytes: [UInt8]) throws -> [String] {
    let directory = try TemporaryDirectory("lines")
    let reader = try LineReader.open(try directory.write(bytes, to: "file"))
    var lines: [String] = []
    while let line = try reader.next() {
      lines.append(String(decoding: line, as: UTF8.self))
      #expect(reader.lineNumber == lines.count)
    }
    #expect(try reader.next() == nil)
    return lines
  }

  @Test(
    "a line ends at \\n or \\r\\n, and the last need not end",
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
      ("\n", [""]), ("\n\n", ["", ""]), ("a\n\nb", ["a", "", "b"]), ("a\rb\n", ["a\rb"]), ("\r\n", [""]),
      ("a\r\r\n", ["a\r"]),
    ])
  func ends(text: String, expected: [String]) throws {
    #expect(try lines(Array(text.utf8)) == expected)
  }

  @Test("lines longer than one read come whole", arguments: [0, 1, -1, 7])
  func long(more: Int) throws {
    let chunk = 1 << 20
    let long = [UInt8](repeating: 0x61, count: 2 * chunk + more)
    let edge = [UInt8](repeating: 0x62, count: chunk + more)
    let read = try lines(long + [0x0A] + edge + [0x0D, 0x0A] + [0x63])
    #expect(read.map(\.utf8.count) == [long.count, edge.count, 1])
    #expect(read[2] == "c")
  }

  @Test("a file that is not there, or is a directory, is refused with its path")
  func missing() throws {
    let directory = try TemporaryDirectory("lines")
    #expect(throws: InterchangeError.self) { try LineReader.open(directory.file("none")) }
    let reader = try LineReader.open(directory.path)
    #expect(throws: InterchangeError.self) { try reader.next() }
  }
}
