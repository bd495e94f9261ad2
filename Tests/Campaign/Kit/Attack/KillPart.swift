import CommandKit
import Foundation

/// Every command that writes is killed before every call that lasts, in the middle of every write, and at random
/// moments: nothing acknowledged is missing, `verify` is clean, and doing it again completes the work.
public struct KillPart: Part {
  public let name = "kills"

  public init() {}

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    var all: [Attempt] = []
    for scenario in Scenarios.all {
      var dice = Dice(seed: seed, for: "\(name)/\(scenario.name)")
      let calls = try Scenarios.calls(of: scenario).filter(\.kind.isCounted)
      var acts = calls.indices.flatMap { index -> [Interposer.Act] in
        calls[index].kind == .write ? [.kill(index + 1), .tear(index + 1)] : [.kill(index + 1)]
      }
      if extent == .short { acts = Array(acts.shuffled(using: &dice).prefix(6)) }
      all += acts.map { act in
        Attempt("\(name)/\(scenario.name)/\(act)") { try attack(scenario, act) }
      }
    }
    let moments = extent == .short ? 2 : 60
    all += MomentScenario.allCases.flatMap { scenario in
      (0..<moments).map { number in
        let attempt = "\(name)/\(scenario.rawValue)/moment:\(number)"
        return Attempt(attempt) { try scenario.kill(Dice(seed: seed, for: attempt)) }
      }
    }
    var dice = Dice(seed: seed, for: name)
    return all.shuffled(using: &dice)
  }

  private func attack(_ scenario: any Scenario, _ act: Interposer.Act) throws -> [String] {
    let place = try Workplace()
    try scenario.prepare(place)
    let outcome = try scenario.start(place, Interposer.environment(in: place, act: act)).wait()
    return try scenario.wrongs(place, after: Harm(outcome)) + scenario.wrongsOfRepeat(place)
  }
}

/// The commands that are attacked. What is new joins here.
enum Scenarios {
  static let all: [any Scenario] =
    [
      AppendScenario(), ImportScenario(.new), ImportScenario(.more), ImportScenario(.restore), SyncScenario(),
      AnnotateScenario(), BackupScenario(), KeyScenario(),
    ]
    + FileScenario.all
    + TablesDestinations.all.flatMap { destination in
      ReplayScenario.Mode.allCases.map { ReplayScenario(mode: $0, destination: destination) }
    }

  private static let counted = Result {
    try Dictionary(uniqueKeysWithValues: all.map { ($0.name, try Interposer.calls(of: $0)) })
  }

  /// The calls that a scenario makes when it is left alone.
  static func calls(of scenario: any Scenario) throws -> [TracedCall] {
    try counted.get()[scenario.name] ?? Interposer.calls(of: scenario)
  }
}

/// Commands that run for a while and are killed after a while.
enum MomentScenario: String, CaseIterable {
  case longImport = "long-import"
  case longReplay = "long-replay"
  case longRebuild = "long-rebuild"
  case diff

  func kill(_ dice: Dice) throws -> [String] {
    var dice = dice
    let truth = try Truth.large.get()
    let times = try Times.shared.get()
    let place = try Workplace()
    switch self {
    case .longImport:
      try Self.kill(place, ["import", truth.corpus], within: times.importing, &dice)
      return try truth.wrongs(of: "archive", in: place, floor: 0)
        + place.run("import", "-q", truth.corpus).wrongs("importing again")
        + truth.wrongs(of: "archive", in: place, floor: truth.events)
    case .longReplay, .longRebuild:
      _ = try place.shell("cp '\(times.oldTables)' t.sqlite")
      let words = [
        "replay", "-q", "--archive", truth.archive, "--to", "t.sqlite", "--jobs", "\(1 + dice.below(3))",
      ]
      try Self.kill(
        place, words + (self == .longRebuild ? ["--rebuild"] : []), within: times.replaying, &dice)
      let found = try SQLiteDestination().state(in: place)
      var wrongs = found == times.old || found == times.new ? [] : ["neither old nor new: \(found ?? [])"]
      for more in [[], ["--rebuild"]] {
        wrongs += try place.run(words + more).wrongs("replaying again")
        if try SQLiteDestination().state(in: place) != times.new { wrongs.append("not what a replay makes") }
      }
      return try wrongs + place.left(beside: ["t.sqlite"])
    case .diff:
      _ = try place.shell("mkdir tmp")
      let words = ["diff", "-q", "--archive", truth.archive, "--schema", "1", "3"]
      try Self.kill(place, words, within: times.replaying, &dice, ["TMPDIR": place.path("tmp")])
      let left = try FileManager.default.contentsOfDirectory(atPath: place.path("tmp"))
      return left.isEmpty ? [] : ["left behind: \(left)"]
    }
  }

  private static func kill(
    _ place: Workplace, _ words: [String], within seconds: Double, _ dice: inout Dice,
    _ environment: [String: String] = [:]
  ) throws {
    let child = try place.start(words, environment: environment)
    usleep(UInt32(dice.below(Int(seconds * 1_000_000) + 1)))
    child.send(SIGKILL)
    _ = try child.wait()
  }
}

/// How long the long commands take when they are left alone, and what they make.
private final class Times: Sendable {
  static let shared = Result { try Times() }

  let importing: Double
  let replaying: Double
  let old: [String]?
  let new: [String]?
  private let place: Workplace

  /// Tables of the first part of the log.
  var oldTables: String { place.path("old/t.sqlite") }

  private init() throws {
    let truth = try Truth.large.get()
    place = try Workplace.shared()
    importing = try Self.seconds(place, ["import", "-q", truth.corpus])
    replaying = try Self.seconds(
      place, ["replay", "-q", "--archive", truth.archive, "--to", "t.sqlite", "--jobs", "1"])
    new = try SQLiteDestination().state(in: place)
    _ = try place.shell("mkdir old; rm t.sqlite")
    _ = try Self.seconds(
      place, ["replay", "-q", "--archive", truth.archive, "--to", "t.sqlite", "--as-of", "\(truth.begun)"])
    old = try SQLiteDestination().state(in: place)
    _ = try place.shell("mv t.sqlite old/; rm -r archive")
  }

  private static func seconds(_ place: Workplace, _ words: [String]) throws -> Double {
    let start = Date()
    let outcome = try place.run(words)
    guard outcome.code == 0 else { throw Interposer.NotDone(scenario: "\(words)", outcome: outcome) }
    return Date().timeIntervalSince(start)
  }
}
