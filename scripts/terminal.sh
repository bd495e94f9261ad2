#!/bin/bash
# terminal.sh PROGRAM: prints docs/terminal.svg, the picture in the README, from what the program prints now.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
program=$(realpath "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
ln -s "$program" "$place/bnus-replay"
ln -s "$root/fixtures" "$place/fixtures"
cd "$place"
PATH=$place:$PATH
unset BNUS_ARCHIVE
export NO_COLOR=1
{
  for command in \
    "bnus-replay import fixtures/*.jsonl" \
    "bnus-replay replay -q --to tables.sqlite" \
    "sqlite3 -box tables.sqlite \"
    SELECT substr(run_id, 1, 8) AS run, status, tickSize, stepSize, minNotional
    FROM exchange_info WHERE symbol = 'BTCUSD'\"" \
    "bnus-replay explain trade BTCUSD 122162642 855138495 | tail -n 5 | fold -w 78"
  do
    printf '$ %s\n' "$command"
    eval "$command" 2>&1
    echo
  done
} | python3 "$root/scripts/terminal.py"
