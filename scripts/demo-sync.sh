#!/bin/sh
# demo-sync.sh PROGRAM EXCHANGE: starts the simulated exchange on this machine, fetches from it on
# two days, and shows what is new. Its key is public: the one of the exchange's documentation.
set -eu
program=$1
exchange=$2
cd "$(dirname "$0")/.."
demo=build/demo-sync
rm -rf "$demo"
mkdir -p "$demo"
export BNUS_ARCHIVE="$demo/archive"
export BINANCE_US_API_KEY=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A
export BINANCE_US_API_SECRET=NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }

"$exchange" --port 0 --scale small --activity ordinary --time 2026-09-20T12:00:00Z --clock stand \
  > "$demo/url" 2> "$demo/exchange.log" &
trap 'kill $!' EXIT
tries=0
until [ -s "$demo/url" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo "demo-sync: the exchange did not start; see $demo/exchange.log" >&2; exit 1; }
  sleep 0.1
done
url=$(head -n 1 "$demo/url")

say "A simulated exchange runs at $url; the first sync takes all it has"
"$program" sync --base-url "$url" --log-level error --tables "$demo/tables.sqlite"

say "A day later"
curl -fsS "$url/__world/advance?hours=24" > /dev/null
"$program" sync --base-url "$url" --log-level error --tables "$demo/tables.sqlite"

say "What the second run brought"
sqlite3 -header -column "$demo/tables.sqlite" "
  SELECT \"table\", sum(\"rows\") AS all_rows, min(\"rows\") AS rows_of_a_run FROM _run_rows GROUP BY 1"
sqlite3 -header -column "$demo/tables.sqlite" "
  SELECT symbol, status, count(*) AS orders FROM order_latest GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5"
"$program" verify
