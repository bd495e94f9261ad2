import Foundation

/// How often, and when, the tests kill.
enum Killing {
  /// The rounds: as many as `BNUS_CRASH_ROUNDS` says, with seeds that change from run to run
  /// unless `BNUS_SEED` fixes them. A failure names its seed.
  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["BNUS_CRASH_ROUNDS"].flatMap { Int($0) } ?? 8
    let first = environment["BNUS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
    return (0..<UInt64(rounds)).map { first + $0 }
  }()
}

/// Random moments out of a seed.
struct Moments {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  /// A number from 0 up.
  mutating func below(_ limit: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 11) % limit
  }

  /// Lets a part of `seconds` pass.
  mutating func pause(upTo seconds: Double) {
    usleep(UInt32(below(UInt64(seconds * 1_000_000) + 1)))
  }
}
