#!/bin/sh
# Installs what the others need into a virtual environment, and measures. `make bench` runs this.
# Usage: Benchmarks/run.sh BINARY [options of bench.py]
set -eu
cd "$(dirname "$0")/.."
binary=$1
shift
scripts/install-packages.sh bench
swift build -c release --static-swift-stdlib --product bnus-bench
[ -x .build/bench-venv/bin/python ] || python3 -m venv .build/bench-venv
.build/bench-venv/bin/pip install --quiet -r Benchmarks/requirements.txt
exec .build/bench-venv/bin/python Benchmarks/bench.py --binary "$binary" "$@"
