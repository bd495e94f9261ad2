/// Overwrites with asterisks what an answer echoes of our secrets, before it is stored.
public struct SecretScrubber: Sendable {
  private let secrets: [[UInt8]]

  /// - Parameter secrets: key, secret, signature; empty ones are ignored.
  public init(_ secrets: [String]) {
    self.secrets = secrets.filter { $0.utf8.count >= 8 }.map { Array($0.utf8) }
  }

  /// Overwrites in place; true where there was anything.
  public func scrub(_ bytes: inout [UInt8]) -> Bool {
    var found = false
    for secret in secrets where bytes.count >= secret.count {
      var place = 0
      while place + secret.count <= bytes.count {
        if bytes[place] == secret[0], bytes[place..<place + secret.count].elementsEqual(secret) {
          for index in place..<place + secret.count { bytes[index] = UInt8(ascii: "*") }
          place += secret.count
          found = true
        } else {
          place += 1
        }
      }
    }
    return found
  }

  /// Overwrites in place; true where there was anything.
  public func scrub(_ text: inout String) -> Bool {
    var bytes = Array(text.utf8)
    guard scrub(&bytes) else { return false }
    text = String(decoding: bytes, as: UTF8.self)
    return true
  }
}
