#!/bin/sh
# demo.sh PROGRAM: imports the fixtures into a new archive under build/demo, replays them under
# every schema, and shows what came out. No request is made.
set -eu
program=$1
cd "$(dirname "$0")/.."
demo=build/demo
rm -rf "$demo"
mkdir -p "$demo"
export BNUS_ARCHIVE="$demo/archive"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }
# The three files side by side: schema1, schema2, schema3.
query() {
  sqlite3 -header -column -cmd "ATTACH '$demo/schema1.sqlite' AS schema1" \
    -cmd "ATTACH '$demo/schema2.sqlite' AS schema2" \
    -cmd "ATTACH '$demo/schema3.sqlite' AS schema3" :memory: "$1"
}

say "Five captured runs, 2021 to 2026, go into a new archive"
"$program" import fixtures/*.jsonl

for schema in 1 2 3; do
  say "The same archive under schema $schema"
  "$program" replay --schema "$schema" --to "$demo/schema$schema.sqlite"
done

say "Rows in each table"
query "SELECT \"table\", one.rows AS schema_1, two.rows AS schema_2, three.rows AS schema_3
  FROM schema1._replay AS one JOIN schema2._replay AS two USING (\"table\")
  JOIN schema3._replay AS three USING (\"table\")"

say "Coins that were sold: in an older run, and gone from account_balance_latest"
query "SELECT asset, total AS last_total, max(run_id) AS last_run FROM schema3.account_balance
  WHERE asset NOT IN (SELECT asset FROM schema3.account_balance_latest) GROUP BY asset"

say "Trades that schema 1's key (id, run_id) loses and schema 2's keeps"
query "SELECT symbol, id, orderId, isBuyer, qty, price, run_id FROM schema2.trade AS kept
  WHERE NOT EXISTS (SELECT 1 FROM schema1.trade AS seed WHERE seed.run_id = kept.run_id
    AND seed.id = kept.id AND seed.symbol = kept.symbol AND seed.orderId = kept.orderId)
  ORDER BY symbol, id LIMIT 5"

say "What schema 3 lifts out of the filters, in every era"
query "SELECT substr(run_id, 1, 8) AS run, symbol, status, tickSize, stepSize, minNotional,
  permissionSets FROM schema3.exchange_info WHERE symbol = 'BTCUSD' ORDER BY run_id"

say "The files are in $demo; try: sqlite3 $demo/schema3.sqlite"
