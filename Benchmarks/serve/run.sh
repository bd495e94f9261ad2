#!/bin/sh
# Installs mitmproxy into a virtual environment, and measures playback beside it.
# Usage: Benchmarks/serve/run.sh BINARY [options of serve.py]
set -eu
cd "$(dirname "$0")/../.."
binary=$1
shift
scripts/install-packages.sh bench
[ -x .build/serve-venv/bin/python ] || python3 -m venv .build/serve-venv
.build/serve-venv/bin/pip install --quiet -r Benchmarks/serve/requirements.txt
exec .build/serve-venv/bin/python Benchmarks/serve/serve.py --binary "$binary" "$@"
