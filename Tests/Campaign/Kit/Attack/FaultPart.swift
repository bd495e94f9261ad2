import CommandKit
import Glibc

/// Every call of every command that writes fails once, with every error that it may fail with, or does half: the
/// command says so and nothing acknowledged is missing, or it does its work all the same.
public struct FaultPart: Part {
  public let name = "faults"

  public init() {}

  /// The errors that a kind of call is given.
  private static let errors: [(kind: TracedCall.Kind, errors: [Int32])] = [
    (.open, [EIO, ENOSPC, EINTR, EMFILE]),
    (.write, [EIO, ENOSPC, EINTR]),
    (.sync, [EIO, ENOSPC, EINTR]),
    (.truncate, [EIO, ENOSPC, EINTR]),
    (.rename, [EIO, ENOSPC, EINTR]),
    (.link, [EIO, ENOSPC, EINTR]),
    (.unlink, [EIO]),
    (.makeDirectory, [EIO, ENOSPC]),
    (.map, [EIO, ENOMEM, EMFILE]),
    (.read, [EIO, EINTR]),
  ]

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    var all: [Attempt] = []
    for scenario in Scenarios.all {
      let calls = try Scenarios.calls(of: scenario)
      for (kind, errors) in Self.errors {
        let count = calls.count { $0.kind == kind }
        guard count > 0 else { continue }
        var dice = Dice(seed: seed, for: "\(name)/\(scenario.name)/\(kind)")
        // Where a command makes many calls of a kind, those in the middle are much like one another.
        let numbers = count <= 40 ? Array(1...count) : Array(1...15) + Array((count - 24)...count)
        var acts = numbers.flatMap { number in errors.map { Interposer.Act.fail(number, $0) } }
        if kind == .write { acts += numbers.map { .short($0) } }
        if extent == .short {
          acts = Array(acts.shuffled(using: &dice).prefix(kind == .write || kind == .sync ? 3 : 1))
          // The end of a commit of LMDB's.
          let writes = calls.filter { $0.kind == .write }
          if kind == .write, let end = writes.lastIndex(where: \.isDurable) {
            acts.append(.fail(end + 1, EIO))
          }
        }
        all += acts.map { act in
          Attempt("\(name)/\(scenario.name)/\(kind.letter)-\(act)") { try attack(scenario, kind, act) }
        }
      }
    }
    var dice = Dice(seed: seed, for: name)
    return all.shuffled(using: &dice)
  }

  private func attack(_ scenario: any Scenario, _ kind: TracedCall.Kind, _ act: Interposer.Act) throws
    -> [String]
  {
    let place = try Workplace()
    try scenario.prepare(place)
    let variables = try Interposer.environment(in: place, act: act, calls: kind.letter)
    let harm = Harm(try scenario.start(place, variables).wait())
    return try scenario.wrongs(place, after: harm).map { "\($0) | \(harm.printed.suffix(200))" }
      + scenario.wrongsOfRepeat(place)
  }
}
