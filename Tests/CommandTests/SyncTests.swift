import CommandKit
import Foundation
import Testing

@Suite("The sync command, before its first request")
struct SyncTests {
  @Test(
    "a wrong configuration is wrong usage that names what is wrong",
    arguments: [
      (#"{"api_key":"k"}"#, "api_secret"), (#"{"api_key":"","api_secret":"s"}"#, "api_key is empty"),
      (
        #"{"api_key":"YOUR_BINANCE_US_API_KEY","api_secret":"YOUR_BINANCE_US_API_SECRET"}"#,
        "placeholder"
      ),
      (#"{"apikey":"k"}"#, "apikey"), (#"{"concurrency":0}"#, "concurrency"), ("{", "line 1"),
    ])
  func configuration(text: String, words: String) throws {
    let place = try Workplace()
    try place.write(text, to: "configuration.json")
    let outcome = try place.run("sync", "--base-url", "http://127.0.0.1:1")
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(!place.has("archive"))
  }

  @Test("plain http goes to this machine alone")
  func plainHTTP() throws {
    let place = try Workplace()
    #expect(try place.run("sync", "--base-url", "http://api.binance.us").code == 64)
  }

  @Test("an exchange that cannot be reached is stored as failures, and the run fails")
  func unreachable() throws {
    let place = try Workplace()
    let outcome = try place.run("sync", "--base-url", "http://127.0.0.1:1", "--only", "server_time", "-q")
    #expect(outcome.code == 1, "\(outcome)")
    let events = try place.run("events", "--json")
    #expect(events.text.contains("x-bnus-failure"))
    #expect(try place.run("runs").text.contains("failed (network)"))
  }

  @Test("a dry run requests nothing and says what it weighs")
  func dryRun() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run("sync", "--dry-run", "--json", "--base-url", "http://127.0.0.1:1")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try outcome.document()["weight"] as? Int ?? 0 > 0)
  }

  @Test("a configuration that others can read draws a warning")
  func readable() throws {
    let place = try Workplace()
    try place.write(#"{"api_key":"k","api_secret":"s"}"#, to: "configuration.json")
    let outcome = try place.run("sync", "--check", "--base-url", "http://127.0.0.1:1")
    #expect(outcome.code == 1, "\(outcome)")
    #expect(outcome.errors.contains("chmod 600"), "\(outcome)")
  }
}
