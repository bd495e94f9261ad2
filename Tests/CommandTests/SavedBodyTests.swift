import CommandKit
import Foundation
import Testing

@Suite("bnus-replay import of saved bodies")
struct SavedBodyTests {
  private static let info = #"{"timezone":"UTC","serverTime":1618677408299,"rateLimits":[],"symbols":[]}"#
  private static let account = #"{"canTrade":true,"balances":[]}"#

  @Test("a time in the future is wrong usage, and says why and what to do")
  func future() throws {
    let place = try Workplace()
    try place.write(Self.account, to: "a.json")
    let outcome = try place.run(
      "import", "--endpoint", "/api/v3/account", "--at", "2099-01-01T00:00:00Z", "a.json")
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("--at 2099-01-01T00:00:00.000000Z is in the future"), "\(outcome)")
    #expect(outcome.errors.contains("Give the time at which"))
    #expect(!place.has("archive"))
  }

  @Test("a response that carries its time needs no --at, others take the file's with --file-times")
  func times() throws {
    let place = try Workplace()
    try place.write(Self.info, to: "info.json")
    try place.write(Self.account, to: "account.json")
    #expect(try place.run("import", "--endpoint", "/api/v3/exchangeInfo", "info.json").code == 0)
    let undated = try place.run("import", "--endpoint", "/api/v3/account", "account.json")
    #expect(undated.code == 64 && undated.errors.contains("--file-times"), "\(undated)")
    let dated = try place.shell(
      "touch -d 2022-03-04T05:06:07Z account.json; bnus-replay import --endpoint /api/v3/account --file-times account.json"
    )
    #expect(dated.code == 0, "\(dated)")
    let events = try place.run("events", "--json").documents()
    #expect(
      events.map { $0["observed_at"] as? String } == [
        "2021-04-17T16:36:48.299000Z", "2022-03-04T05:06:07.000000Z",
      ])
    let piped = try place.shell(
      "cat account.json | bnus-replay import --endpoint /api/v3/account --file-times -")
    #expect(piped.code == 1 && piped.errors.contains("standard input"), "\(piped)")
  }

  @Test("an unknown endpoint is refused with the one that was meant and the others")
  func endpoints() throws {
    let outcome = try Workplace().run("import", "--endpoint", "/api/v3/exchangeinfo", "x.json")
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("did you mean /api/v3/exchangeInfo?"))
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("  /") }
    #expect(lines.count == 35 && lines.first == "  /api/v3/exchangeInfo", "\(outcome)")
  }

  @Test("a body of another endpoint is refused with the flag that is right")
  func otherEndpoint() throws {
    let place = try Workplace()
    try place.write(Self.account, to: "a.json")
    let outcome = try place.run(
      "import", "--endpoint", "/api/v3/exchangeInfo", "--at", "2021-04-17", "a.json")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("--endpoint /api/v3/account"), "\(outcome)")
    #expect(!place.has("archive"))
    try place.write(#"[{"symbol":"BTCUSD","price":"1"}]"#, to: "p.json")
    let price = try place.run("import", "--endpoint", "/api/v3/ticker/24hr", "--at", "2021-04-17", "p.json")
    #expect(price.code == 1 && price.errors.contains("the archive has no place for it"), "\(price)")
  }

  @Test("a bare body is refused with the command that imports it, which then does")
  func bare() throws {
    let place = try Workplace()
    let bodies = [
      "info.json": (Self.info, "/api/v3/exchangeInfo"),
      "my account's.json": ("\n" + Self.account.replacing(",", with: ",\n"), "/api/v3/account"),
      "trades.json": (#"[{"symbol":"BTCUSD","id":1,"isBuyer":true,"commission":"0"}]"#, "/api/v3/myTrades"),
    ]
    for (name, (body, endpoint)) in bodies {
      try place.write(body, to: name)
      let outcome = try place.run("import", "--archive", "my archive", name)
      #expect(outcome.code == 1)
      #expect(!place.has("my archive"))
      let command = try #require(
        outcome.errors.split(separator: "\n").first { $0.hasPrefix("  bnus-replay ") })
      #expect(command.contains("--endpoint \(endpoint) "), "\(outcome)")
      #expect(outcome.errors.contains("--at"), "\(outcome)")
      let followed = try place.shell(String(command))
      #expect(followed.code == 0, "\(followed)")
      #expect(
        try place.run("events", "--archive", "my archive", "--json").documents().first?["endpoint"] as? String
          == endpoint)
      _ = try place.shell("rm -r 'my archive'")
    }
    try place.write(#"{"hello":1}"#, to: "odd.json")
    #expect(try place.run("import", "odd.json").errors.contains("--endpoint PATH --at "))
  }

  @Test(
    "a file of events under --endpoint is refused with what to do", arguments: Repository.fixtures.prefix(1))
  func events(fixture: String) throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.shell(
      "bnus-replay export --format har --to e.har; bnus-replay export --format warc --to e.warc")
    for file in [fixture, "e.har", "e.warc"] {
      let outcome = try place.run("import", "--archive", "new", "--endpoint", "/api/v3/time", file)
      #expect(outcome.code == 1 && outcome.errors.contains("import it without --endpoint"), "\(outcome)")
      #expect(!place.has("new"))
    }
  }

  @Test("what would never be shown is warned of, and stored all the same")
  func warnings() throws {
    let place = try Workplace()
    try place.write(Self.account, to: "a.json")
    try place.write(Self.account + "\n", to: "b.json")
    let outcome = try place.run(
      "import", "--endpoint", "/api/v3/account", "--at", "2018-04-17", "a.json", "b.json")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("2 files as run 20180417T000000Z-import-"))
    #expect(outcome.errors.contains("warning: a.json, b.json are snapshots of /api/v3/account"), "\(outcome)")
    #expect(
      outcome.errors.contains("warning: a.json is dated 2018-04-17T00:00:00.000000Z, before"), "\(outcome)")
  }

  @Test("an interrupted import of a new archive leaves none")
  func interrupted() throws {
    let place = try Workplace()
    let outcome = try place.shell(
      """
      mkfifo pipe; bnus-replay import pipe & exec 3>pipe
      head -c 100000 \(Repository.fixtures[0]) >&3; kill -INT $!; wait $!
      """)
    #expect(outcome.code == 130, "\(outcome)")
    #expect(!place.has("archive"))
  }
}
