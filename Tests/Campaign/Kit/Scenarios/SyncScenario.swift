import CommandKit
import Foundation

/// A run is fetched from a simulated exchange whose clock stands, after an earlier one.
struct SyncScenario: Scenario {
  let name = "sync"

  func prepare(_ place: Workplace) throws {
    let fetched = try Fetched.shared.get()
    try FileManager.default.copyItem(atPath: fetched.begun, toPath: place.path("archive"))
  }

  func start(_ place: Workplace, _ environment: [String: String]) throws -> Child {
    try Fetched.shared.get().exchange.startSync(in: place, environment)
  }

  func wrongs(_ place: Workplace, after harm: Harm) throws -> [String] {
    let fetched = try Fetched.shared.get()
    let verified = try place.run("verify", "--json")
    guard verified.code == 0 else { return harm.wrongs + verified.wrongs("verify") }
    let found = try verified.document()["events"] as? Int ?? 0
    var wrongs = harm.wrongs
    if found < fetched.events { wrongs.append("\(found) of \(fetched.events) earlier events") }
    if harm.isDone { wrongs += try fetched.wrongs(of: place) }
    return wrongs
  }

  func wrongsOfRepeat(_ place: Workplace) throws -> [String] {
    let fetched = try Fetched.shared.get()
    return try start(place, [:]).wait().wrongs("sync again") + place.run("verify").wrongs("verify")
      + fetched.wrongs(of: place) + place.left(beside: ["archive"])
  }
}

/// An archive of an earlier run, and what a whole one holds in the end.
private final class Fetched: Sendable {
  static let shared = Result { try Fetched() }

  let exchange: ExchangeChild
  let events: Int
  private let place: Workplace
  private let trades: [String]

  var begun: String { place.path("begun") }

  private init() throws {
    exchange = try ExchangeChild()
    place = try Workplace.shared()
    for (archive, more) in [("begun", ["--only", "server_time,account_balance"]), ("archive", [])] {
      let outcome = try exchange.startSync(in: place, [:], ["--archive", archive] + more).wait()
      guard outcome.code == 0 else { throw Interposer.NotDone(scenario: "sync", outcome: outcome) }
    }
    events = try place.run("stats", "--json", "--archive", "begun").document()["events"] as? Int ?? 0
    _ = try place.shell("rm -f */lock.mdb */writer.lock")
    trades = try Self.trades(place)
  }

  private static func trades(_ place: Workplace) throws -> [String] {
    let replayed = try place.run("replay", "-q", "--to", "t.sqlite")
    guard replayed.code == 0 else { throw Interposer.NotDone(scenario: "replay", outcome: replayed) }
    let found = try place.query("t.sqlite", "SELECT DISTINCT symbol, id FROM trade ORDER BY 1, 2")
    _ = try place.shell("rm -f t.sqlite*")
    return found
  }

  func wrongs(of place: Workplace) throws -> [String] {
    let found = try Self.trades(place)
    return found == trades ? [] : ["\(found.count) trades, not \(trades.count)"]
  }
}

/// A simulated exchange that runs as long as this process.
final class ExchangeChild: Sendable {
  private let place: Workplace
  private let url: String

  init() throws {
    place = try Workplace.shared()
    // In a shell that ends it when this process is gone.
    let program =
      URL(fileURLWithPath: Workplace.program).deletingLastPathComponent().path + "/simulated-exchange"
    _ = try place.shell(
      """
      setsid bash -c '"\(program)" --clock stand --weight-limit 1000000 > url 2> words & child=$!
        while kill -0 \(getpid()) 2>/dev/null; do sleep 0.5; done; kill $child' > /dev/null 2>&1 < /dev/null &
      for i in $(seq 300); do [ -s url ] && [ -s words ] && break; sleep 0.1; done
      """)
    url = String(decoding: try place.data("url"), as: UTF8.self).trimmingCharacters(in: .newlines)
    let words = String(decoding: try place.data("words"), as: UTF8.self)
    let key = words.firstMatch(of: /API key (\w+)/)?.1 ?? ""
    let secret = words.firstMatch(of: /secret (\w+)/)?.1 ?? ""
    // One request at a time, so that every run makes the same calls.
    try place.write(
      #"{"api_key":"\#(key)","api_secret":"\#(secret)","concurrency":1}"#, to: "configuration.json")
    _ = try place.shell("chmod 600 configuration.json")
  }

  func startSync(
    in place: Workplace, _ environment: [String: String], _ more: [String] = []
  ) throws -> Child {
    let words = ["sync", "-q", "--base-url", url, "--config", self.place.path("configuration.json")]
    return try place.start(words + more, environment: environment)
  }
}
