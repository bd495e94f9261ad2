#!/bin/sh
# Makes the corpus, installs what the others need into a virtual environment, and compares.
# Usage: Benchmarks/run.sh BINARY [options of compare.py]
set -eu
cd "$(dirname "$0")/.."
binary=$1
shift
swift build -c release --product bnus-bench
.build/release/bnus-bench corpus --to Benchmarks/corpus/default --size default
[ -x .build/bench-venv/bin/python ] || python3 -m venv .build/bench-venv
.build/bench-venv/bin/pip install --quiet -r Benchmarks/compare/requirements.txt
exec .build/bench-venv/bin/python Benchmarks/compare/compare.py --binary "$binary" "$@"
