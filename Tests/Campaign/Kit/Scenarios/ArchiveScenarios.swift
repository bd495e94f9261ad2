import CommandKit
import Foundation

/// Events are appended one by one through the library, and each is acknowledged on stdout when `append` has returned.
struct AppendScenario: Scenario {
  let name = "append"
  /// How many are appended.
  static let count = 24

  func prepare(_ place: Workplace) throws {
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.startCampaign(
      ["append", "archive", try Truth.shared.get().archive, "\(Self.count)"], environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let acknowledged = harm.said.split(separator: "\n").compactMap { Int($0) }.max() ?? 0
    return try harm.wrongs + Truth.shared.get().wrongs(of: "archive", in: place, floor: acknowledged)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let again = try start(place, [:]).wait()
    return try again.wrongs("appending again")
      + Truth.shared.get().wrongs(of: "archive", in: place, floor: Self.count) + place.left(in: "archive")
  }
}

/// A file is imported, into a new archive or into one that holds the first part of it.
struct ImportScenario: Scenario {
  let isNew: Bool
  var name: String { isNew ? "import" : "import-more" }

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    if !isNew { try truth.copy(truth.begunArchive, to: "archive", in: place) }
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(["import", try Truth.shared.get().corpus], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let truth = try Truth.shared.get()
    let isAcknowledged = harm.isDone || harm.said.contains("events imported")
    return try harm.wrongs
      + truth.wrongs(
        of: "archive", in: place, floor: isAcknowledged ? truth.events : isNew ? 0 : truth.begun)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let truth = try Truth.shared.get()
    return try start(place, [:]).wait().wrongs("importing again")
      + truth.wrongs(of: "archive", in: place, floor: truth.events)
      + place.left(beside: ["archive"]) + place.left(in: "archive")
  }
}

extension Workplace {
  /// Starts the campaign's own program in it.
  func startCampaign(_ words: [String], _ environment: [String: String]) throws -> Child {
    try start(program: "campaign", words, environment: environment)
  }

  /// What lies in it that should not.
  func left(beside names: Set<String>) throws -> [String] {
    let others = Set(try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") })
      .subtracting(names)
    return others.isEmpty ? [] : ["left behind: \(others.sorted().joined(separator: ", "))"]
  }

  /// What lies in an archive that is none of its files.
  func left(in archive: String) throws -> [String] {
    let others = Set(try FileManager.default.contentsOfDirectory(atPath: path(archive)))
      .subtracting(["data.mdb", "lock.mdb", "writer.lock"])
    return others.isEmpty ? [] : ["left in \(archive): \(others.sorted().joined(separator: ", "))"]
  }
}
