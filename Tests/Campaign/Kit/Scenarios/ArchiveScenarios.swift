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
    let acknowledged = harm.printed.split(separator: "\n").compactMap { Int($0) }.max() ?? 0
    return try harm.wrongs + Truth.shared.get().wrongs(of: "archive", in: place, floor: acknowledged)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let again = try start(place, [:]).wait()
    return try again.wrongs("appending again")
      + Truth.shared.get().wrongs(of: "archive", in: place, floor: Self.count) + place.left(in: "archive")
  }
}

/// A file is imported, into a new archive or into one that holds the first part of it, or an archive is restored.
struct ImportScenario: Scenario {
  enum Target: String, Sendable {
    case new = "import"
    case more = "import-more"
    /// A whole export, which brings the id of its archive along.
    case restore
  }

  let target: Target
  var name: String { target.rawValue }

  init(_ target: Target) {
    self.target = target
  }

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    if target == .more { try truth.copy(truth.begunArchive, to: "archive", in: place) }
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    let truth = try Truth.shared.get()
    return try place.start(
      ["import", target == .restore ? truth.export : truth.corpus], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let truth = try Truth.shared.get()
    let isAcknowledged = harm.isDone || harm.printed.contains("events imported")
    return try harm.wrongs
      + truth.wrongs(
        of: "archive", in: place, floor: isAcknowledged ? truth.events : target == .more ? truth.begun : 0)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let truth = try Truth.shared.get()
    let wrongs =
      try start(place, [:]).wait().wrongs("importing again")
      + truth.wrongs(of: "archive", in: place, floor: truth.events)
      + place.left(beside: ["archive"]) + place.left(in: "archive")
    guard target == .restore, wrongs.isEmpty else { return wrongs }
    let id = try place.run("stats", "--json").document()["archive_id"] as? String
    return id == truth.archiveID ? [] : ["the archive is \(id ?? "none"), not the one that was exported"]
  }
}

/// A run is left out: one event more, or none.
struct AnnotateScenario: Scenario {
  let name = "annotate"

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.begunArchive, to: "archive", in: place)
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(["annotate", "omit", "latest", "--because", "it is a test"], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let isAcknowledged = harm.isDone || harm.printed.contains("is left out")
    return try harm.wrongs + wrongs(place, least: isAcknowledged ? 1 : 0)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    // A run that is left out already is not the latest any more.
    let again = try wrongs(place, least: 1).isEmpty ? [] : start(place, [:]).wait().wrongs("annotating again")
    return try again + wrongs(place, least: 1)
      + place.left(beside: ["archive"]) + place.left(in: "archive")
  }

  private func wrongs(_ place: Workplace, least: Int) throws -> [String] {
    let truth = try Truth.shared.get()
    let verified = try place.run("verify", "--json")
    guard verified.code == 0 else { return ["verify: \(verified)"] }
    let added = (try verified.document()["events"] as? Int ?? 0) - truth.begun
    guard (least...1).contains(added) else { return ["\(added) events more than before"] }
    let head = try place.run("checkpoint", "--json", "--as-of", "\(truth.begun)").document()
    return head["root"] as? String == truth.roots[truth.begun] ? [] : ["the events before it are others"]
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

  /// Files in an archive that are not its own.
  func left(in archive: String) throws -> [String] {
    let others = Set(try FileManager.default.contentsOfDirectory(atPath: path(archive)))
      .subtracting(["data.mdb", "lock.mdb", "writer.lock"])
    return others.isEmpty ? [] : ["left in \(archive): \(others.sorted().joined(separator: ", "))"]
  }
}
