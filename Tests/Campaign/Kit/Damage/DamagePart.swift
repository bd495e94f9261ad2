import CommandKit

/// Copies of an archive with a damaged page, and every command that reads: what it prints is what the whole archive
/// says, or it exits with status 13 and says why.
public struct DamagePart: Part {
  public let name = "damage"

  public init() {}

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    Self.texts.map { name, text in
      Attempt(name, weight: DamagedReads.commands) {
        let archive = try Self.compact.get()
        guard let damage = ArchiveDamage.flip(in: text, of: archive.data) else {
          return ["no \(text) is stored"]
        }
        return try archive.wrongs(of: damage)
      }
    }
      + (0..<(extent == .short ? 4 : 2000)).map { number in
        let attempt = "\(name)/\(number.isMultiple(of: 2) ? "grown" : "compact")/\(number)"
        return Attempt(attempt, weight: DamagedReads.commands) {
          let archive = try number.isMultiple(of: 2) ? Self.grown.get() : Self.compact.get()
          var dice = Dice(seed: seed, for: attempt)
          return try archive.wrongs(of: .draw(&dice, in: archive.data))
        }
      }
  }

  /// What stands in a header, and in a body that is kept as it came.
  private static let texts = [("damage/header", "application/json"), ("damage/body", "serverTime")]

  private static let grown = Result { try DamagedReads(compact: false) }
  private static let compact = Result { try DamagedReads(compact: true) }
}
