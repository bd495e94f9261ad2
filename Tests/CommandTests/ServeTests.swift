import CommandKit
import Foundation
import Testing

@Suite("serve")
struct ServeTests {
  /// Runs a script with the address of a server in `$url`, its log in the file `log`; ends with the
  /// server's own code.
  private func serve(
    _ flags: String = "", in place: Workplace, signal: String = "TERM", _ script: String
  ) throws -> Outcome {
    try place.shell(
      """
      mkfifo pipe; bnus-replay serve --port 0 --log \(flags) >pipe 2>log & exec 3<pipe; read -r url <&3
      \(script)
      kill -\(signal) $!; wait $!
      """)
  }

  @Test(
    "the first line is the address; stopped, once or often, it ends well and says nothing",
    arguments: ["INT", "TERM", "INT $!; kill -INT $!; kill -TERM"])
  func address(signal: String) throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try serve(in: place, signal: signal, "echo $url; curl -sf $url/api/v3/time")
    #expect(outcome.code == 0)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+/) != nil)
    #expect(outcome.lines[1] == #"{"serverTime":1790078400000}"#)
    let log = try String(decoding: place.data("log"), as: UTF8.self)
    #expect(log.split(separator: "\n").count == 1 && log.contains(" GET /api/v3/time 200 "), "\(log)")
  }

  @Test("a response is the event that it names, byte for byte")
  func bytes() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try serve(
      in: place,
      """
      for path in time exchangeInfo ticker/24hr account; do
        curl -sf -D head -o body $url/api/v3/$path?timestamp=1
        event=$(tr -d '\\r' <head | sed -n 's/^X-Bnus-Event: //p')
        bnus-replay show $event --body | cmp - body && echo same $path
      done
      """)
    #expect(
      outcome.lines == ["same time", "same exchangeInfo", "same ticker/24hr", "same account"], "\(outcome)")
  }

  @Test("as of an earlier point or run, and in order, other responses are given")
  func points() throws {
    let place = try Workplace(fixtures: 5)
    let requests =
      "for n in 1 2 3; do curl -s -o /dev/null -w '%{http_code} ' $url/api/v3/time; curl -s $url/api/v3/time | cut -c1-22; done"
    let early = try serve("--as-of 2", in: place, "curl -s $url/api/v3/time")
    #expect(early.lines.first == (try place.run("show", "2", "--body").text))
    let run = try serve("--mode exact --run 20221121", in: place, "curl -s $url/api/v3/account")
    let account = try place.run("events", "--run", "20221121", "--endpoint", "/api/v3/account", "--json")
    let sequence = try #require(try account.documents().last?["sequence"] as? Int)
    #expect(run.text == (try place.run("show", "\(sequence)", "--body").text))
    _ = try place.shell("rm pipe")
    let played = try Workplace(fixtures: 5)
    let lines = try serve("--mode sequence", in: played, requests).lines
    #expect(lines.first?.hasPrefix("200 ") == true, "\(lines)")
  }

  @Test("the log has one line a request, and nothing secret")
  func log() throws {
    let place = try Workplace(fixtures: 5)
    _ = try serve(
      in: place,
      "curl -s -H 'X-MBX-APIKEY: SECRET' \"$url/api/v3/myTrades?symbol=BTCUSDT&limit=1&signature=SECRET&timestamp=77777\"; curl -s $url/nowhere"
    )
    let log = try String(decoding: place.data("log"), as: UTF8.self)
    #expect(log.contains(" GET /api/v3/myTrades?limit=1&symbol=BTCUSDT 200 event "), "\(log)")
    #expect(log.contains(" derived "))
    #expect(log.contains(" GET /nowhere 404 "))
    #expect(!log.contains("SECRET") && !log.contains("77777"))
  }

  @Test("faults come at their rate, and a response is as late as it was")
  func faults() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try serve(
      "--fault 429:0.5 --fault 403:0.5 --latency 20", in: place,
      "for n in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' $url/api/v3/time; done"
    )
    let responses = outcome.lines.map { $0.split(separator: " ") }
    #expect(responses.count == 12)
    #expect(Set(responses.map { $0[0] }) == ["429", "403"])
    #expect(responses.allSatisfy { Double($0[1]) ?? 0 >= 0.02 })
  }

  @Test("a fault has the pause that it was given")
  func pause() throws {
    let outcome = try serve(
      "--fault 429:1:30", in: try Workplace(fixtures: 5), "curl -s -o /dev/null -D - $url/api/v3/time")
    #expect(outcome.lines.first?.hasPrefix("HTTP/1.1 429") == true, "\(outcome)")
    #expect(outcome.text.lowercased().contains("retry-after: 30\r\n"), "\(outcome)")
  }

  @Test(
    "wrong flags are wrong usage",
    arguments: [
      ["--port", "70000"], ["--port", "x"], ["--mode", "newest"], ["--fault", "429"], ["--fault", "200:1"],
      ["--fault", "429:0.6", "--fault", "500:0.6"], ["--latency", "-1"], ["--latency", "slow"],
      ["--clock", "shift", "--mode", "sequence"], ["--run", "nothing"], ["--as-of", "99999"],
    ])
  func wrongFlags(flags: [String]) throws {
    let outcome = try Workplace(fixtures: 5).run(["serve", "--port", "0"] + flags)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.text == "")
  }

  @Test("without an archive it exits with status 10, with nothing recorded it says what to do")
  func noArchive() throws {
    let place = try Workplace()
    #expect(try place.run("serve", "--port", "0").code == 10)
    try place.write("", to: "none.jsonl")
    _ = try place.run("import", "none.jsonl")
    if place.has("archive") {
      let outcome = try place.run("serve", "--port", "0")
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("holds no response"), "\(outcome)")
    }
  }

  @Test("what other machines can reach is warned of")
  func wide() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try serve(
      "--bind 0.0.0.0", in: place,
      "curl -s -o /dev/null -w '%{http_code}' ${url/0.0.0.0/127.0.0.1}/api/v3/time")
    #expect(outcome.text == "200")
    #expect(
      try String(decoding: place.data("log"), as: UTF8.self).hasPrefix("warning: whoever reaches 0.0.0.0 "))
  }

  @Test("an address that cannot be listened on is an error that says what to try")
  func taken() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try serve(
      in: place,
      "bnus-replay serve --port ${url##*:}; echo $?; bnus-replay serve --port 0 --bind 203.0.113.1; echo $?")
    #expect(outcome.lines == ["1", "1"])
    #expect(outcome.errors.contains("cannot listen on 127.0.0.1, port"), "\(outcome)")
    #expect(outcome.errors.contains("--port 0"))
  }
}
