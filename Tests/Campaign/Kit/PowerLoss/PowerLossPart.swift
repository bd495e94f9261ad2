import CommandKit
import Foundation
import Synchronization

/// The power goes before, during and after every call that writes: whatever a disk may keep of what was not synced,
/// nothing acknowledged is missing, `verify` is clean, no half-swapped tables, and doing it again completes the work.
public struct PowerLossPart: Part {
  public let name = "power"

  public init() {}

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    var all: [Attempt] = []
    for scenario in Scenarios.all {
      let recording = try Recording.of(scenario)
      var dice = Dice(seed: seed, for: "\(name)/\(scenario.name)")
      var points = recording.points
      if extent == .short {
        // The end is where all is acknowledged.
        points = Array(points.dropLast().shuffled(using: &dice).prefix(4)) + points.suffix(1)
      }
      for point in points {
        let attempt = "\(name)/\(scenario.name)/point:\(point)"
        let (disk, harm) = recording.moment(point)
        var dice = Dice(seed: seed, for: attempt)
        let states = DiskState.states(of: disk, draws: extent == .short ? 1 : 8, &dice)
        all.append(
          Attempt(attempt, weight: states.count) {
            try states.enumerated().flatMap { number, state in
              try wrongs(scenario, disk, state, harm, repeats: number == states.count / 2).map {
                "state \(number) (data \(state.data), names \(state.names)): \($0)"
              }
            }
          })
      }
    }
    var dice = Dice(seed: seed, for: name)
    return all.shuffled(using: &dice)
  }

  private func wrongs(
    _ scenario: any Scenario, _ disk: Disk, _ state: DiskState, _ harm: Harm, repeats: Bool
  ) throws -> [String] {
    let place = try Workplace()
    try state.layOut(disk, in: place.path)
    let wrongs = try scenario.wrongs(place, after: harm)
    return try wrongs + (repeats ? scenario.wrongsOfRepeat(place) : [])
  }
}

/// A scenario that is left alone, call by call.
private struct Recording: Sendable {
  private let calls: [TracedCall]
  private let disks: [Int: Disk]

  /// Before which calls the power may go and the disk differs from what was seen before; the last is after the end.
  let points: [Int]

  private init(_ scenario: any Scenario) throws {
    let place = try Workplace()
    let records = try Workplace()
    try scenario.prepare(place)
    var disk = try Disk(of: place.path)
    let variables = try Interposer.environment(in: place, trace: records.path("trace"), data: true)
    let outcome = try scenario.start(place, variables).wait()
    guard outcome.code == 0 else { throw Interposer.NotDone(scenario: scenario.name, outcome: outcome) }
    calls = try TracedCall.read(records.path("trace"))
    var disks: [Int: Disk] = [:]
    for (number, call) in calls.enumerated() {
      if call.changesDisk {
        var begun = disk
        begun.apply(call, isInFlight: true)
        disks[number] = begun
      }
      disk.apply(call)
    }
    disks[calls.count] = disk
    self.disks = disks
    points = disks.keys.sorted()
  }

  /// The disk before a call has ended, and what had been acknowledged by then.
  func moment(_ point: Int) -> (Disk, Harm) {
    let printed = calls.prefix(point).filter { $0.kind == .say }.map {
      String(decoding: $0.data, as: UTF8.self)
    }
    guard let disk = disks[point] else { preconditionFailure("\(point) is one of the points") }
    return (disk, Harm(isDone: point == calls.count, printed: printed.joined()))
  }

  private static let made = Mutex<[String: Recording]>([:])

  static func of(_ scenario: any Scenario) throws -> Recording {
    try made.withLock { made in
      if let recording = made[scenario.name] { return recording }
      let recording = try Recording(scenario)
      made[scenario.name] = recording
      return recording
    }
  }
}

extension TracedCall {
  /// Whether a loss of power in the middle of it is other than one before it.
  fileprivate var changesDisk: Bool {
    switch kind {
    case .write, .truncate, .rename, .link, .unlink, .removeDirectory, .makeDirectory, .sync: isDone
    case .open: isDone && (made || emptied)
    case .map, .read, .say, .exit: false
    }
  }
}
