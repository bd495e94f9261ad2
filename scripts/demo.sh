#!/bin/bash
# demo.sh PROGRAM [EXCHANGE]: what the program does, shown on the recorded runs in fixtures/ and, where the simulated
# exchange is given, on two days of it. Writes into build/demo alone; makes no request to anything but this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
exchange=${2:-}
demo=build/demo
case $exchange in "") rm -rf "$demo" ;; esac
mkdir -p "$demo"
export BNUS_ARCHIVE=$demo/archive
bnus-replay() { "$program" "$@"; }

bold() { if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then printf '\033[1m%s\033[0m\n' "$*"; else printf '%s\n' "$*"; fi; }
chapter() { echo; bold "$1"; [ $# -eq 1 ] || printf '%s\n' "${@:2}"; }
# Shows a command and runs it.
try() { printf '\n$ %s\n' "$1"; eval "$1"; }

recorded() {
  bold "bnus-replay: an archive of the Binance.US API that is replayed into tables"
  cat <<EOF

An exchange forgets. This program keeps every response as it came, in a log
that nothing edits, and makes tables from the log whenever you want them.

  1  five recorded runs become an archive, and the archive becomes tables
  2  the tables change their shape, and no request is sent again
  3  a row, and the very bytes that it was made from
  4  a run against a simulated exchange on this machine, and one a day later

The runs were recorded from that simulated exchange: its account, its hosts
and its times are made up. All of it happens on this machine, in $demo.
Each command can be pasted; these go before it:

  alias bnus-replay=$program
  export BNUS_ARCHIVE=$BNUS_ARCHIVE
EOF
  chapter "1  From responses to tables"
  try "bnus-replay import fixtures/*.jsonl"
  try "bnus-replay replay -q --to $demo/tables.sqlite"
  try "sqlite3 -box $demo/tables.sqlite \"
    SELECT symbol, count(*) AS trades, min(time) AS first, max(time) AS last
    FROM trade_latest GROUP BY symbol ORDER BY trades DESC LIMIT 5\""
  try "sqlite3 -box $demo/tables.sqlite \"
    SELECT asset, free, locked, total FROM account_balance_latest LIMIT 5\""

  chapter "2  A change of schema is a replay" \
    "Schema 2 keeps the exchange's filters as the JSON that came. Schema 3 has" \
    "columns for them, for every run. The archive holds what is needed: no" "request is made."
  try "bnus-replay replay -q --schema 2 --to $demo/schema2.sqlite"
  try "sqlite3 -box $demo/schema2.sqlite \"
    SELECT substr(run_id, 1, 8) AS run, substr(filters, 1, 56) AS filters
    FROM exchange_info WHERE symbol = 'BTCUSD'\""
  try "sqlite3 -box $demo/tables.sqlite \"
    SELECT substr(run_id, 1, 8) AS run, status, tickSize, stepSize, minNotional
    FROM exchange_info WHERE symbol = 'BTCUSD'\""

  chapter "3  Where does this row come from?"
  try "bnus-replay explain trade BTCUSD 122162642 855138495 \\
    --tables $demo/tables.sqlite | fold -w 78"
}

# A simulated exchange, whose key is the one that the exchange's documentation signs its examples with.
simulated() {
  export BINANCE_US_API_KEY=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A
  export BINANCE_US_API_SECRET=NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j
  export BNUS_ARCHIVE=$demo/synced
  rm -rf "$BNUS_ARCHIVE" "$demo/synced.sqlite" "$demo/url"
  "$exchange" --port 0 --scale small --activity ordinary --time 2026-09-20T12:00:00Z --clock stand \
    > "$demo/url" 2> "$demo/exchange.log" &
  trap 'kill $!' EXIT
  for _ in $(seq 100); do [ -s "$demo/url" ] && break; sleep 0.1; done
  [ -s "$demo/url" ] || { echo "demo: the exchange did not start; see $demo/exchange.log" >&2; exit 1; }
  url=$(head -n 1 "$demo/url")

  chapter "4  A run, and one a day later" "The exchange runs at $url."
  try "bnus-replay sync --base-url $url --log-level error --tables $demo/synced.sqlite"
  try "curl -fsS '$url/__world/advance?hours=24' > /dev/null"
  try "bnus-replay sync --base-url $url --log-level error --tables $demo/synced.sqlite"
  try "sqlite3 -box $demo/synced.sqlite \"
    SELECT \\\"table\\\", sum(\\\"rows\\\") AS all_rows, min(\\\"rows\\\") AS rows_of_a_run
    FROM _run_rows GROUP BY 1\""
  try "bnus-replay verify"

  chapter "What next" \
    "bnus-replay --help                 the commands, by what they are for" \
    "make install                       the optimised program: this one is a debug build" \
    "sqlite3 $demo/tables.sqlite   your own queries, by docs/tables.md" \
    "bnus-replay serve                  the archive responds as the exchange did" \
    "README.md, Fetch                   your own account, by a key that only reads"
}

if [ -z "$exchange" ]; then recorded; else simulated; fi
