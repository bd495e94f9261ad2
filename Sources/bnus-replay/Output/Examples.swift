/// Command lines that can be pasted, for the help of each command; a test runs them all on the fixtures.
enum Examples {
  /// How the paragraph of examples begins in every help.
  static let heading = "EXAMPLES:"

  /// The paragraph of a command's help, each line indented so that it stays as it is.
  static func text(of command: String) -> String {
    ([heading] + (lines[command] ?? []).map { "  bnus-replay \($0)" }).joined(separator: "\n")
  }

  /// None is longer than a line of help.
  static let lines: [String: [String]] = [
    "sync": [
      "sync --dry-run", "sync --tables tables.sqlite", "sync --only ticker_price,account_balance",
    ],
    "import": [
      "import fixtures/*.jsonl",
      "import --endpoint /api/v3/time --at 2026-11-23T04:53:44Z time.json",
    ],
    "runs": ["runs --limit 10", "runs --since 2026-09-20 --json", "runs --check --max-age 26h"],
    "events": [
      "events --run latest", "events --endpoint /api/v3/myTrades --limit 5",
      "events --status 403 --as-of 2026-09-22 --json",
    ],
    "show": ["show 3", "show 3 --body | jq .timezone"],
    "stats": ["stats", "stats --json | jq .tree_root"],
    "annotate": [
      #"annotate omit run:20210417 --because "a test account""#, "annotate list",
      #"annotate restore 20210417 --because "it was not""#,
    ],
    "backup": ["backup copy-of-archive"],
    "replay": [
      "replay --to tables.sqlite", "replay --to then.sqlite --as-of 2026-09-21",
      "replay --to trades.sqlite --only trade,order --rebuild",
    ],
    "schema": ["schema | sqlite3 empty.sqlite", "schema --schema 1 --format json"],
    "explain": [
      "explain trade BTCUSD 122162642", "explain account_balance USDT --history",
    ],
    "diff": [
      "diff --run 20260920 latest", "diff --as-of 2026-09-21 latest --table account_balance",
      "diff --schema 2 3 --json",
    ],
    "drift": ["drift", "drift -q --since latest", "drift --endpoint /api/v3/account -v"],
    "coverage": ["coverage", "coverage --symbol BTCUSDT"],
    "audit": ["audit", "audit -v --json"],
    "verify": ["verify", "verify --tables tables.sqlite"],
    "checkpoint": ["checkpoint", "checkpoint --new-key archive.key --to today.checkpoint"],
    "prove": ["prove 7 --to event-7.tlog-proof"],
    "serve": [
      "serve", "serve --port 8788 --as-of 2026-09-21", "serve --port 0 --mode sequence --fault 429:0.05",
    ],
    "export": [
      "export --to events.jsonl", "export --run latest --format har --to latest.har",
      "export --redact balances --endpoint /api/v3/account",
    ],
  ]
}
