import CommandKit
import Foundation
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@testable import bnus_replay

@Suite("Manners")
struct MannersTests {
  @Test(
    "a mistyped name gives the near one",
    arguments: [
      ("rnus", "there is no command 'rnus'; did you mean 'runs'?"),
      ("event", "did you mean 'events'?"), ("help evnts", "did you mean 'events'?"),
      ("xyzzy", "there is no command 'xyzzy'\n"), ("runs --jsn", "did you mean '--json'?"),
      ("replay --to t --only trades", "did you mean 'trade'?"),
      ("explain ordr BTCUSD", "did you mean 'order'?"),
      ("diff --schema 1 2 --table exchangeinfo", "did you mean 'exchange_info'?"),
      ("events --endpoint myTrade", "did you mean /api/v3/myTrades?"),
      ("drift --endpoint /api/v3/acount", "did you mean /api/v3/account?"),
      ("export --endpoint /api/v3/exchangeinfo", "did you mean /api/v3/exchangeInfo?"),
      ("coverage --symbol BTCUSDD", "did you mean 'BTCUSD"),
    ])
  func near(command: String, said: String) throws {
    let outcome = try Workplace(fixtures: 5).run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(said), "\(outcome)")
  }

  @Test("a name that is far from all suggests none", arguments: ["xyzzy", "", "ab", "replays-and-more"])
  func far(text: String) {
    #expect(Nearest.name(for: text, among: ["runs", "events", "replay"]) == nil)
  }

  @Test(
    "every error is one style: the program's name, no capital, no full stop, and for wrong usage the help",
    arguments: [
      "runs --nope", "show", "show x", "replay", "replay --to t --jobs 0", "events --limit 0",
      "export --format csv",
      "runs --max-age 26h", "nope", "--nope", "import", "checkpoint --key a --new-key b",
    ])
  func style(command: String) throws {
    let outcome = try Workplace(fixtures: 1).run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 64)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("bnus-replay: ") }, "\(outcome)")
    #expect(lines.last?.contains("--help") == true, "\(outcome)")
    for line in lines {
      let sentence = line.dropFirst("bnus-replay: ".count)
      #expect(!sentence.hasSuffix(".") && sentence.first?.isUppercase == false, "\(line)")
    }
  }

  @Test(
    "one of a kind is not several",
    arguments: [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1234, "1,234 events")])
  func quantities(count: Int, words: String) {
    #expect(Quantity.count(count, "event") == words)
    #expect(Quantity.count(count, "entry", "entries").hasSuffix(count == 1 ? "entry" : "entries"))
  }

  @Test("every command's help has examples, none longer than a line")
  func everyHelp() throws {
    let place = try Workplace()
    for command in GoldenHelpTests.commands.dropFirst() {
      let help = try place.run(command, "--help").text
      #expect(help.contains("\n\(Examples.heading)\n  bnus-replay \(command)"), "\(command)")
    }
    for line in Examples.lines.values.joined() { #expect(line.utf8.count <= 66, "\(line)") }
  }

  @Test("every example of the help can be pasted")
  func examples() async throws {
    let server = try await SimulatedServer.start(
      world: SimulatedWorld(seed: 2026, scale: .small, account: .light),
      clock: SimulatedClock(startingAt: SimulatedTime(2026, 9, 23, 12, 0, 0)))
    let url = server.baseURL
    let key = ExchangeKey.documented
    try await Task.detached {
      let place = try Workplace(fixtures: 5)
      try FileManager.default.createSymbolicLink(
        atPath: place.path("fixtures"), withDestinationPath: "\(Repository.root)/fixtures")
      try place.write(#"{"serverTime":1}"#, to: "time.json")
      _ = try place.run("replay", "-q", "--to", "tables.sqlite")
      try place.write(
        #"{"api_key":"\#(key.key)","api_secret":"\#(key.secret)","base_url":"\#(url)"}"#,
        to: "configuration.json")
      _ = try place.shell("chmod 600 configuration.json")
      for command in Examples.lines.keys.sorted() {
        for line in Examples.lines[command] ?? [] {
          let isServer = command == "serve"
          let port = line.contains("--port") ? "" : " --port 0"
          let script = isServer ? "timeout -s INT 2 bnus-replay \(line)\(port)" : "bnus-replay \(line)"
          let outcome = try place.shell(script)
          let codes: [Int32] = isServer ? [0, 124, 130] : [0, 4]
          #expect(outcome.code.map { codes.contains($0) } == true, "\(line): \(outcome)")
        }
      }
    }.value
    await server.stop()
  }
}
