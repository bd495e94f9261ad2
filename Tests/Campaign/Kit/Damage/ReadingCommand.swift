import CommandKit
import Foundation

/// A command that reads an archive, and what must come out of it.
struct ReadingCommand: Sendable {
  let name: String
  /// A script that runs it on the archive `$A`, in an empty directory; what it prints and the file `out`, where it
  /// makes one, are its output.
  let script: String
  /// Whether it appends to the archive, whose export is its output then.
  var appends = false

  private init(_ name: String, _ script: String, appends: Bool = false) {
    (self.name, self.script, self.appends) = (name, script, appends)
  }

  private init(_ words: String) { self.init(words, "bnus-replay \(words) --archive $A") }

  /// All of them. `$LAST` is the last event, `$HALF` one in the middle, `$TABLES` a file replayed up to that, `$MORE`
  /// a file to import, `$HEAD` an earlier head.
  static let all =
    [
      "events --json", "events --limit 5", "events --endpoint /api/v3/myTrades", "events --run latest",
      "runs",
      "runs --json", "runs --check", "show 1", "show $HALF --json", "show $LAST --body", "show $HALF --leaf",
      "explain server_time", "explain trade BTCUSD --history", "diff --schema 1 3",
      "diff --as-of $HALF $LAST", "diff --run latest run:2021", "drift", "drift --since latest",
      "coverage --json",
      "audit --json -v", "checkpoint", "checkpoint --as-of $HALF", "prove $HALF",
      "prove 3 --checkpoint $HEAD",
      "export -q", "export -q --format har", "export -q --format warc",
      "sync --dry-run --json --base-url http://127.0.0.1:1",
    ].map { ReadingCommand($0) } + [
      // A file that lost pages which nothing uses is shorter, and stats may say so.
      ReadingCommand(
        "stats --json",
        "bnus-replay stats --json --archive $A > said || exit; sed -E 's/\"file_bytes\":[0-9]+//' said"),
      ReadingCommand("replay --rebuild", "bnus-replay replay -q --rebuild --to out --archive $A"),
      ReadingCommand(
        "replay --jobs 1 --only trade", "bnus-replay replay -q --only trade --jobs 1 --to out --archive $A"),
      ReadingCommand(
        "replay --as-of", "bnus-replay replay -q --as-of $HALF --rebuild --to out --archive $A"),
      ReadingCommand("replay", "cp $TABLES out && bnus-replay replay -q --to out --archive $A"),
      ReadingCommand(
        "backup",
        "bnus-replay backup -q copy --archive $A || exit; rm -f out; bnus-replay export -q --archive copy"),
      ReadingCommand("import", "bnus-replay import -q $MORE --archive $A", appends: true),
      ReadingCommand("serve", serving("")),
      ReadingCommand("serve --mode sequence", serving("--mode sequence")),
      ReadingCommand("serve --mode exact", serving("--mode exact")),
    ]

  /// Starts a server, sends it some requests, and stops it: its responses are the output.
  private static func serving(_ options: String) -> String {
    """
    bnus-replay serve --port 0 \(options) --archive $A > url & pid=$!
    for _ in $(seq 400); do [ -s url ] && break; kill -0 $pid 2> /dev/null || break; sleep 0.01; done
    if [ -s url ]; then
      for target in /api/v3/time /api/v3/exchangeInfo '/api/v3/myTrades?symbol=BTCUSD&limit=1000' \\
        '/api/v3/myTrades?symbol=BTCUSD&limit=3' '/api/v3/allOrders?symbol=ETHUSD&limit=5' /api/v3/account \\
        /api/v3/ticker/price '/api/v3/ticker/price?symbol=BTCUSD' /api/v3/nowhere; do
        curl -s -m 20 -w ' %{http_code} %header{x-bnus-event}\\n' "$(cat url)$target" | cksum_or_failure "$target"
      done
      kill -TERM $pid
    fi
    wait $pid; code=$?; [ $code = 130 ] || [ $code = 143 ] && code=0; exit $code
    """
  }

  /// Functions that scripts use.
  static let prelude = """
    cksum_or_failure() {
      body=$(cat; echo .); if grep -q ' 500 ' <<< "$body"; then echo "$1 failed"; else echo "$1 $(sha256sum <<< "$body")"; fi
    }
    """
}
