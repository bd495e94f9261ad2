/// The names of drafts: the name of the place, the kind of draft, and an unpredictable number. So the leftovers of a
/// killed process are found by the next draft for the same place, and a file planted in advance is never written to.
struct DraftName {
  /// The common prefix of all drafts of the place.
  let prefix: String

  /// - Parameter kind: `part` for a file, `partial` for a directory.
  init(of name: String, kind: String) {
    // A name has 255 bytes at most.
    prefix = name.utf8.count <= 200 ? "\(name).\(kind)-" : ".\(Self.digest(name)).\(kind)-"
  }

  /// A new name that nobody can have used yet.
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

  /// FNV-1a. It only has to be the same for the same name.
  private static func digest(_ name: String) -> String {
    hex(name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }
}
