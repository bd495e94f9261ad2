import CommandKit
import Foundation
import Synchronization

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

/// A file is written where there is none, or in the place of an old one: then there is what was there before, or all
/// of the new one.
struct FileScenario: Scenario {
  let name: String
  let words: [String]
  /// What the command says when the file stands.
  var acknowledgment: String?
  var replaces = false

  static let all = [
    FileScenario(name: "export", words: ["export", "-q"]),
    FileScenario(
      name: "export-force", words: ["export", "--force"], acknowledgment: "exported", replaces: true),
    FileScenario(name: "checkpoint", words: ["checkpoint"], acknowledgment: "not signed"),
    FileScenario(
      name: "checkpoint-force", words: ["checkpoint", "--force"], acknowledgment: "not signed", replaces: true
    ),
    FileScenario(name: "prove", words: ["prove", "3"]),
  ]

  private static let file = "written"
  private static let old = Data("what was there before\n".utf8)
  private static let made = Mutex<[String: Data]>([:])

  func prepare(_ place: Workplace) throws {
    let truth = try Truth.shared.get()
    try truth.copy(truth.archive, to: "archive", in: place)
    if replaces { try place.write(String(decoding: Self.old, as: UTF8.self), to: Self.file) }
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try place.start(words + ["--to", Self.file], environment: environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let isAcknowledged = harm.isDone || acknowledgment.map { harm.printed.contains($0) } ?? false
    let found = try place.has(Self.file) ? place.data(Self.file) : nil
    if try found == whole() { return harm.wrongs }
    guard found == (replaces ? Self.old : nil) else {
      return harm.wrongs + ["the file is neither as before nor whole"]
    }
    return harm.wrongs + (isAcknowledged ? ["the file is as before"] : [])
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    var wrongs: [String] = []
    if replaces || !place.has(Self.file) { wrongs += try start(place, [:]).wait().wrongs("writing again") }
    if try place.data(Self.file) != whole() { wrongs.append("the file is not whole") }
    return try wrongs + place.left(beside: ["archive", Self.file])
  }

  /// What the command writes when it is left alone.
  private func whole() throws -> Data {
    try Self.made.withLock { made in
      if let data = made[name] { return data }
      let place = try Workplace()
      try prepare(place)
      let outcome = try start(place, [:]).wait()
      guard outcome.code == 0 else { throw Interposer.NotDone(scenario: name, outcome: outcome) }
      made[name] = try place.data(Self.file)
      return try place.data(Self.file)
    }
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
    let verifier = harm.printed.firstMatch(of: /verifier key: (\S+)/)?.1
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
