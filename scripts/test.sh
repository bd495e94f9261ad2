#!/bin/bash
# test.sh [FILTER]: runs the tests that were built, or those that match, and says at the end what ran and what did not.
set -uo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
# Tests that serve within the process run apart from those that wait for programs and would keep them waiting.
serving='^(SimulatedExchangeServerTests|IngestTests|PlaybackTests)\.'
# The short campaign waits for one program after the other, and runs beside the rest; SwiftPM allows that with another
# place for its lock.
attacking='^CampaignTests\.'
logs=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null; rm -rf "$logs"' EXIT
status=0
start=$SECONDS

if [ $# -gt 0 ]; then
  "$swift" test --skip-build --filter "$1" 2>&1 | tee "$logs/tests" || status=1
else
  "$swift" test --skip-build --filter "$serving" 2>&1 | tee "$logs/serving" || status=1
  mkdir "$logs/beside"
  TMPDIR=$logs/beside "$swift" test --skip-build --filter "$attacking" > "$logs/attacking" 2>&1 &
  attack=$!
  "$swift" test --skip-build --skip "$serving|$attacking" 2>&1 | tee "$logs/rest" || status=1
  wait "$attack" || status=1
  cat "$logs/attacking"
fi

# What the test runner says of each group: "Test run with 3 tests in 2 suites passed after 1 seconds."
cat "$logs"/* 2>/dev/null | awk -v seconds=$((SECONDS - start)) -v status=$status '
  match($0, /Test run with [0-9]+ tests?/) {
    split(substr($0, RSTART, RLENGTH), words, " ")
    ran += words[4]
  }
  /^✘ Test .* failed after / && !/^✘ Test run / { failures[++failed] = $0 }
  /^➜ Test .* skipped/ { skips[++skipped] = $0 }
  /^skipped: / && !($0 in reasons) { reasons[$0] = 1; why[++reasonCount] = $0 }
  END {
    print ""
    for (i = 1; i <= failed; i++) print failures[i]
    for (i = 1; i <= reasonCount; i++) print why[i]
    printf "%d tests ran in %d s: %s", ran - skipped, seconds, status == 0 ? "all passed" : failed " failed"
    print skipped ? "; " skipped " were skipped, for the reason above" : "; none was skipped"
  }'
exit $status
