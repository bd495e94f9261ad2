import CommandKit
import Foundation
import Testing

@Suite("Where credentials and the archive come from")
struct ConfigurationTests {
  /// Whether a run had credentials, judged by what a check says that reaches nobody.
  private static func hasCredentials(_ outcome: Outcome) -> Bool? {
    switch outcome.code {
    case 1: true
    case 64 where outcome.errors.contains("--check needs credentials"): false
    default: nil
    }
  }

  private static let check = ["sync", "--check", "--base-url", "http://127.0.0.1:1"]

  @Test("a secret may lie in a file of its own, beside the configuration")
  func secretFile() throws {
    let place = try Workplace()
    try place.makeDirectory("etc")
    try place.write(#"{"api_key":"k","api_secret_file":"secret"}"#, to: "etc/c.json")
    try place.write("the-secret-of-the-test\n", to: "etc/secret")
    var outcome = try place.run(Self.check + ["--config", "etc/c.json"])
    #expect(Self.hasCredentials(outcome) == true, "\(outcome)")
    #expect(outcome.errors.contains("chmod 600 etc/secret"), "\(outcome)")
    #expect(!outcome.errors.contains("chmod 600 etc/c.json"), "it holds no secret")
    try place.shut("etc/secret")
    outcome = try place.run(Self.check + ["--config", "etc/c.json"])
    #expect(Self.hasCredentials(outcome) == true && !outcome.errors.contains("warning"), "\(outcome)")
  }

  @Test(
    "what is wrong with a secret's file is named",
    arguments: [
      (#"{"api_key":"k","api_secret":"s","api_secret_file":"secret"}"#, "exclude each other"),
      (#"{"api_key":"k","api_secret_file":""}"#, "api_secret_file is empty"),
      (#"{"api_key":"k","api_secret_file":"two"}"#, "one line"),
      (#"{"api_key":"k","api_secret_file":"no"}"#, "no"),
      (#"{"api_key":"k","api_secret_file":"empty"}"#, "api_secret is empty"),
    ])
  func wrongFile(text: String, words: String) throws {
    let place = try Workplace()
    try place.write(text, to: "configuration.json")
    try place.write("s", to: "secret")
    try place.write("one\ntwo\n", to: "two")
    try place.write("\n", to: "empty")
    let outcome = try place.run(Self.check)
    #expect(outcome.code == 64 || outcome.code == 1 && words == "no", "\(outcome)")
    #expect(outcome.errors.contains(words), "\(outcome)")
  }

  @Test("systemd's credentials are taken where nothing else gives any")
  func loadCredential() throws {
    let place = try Workplace()
    try place.makeDirectory("credentials")
    let environment = ["CREDENTIALS_DIRECTORY": place.path("credentials")]
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == false)
    try place.write("k\n", to: "credentials/api_key")
    #expect(try place.run(Self.check, environment: environment).errors.contains("api_secret is missing"))
    try place.write("s\n", to: "credentials/api_secret")
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == true)
    // A configuration that names a key wins, and its faults are not hidden.
    try place.write(#"{"api_key":"","api_secret":"s"}"#, to: "configuration.json")
    #expect(try place.run(Self.check, environment: environment).errors.contains("api_key is empty"))
  }

  @Test("the working directory's configuration wins over the user's own, whatever it says")
  func ofUser() throws {
    let place = try Workplace()
    try place.makeDirectory("home/.config/bnus-replay")
    try place.makeDirectory("xdg/bnus-replay")
    try place.write(#"{"api_key":"k","api_secret":"s"}"#, to: "home/.config/bnus-replay/configuration.json")
    var environment = ["HOME": place.path("home")]
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == true)
    environment["XDG_CONFIG_HOME"] = "relative"
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == true)
    environment["XDG_CONFIG_HOME"] = place.path("xdg")
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == false)
    environment["XDG_CONFIG_HOME"] = nil
    try place.write("{}", to: "configuration.json")
    #expect(Self.hasCredentials(try place.run(Self.check, environment: environment)) == false)
  }

  @Test("the user's configuration may name the archive, so that every directory finds it")
  func archive() throws {
    let place = try Workplace()
    try place.makeDirectory("home/.config/bnus-replay")
    try place.makeDirectory("elsewhere")
    try place.write(#"{"archive":"~/data"}"#, to: "home/.config/bnus-replay/configuration.json")
    let environment = ["HOME": place.path("home")]
    #expect(try place.run(["import", Repository.fixtures[0]], environment: environment).code == 0)
    #expect(place.has("home/data/data.mdb") && !place.has("archive"))
    let elsewhere = try place.shell("cd elsewhere && bnus-replay stats --json", environment: environment)
    #expect(elsewhere.code == 0, "\(elsewhere)")
    // A flag, the variable and an archive in the working directory are nearer.
    #expect(try place.run(["stats", "--archive", "no"], environment: environment).code == 10)
    #expect(
      try place.run(["stats"], environment: environment.merging(["BNUS_ARCHIVE": "no"]) { $1 }).code == 10)
    try place.makeDirectory("archive")
    #expect(try place.run(["stats"], environment: environment).code == 10)
    // The working directory's configuration is nearer still, and what it names lies beside it.
    try place.write(#"{"archive":"home/data"}"#, to: "configuration.json")
    #expect(try place.run(["stats"], environment: environment).code == 0)
    let planned = try place.run("sync", "--dry-run", "--json", "--config", "configuration.json")
    #expect(planned.code == 0, "\(planned)")
    #expect(try planned.document()["weight_limit"] as? Int ?? 0 > 0)
  }

  @Test("a configuration that cannot be read names no archive, and a command that reads goes on")
  func unreadable() throws {
    let place = try Workplace(fixtures: 1)
    try place.write("{", to: "configuration.json")
    #expect(try place.run("stats").code == 0)
    #expect(try place.run("sync", "--dry-run").code == 64)
  }

  @Test("a new archive in a place that nobody named is announced, also under --quiet")
  func announced() throws {
    let place = try Workplace()
    let words = ["sync", "-q", "--base-url", "http://127.0.0.1:1", "--only", "server_time"]
    let first = try place.run(words)
    #expect(first.errors.contains("a new one is begun at \(place.path("archive"))"), "\(first)")
    let named = try place.run(words + ["--archive", "other"])
    #expect(!named.errors.contains("new"), "\(named)")
  }

  @Test(
    "what needs credentials alone is refused before anything is fetched", arguments: ["trade", "trade,order"])
  func onlySigned(tables: String) throws {
    let place = try Workplace()
    for more in [[], ["--dry-run"]] {
      let outcome = try place.run(["sync", "--base-url", "http://127.0.0.1:1", "--only", tables] + more)
      #expect(
        outcome.code == 64 && outcome.errors.contains("--only \(tables) needs credentials"), "\(outcome)")
      #expect(!place.has("archive"))
    }
  }

  @Test("no symbol at all is wrong usage", arguments: [",", " ", " , "])
  func noSymbol(symbols: String) throws {
    let place = try Workplace()
    #expect(try place.run("sync", "--dry-run", "--symbols", symbols).code == 64)
  }
}

extension Workplace {
  fileprivate func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  /// Lets nobody but the owner read a file.
  fileprivate func shut(_ name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
  }
}
