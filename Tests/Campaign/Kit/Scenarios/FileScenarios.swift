import CommandKit
import Foundation

/// An archive is copied.
struct BackupScenario: Scenario {
  let name = "backup"

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.archive, to: "archive", in: place)
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(["backup", "copy"], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let truth = try Truth.shared.get()
    guard place.has("copy") else { return harm.wrongs + (harm.isDone ? ["the copy is missing"] : []) }
    return try harm.wrongs + truth.wrongs(of: "copy", in: place, floor: truth.events)
      + truth.wrongs(of: "archive", in: place, floor: truth.events)
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    var wrongs: [String] = []
    if place.has("copy") {
      // What a killed copy left is removed by the next one.
      wrongs += try place.run("backup", "other").wrongs("another copy")
      try FileManager.default.removeItem(atPath: place.path("other"))
    } else {
      wrongs += try start(place, [:]).wait().wrongs("copying again")
    }
    let truth = try Truth.shared.get()
    return try wrongs + truth.wrongs(of: "copy", in: place, floor: truth.events)
      + place.left(beside: ["archive", "copy"])
  }
}

/// Events are written to a file.
struct ExportScenario: Scenario {
  let name = "export"

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.archive, to: "archive", in: place)
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(["export", "-q", "--to", "e.jsonl"], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    guard place.has("e.jsonl") else { return harm.wrongs + (harm.isDone ? ["the export is missing"] : []) }
    let truth = try Data(contentsOf: URL(fileURLWithPath: Truth.shared.get().export))
    return harm.wrongs + (try place.data("e.jsonl") == truth ? [] : ["the export is not whole"])
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    var wrongs: [String] = []
    if !place.has("e.jsonl") { wrongs += try start(place, [:]).wait().wrongs("exporting again") }
    let truth = try Data(contentsOf: URL(fileURLWithPath: Truth.shared.get().export))
    if try place.data("e.jsonl") != truth { wrongs.append("the export is not whole") }
    return try wrongs + place.left(beside: ["archive", "e.jsonl"])
  }
}

/// A key is made: there is none afterwards, or a whole one that nobody else can read.
struct KeyScenario: Scenario {
  let name = "key"

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.begunArchive, to: "archive", in: place)
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(["checkpoint", "--new-key", "key"], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    // The verifier key is what is given away: from then on the key must be there.
    let verifier = harm.said.firstMatch(of: /verifier key: (\S+)/)?.1
    guard place.has("key") else {
      return harm.wrongs + (harm.isDone || verifier != nil ? ["the key is missing"] : [])
    }
    let signed = try place.run("checkpoint", "--key", "key")
    var wrongs = harm.wrongs + signed.wrongs("signing with the key")
    if let verifier, signed.errors.firstMatch(of: /verifier key: (\S+)/)?.1 ?? verifier != verifier {
      wrongs.append("another key than the one that was named")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: place.path("key"))[.posixPermissions]
    if (mode as? NSNumber)?.intValue != 0o600 { wrongs.append("others can read the key") }
    return wrongs
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    var wrongs: [String] = []
    if !place.has("key") { wrongs += try start(place, [:]).wait().wrongs("making the key again") }
    wrongs += try place.run("checkpoint", "--key", "key").wrongs("signing with the key")
    return try wrongs + place.left(beside: ["archive", "key"])
  }
}
