import Files
import Platform

/// A file's lines, one after the other, in memory of the longest line.
final class LineReader {
  private let path: String
  private let file: InputFile
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// The number of the last line returned, from 1.
  private(set) var lineNumber = 0

  private init(path: String, file: consuming InputFile) {
    self.path = path
    self.file = file
  }

  static func open(_ path: String) throws(InterchangeError) -> LineReader {
    LineReader(
      path: path,
      file: try InterchangeError.reading { () throws(FilesError) in try InputFile.open(path) })
  }

  /// The next line without its end (`\n` or `\r\n`); nil after the last. The last line may lack
  /// its end.
  func next() throws(InterchangeError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = newline(from: searched) {
        defer { start = end + 1 }
        return give(start..<end)
      }
      searched = buffer.count - start
      buffer.removeSubrange(..<start)
      start = 0
      if isAtEnd {
        defer { start = buffer.count }
        return buffer.isEmpty ? nil : give(0..<buffer.count)
      }
      guard buffer.count <= WholeFile.largestBytes else {
        throw .part(path: path, part: "line \(lineNumber + 1)", reason: "it is longer than 1 GiB")
      }
      try fill()
    }
  }

  private func give(_ range: Range<Int>) -> ArraySlice<UInt8> {
    lineNumber += 1
    let line = buffer[range]
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  private func newline(from first: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, first < bytes.count else { return nil }
      return Memory.firstIndex(of: UInt8(ascii: "\n"), in: base + first, bytes.count - first).map {
        first + $0
      }
    }
  }

  private func fill() throws(InterchangeError) {
    let count = try InterchangeError.reading { () throws(FilesError) in
      try file.append(atMost: InputFile.chunkBytes, to: &buffer)
    }
    isAtEnd = count == 0
  }
}
