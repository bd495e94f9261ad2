/// The name of a run: 1 to 64 bytes of `A–Z a–z 0–9 . _ : -`, ordered bytewise.
public struct RunID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The id's text, ASCII.
  public let text: String

  /// Nil for a text that cannot name a run.
  public init?(_ text: String) {
    guard (1...Self.maximumBytes).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
      return nil
    }
    self.text = text
  }

  /// An id that begins with a moment in UTC to the second: `20260920T120000Z-` and `name`.
  ///
  /// - Parameter name: at most 40 letters, digits and hyphens.
  public static func derived(from moment: Timestamp, _ name: String) -> RunID {
    let time = moment.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
    guard let id = RunID("\(time)Z-\(name)") else {
      preconditionFailure("a time and letters make a run id")
    }
    return id
  }

  public var description: String { text }

  public static func < (left: RunID, right: RunID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  static let maximumBytes = 64

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
