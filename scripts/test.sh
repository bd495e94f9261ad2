#!/bin/bash
# test.sh [FILTER]: runs the tests that were built, or those that match, and says at the end what ran and what did not.
set -uo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
# A test that waits for a program keeps one of the few threads that its process has. So the tests run as groups side by
# side, each a process of its own: those that serve within the process, those that wait for commands (two groups), the short
# campaign, and all others. SwiftPM runs one process at a time, so the program that it built is started here.
serving='^(SimulatedExchangeServerTests|IngestTests|PlaybackTests)\.'
waiting='^CommandTests\.[A-H]'
patient='^CommandTests\.[I-Z]'
attacking='^CampaignTests\.'
tests=$("$swift" build --show-bin-path)/bnus-replayPackageTests.xctest
logs=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null; rm -rf "$logs"' EXIT
status=0
start=$SECONDS

# group NAME ARGUMENTS...: begins a group, whose output goes to its log.
declare -A groups
group() {
  local name=$1
  NO_COLOR=1 "$tests" --testing-library swift-testing "${@:2}" > "$logs/$name" 2>&1 &
  groups[$name]=$!
}

if [ $# -gt 0 ]; then
  "$swift" test --skip-build --filter "$1" 2>&1 | tee "$logs/tests" || status=1
else
  echo "five groups of tests run side by side; what each says is shown when it ends"
  group attacking --filter "$attacking"
  group waiting --filter "$waiting"
  group patient --filter "$patient"
  group serving --filter "$serving"
  group other --skip "$serving|$waiting|$patient|$attacking"
  for name in serving other waiting patient attacking; do
    wait "${groups[$name]}" || status=1
    cat "$logs/$name"
  done
fi

# What the test runner says of each group: "Test run with 3 tests in 2 suites passed after 1 seconds."
find "$logs" -maxdepth 1 -type f -exec cat {} + | awk -v seconds=$((SECONDS - start)) -v status=$status '
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
