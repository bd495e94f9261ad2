import Foundation

/// What the captured runs are, counted from their files, so that recording them anew changes no
/// test.
public enum Fixtures {
  /// How many events each holds, oldest first: a line is an event.
  public static let counts: [Int] = Repository.fixtures.map { path in
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text?.utf8.count { $0 == UInt8(ascii: "\n") } ?? 0
  }

  /// How many events the first so many hold: the last one's sequence where they alone are imported.
  public static func events(_ fixtures: Int = counts.count) -> Int {
    counts.prefix(fixtures).reduce(0, +)
  }
}
