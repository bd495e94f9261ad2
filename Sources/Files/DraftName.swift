import Glibc

/// Names of what is made beside its place: the place's own, a word, and a number that nobody can know before. So what
/// a killed process left is found by the next one for the same place, and nothing that lies in wait is written to.
struct DraftName {
  /// What the names of all drafts of the place begin with.
  let prefix: String

  /// - Parameter word: what is made, `part` or `partial`.
  init(of name: String, word: String) {
    // A name has 255 bytes at most.
    prefix = name.utf8.count <= 200 ? "\(name).\(word)-" : ".\(Self.digest(name)).\(word)-"
  }

  /// One that nobody can have used yet.
  func fresh() -> String { prefix + Self.hex(UInt64.random(in: .min ... .max)) }

  /// Whether a name is one of the place's drafts.
  func matches(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let number = name.dropFirst(prefix.count)
    return number.utf8.count == 16 && number.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// FNV-1a: the same for the same name, and that is all that is asked of it.
  private static func digest(_ name: String) -> String {
    hex(name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }
}
