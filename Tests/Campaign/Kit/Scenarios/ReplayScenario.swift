import CommandKit
import Foundation
import Synchronization

/// Tables are made, brought up to date, or made anew beside the old ones.
struct ReplayScenario: Scenario {
  enum Mode: String, CaseIterable, Sendable {
    case fresh
    case catchUp = "catch-up"
    case rebuild
  }

  let mode: Mode
  let destination: any TablesDestination
  var name: String { "replay-\(mode.rawValue)-\(destination.name)" }

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.archive, to: "archive", in: place)
    if mode == .fresh { return }
    let made = try Tables.of(destination)
    for file in destination.names {
      try FileManager.default.copyItem(atPath: made.old.path(file), toPath: place.path(file))
    }
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(words, environment: environment)
  }

  private var words: [String] {
    ["replay", "--jobs", "1", "--json", "--to", destination.argument]
      + (mode == .rebuild ? ["--rebuild"] : [])
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let made = try Tables.of(destination)
    let found = try destination.state(in: place)
    // The document on stdout is the acknowledgment.
    let isAcknowledged = harm.isDone || harm.printed.contains("{\"")
    var allowed: [[String]?] = [made.newState]
    if !isAcknowledged { allowed.append(mode == .fresh ? nil : made.oldState) }
    let swap = allowed.contains(found) ? [] : ["tables are neither old nor new: \(found ?? ["none"])"]
    return harm.wrongs + swap
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let made = try Tables.of(destination)
    var wrongs = try place.run(words).wrongs("replaying again")
    if try destination.state(in: place) != made.newState {
      wrongs.append("replaying again made other tables")
    }
    return try wrongs + place.left(beside: destination.names.union(["archive"]))
  }
}

/// The states of a destination's tables, made once by commands that are left alone.
private final class Tables: Sendable {
  let old: Workplace
  let oldState: [String]
  let newState: [String]

  private init(_ destination: any TablesDestination) throws {
    let truth = try Truth.shared.get()
    old = try Workplace.shared()
    let new = try Workplace.shared()
    for (place, more) in [(old, ["--as-of", "\(truth.begun)"]), (new, [])] {
      let words = ["replay", "-q", "--archive", truth.archive, "--to", destination.argument] + more
      let outcome = try place.run(words)
      guard outcome.code == 0 else { throw Interposer.NotDone(scenario: "\(words)", outcome: outcome) }
    }
    oldState = try destination.state(in: old) ?? []
    newState = try destination.state(in: new) ?? []
  }

  private static let made = Mutex<[String: Tables]>([:])

  static func of(_ destination: any TablesDestination) throws -> Tables {
    try made.withLock { made in
      if let tables = made[destination.name] { return tables }
      let tables = try Tables(destination)
      made[destination.name] = tables
      return tables
    }
  }
}
