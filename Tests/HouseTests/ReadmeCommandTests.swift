import CommandKit
import Foundation
import Testing

/// Every line of the README's blocks of `sh`, and of the pages that go on from there, in order, as a newcomer pastes them: in one directory, with
/// a simulated exchange in the configuration, where nothing but this machine can be reached.
@Suite("The README's command lines")
struct ReadmeCommandTests {
  /// Lines that are not run, with the reason.
  private static let exceptions = [
    "make demo": "builds the project anew, for minutes",
    "make test": "is what runs this test",
    "make install": "writes into the system's folders",
  ]

  /// Lines that may report a finding, with 4.
  private static let finding = ["bnus-replay diff ", "bnus-replay drift -q ", "bnus-replay audit"]

  private static let setting = #"""
    export HOME=$PWD/home; mkdir home lines results
    ln -s "$ROOT/fixtures" fixtures
    simulated-exchange --port 0 --time 2026-09-23T12:00:00Z --clock stand >url 2>exchange.log & exchange=$!
    trap 'kill $exchange' EXIT
    for try in $(seq 200); do [ -s url ] && break; read -rt 0.1 <> <(:) || :; done
    (umask 077; printf '{"api_key":"%s","api_secret":"%s","base_url":"%s"}' "$KEY" "$SECRET" "$(cat url)" >configuration.json)
    """#

  /// Runs what serves until it says where, requests the time there and stops it.
  private static let serving = #"""
    mkfifo pipe; bash -c "exec $(cat "$1")" >pipe & read -r url <pipe
    curl -sf "$url/api/v3/time" && kill -INT $! && wait $!; code=$?; rm pipe; exit $code
    """#

  @Test("all of them do what they say, in a namespace that reaches loopback alone")
  func all() throws {
    let lines = try Self.lines()
    #expect(lines.count > 25)
    for exception in Self.exceptions.keys {
      #expect(lines.contains { $0.hasPrefix(exception) }, "\(exception) is in the README no more")
    }
    let place = try Workplace()
    try place.write(Self.serving, to: "serving.sh")
    let run = lines.filter { line in !Self.exceptions.keys.contains { line.hasPrefix($0) } }
    let script = run.enumerated().map { index, line in
      let name = "lines/\(index)"
      let runner = line.hasPrefix("bnus-replay serve") ? "bash serving.sh \(name)" : "bash -u \(name)"
      return """
        cat >\(name) <<'END OF LINE'
        \(line)
        END OF LINE
        sed -i "s|https://api.binance.us|$(cat url)|" \(name)
        \(runner) >results/\(index).out 2>results/\(index).err </dev/null; echo $?
        """
    }
    let outcome = try place.alone(
      Self.setting + "\n" + script.joined(separator: "\n"),
      environment: [
        "ROOT": Repository.root, "KEY": Self.key, "SECRET": Self.secret, "BNUS_ARCHIVE": "", "NO_COLOR": "1",
      ], seconds: 600)
    #expect(outcome.lines.count == run.count, "\(outcome)")
    for (index, (line, code)) in zip(run, outcome.lines).enumerated() {
      let isFinding = code == "4" && Self.finding.contains { line.hasPrefix($0) }
      let said = try String(decoding: place.data("results/\(index).err"), as: UTF8.self)
      #expect(code == "0" || isFinding, "\(line): \(code) \(said)")
    }
    for file in ["tables.sqlite", "seed.sqlite", "whole.jsonl", "today.checkpoint", "event-7.tlog-proof"] {
      #expect(place.size(file) > 0, "\(file)")
    }
  }

  /// The simulated exchange's own, which its help shows: the one of the exchange's documentation.
  private static let key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

  private static func lines() throws -> [String] {
    try ["README.md", "docs/restore.md"].flatMap { page in
      try Repository.text(page).matches(of: /```sh\n([^`]*)```/).flatMap { block in
        block.1.split(separator: "\n").map(String.init)
      }
    }
  }
}
