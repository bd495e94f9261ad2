import Foundation

/// A file of events that a command takes a while over: the small events of the fixtures, again and
/// again under other runs' names, salts and times included, so that every import of it gives the
/// same tree.
public struct Corpus: Sendable {
  /// How many events are in it.
  public let events: Int
  private let text: Data

  /// Makes it of so many copies.
  public init(copies: Int) throws {
    let lines = try Repository.fixtures.flatMap { path in
      try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
    }.filter { $0.count < 3000 }
    // After {"sequence":1,"run":"20210417T160000Z comes what is the same in every line.
    let run = Data("-fixture\"".utf8)
    let storedAt = Data("\"appended_at\":\"".utf8)
    var text = Data()
    var sequence = 0
    for copy in 0..<copies {
      for line in lines {
        guard let name = line.range(of: Data("\"run\":".utf8)), let mark = line.range(of: run),
          let stored = line.range(of: storedAt)
        else { continue }
        sequence += 1
        // The log keeps a time of append that does not go back.
        let micros = String(1_000_000 + sequence).dropFirst()
        let time = stored.upperBound..<stored.upperBound + 27
        text += Data("{\"sequence\":\(sequence),".utf8) + line[name.lowerBound..<mark.lowerBound]
        text += Data("-copy\(copy)\"".utf8) + line[mark.upperBound..<time.lowerBound]
        text += Data("2026-11-01T00:00:00.\(micros)Z".utf8) + line[time.upperBound...] + Data("\n".utf8)
      }
    }
    events = sequence
    self.text = text
  }

  /// Writes it as JSON lines.
  public func write(to path: String) throws {
    try text.write(to: URL(fileURLWithPath: path))
  }
}
