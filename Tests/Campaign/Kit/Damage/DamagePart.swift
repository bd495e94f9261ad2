import CommandKit

/// Copies of an archive with a damaged page, and every command that reads: what it prints is what the whole archive
/// says, or it ends with 13 and says why.
public struct DamagePart: Part {
  public let name = "damage"

  public init() {}

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    (0..<(extent == .short ? 8 : 2000)).map { number in
      let attempt = "\(name)/\(number.isMultiple(of: 2) ? "grown" : "compact")/\(number)"
      return Attempt(attempt, weight: DamagedReads.commands) {
        let archive = try number.isMultiple(of: 2) ? Self.grown.get() : Self.compact.get()
        var dice = Dice(seed: seed, for: attempt)
        return try archive.wrongs(of: .draw(&dice, in: archive.data))
      }
    }
  }

  private static let grown = Result { try DamagedReads(compact: false) }
  private static let compact = Result { try DamagedReads(compact: true) }
}
