#!/bin/sh
# live.sh EXCHANGE [OPTION…]: starts the simulated exchange EXCHANGE and compares the live one with it by live.py, which
# takes the options. Sends a dozen requests for public data, without a key.
set -eu
exchange=$1
shift
url=$(mktemp)
"$exchange" --port 0 --clock stand > "$url" 2>/dev/null &
trap 'kill $!; rm -f "$url"' EXIT
until [ -s "$url" ]; do kill -0 $! && sleep 0.1; done
python3 "$(dirname "$0")/live.py" --reference "$(head -n 1 "$url")" "$@"
