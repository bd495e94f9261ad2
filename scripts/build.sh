#!/bin/bash
# build.sh ARGUMENTS: swift build with these arguments. Its steps, hundreds of lines where nobody looks on, become a
# line now and then; what it says else is passed on.
set -euo pipefail
start=$SECONDS
"${SWIFT:-swift}" build "$@" 2>&1 | awk -v every="${BUILD_LINE_SECONDS:-15}" '
  BEGIN { last = systime() }
  /^\[[0-9]+\/[0-9]+\] / {
    split(substr($1, 2), steps, /[\/\]]/)
    if (systime() - last >= every) {
      printf "building: %d of %d steps\n", steps[1], steps[2]
      fflush()
      last = systime()
    }
    next
  }
  /^(Fetching|Fetched|Updating|Updated|Computing|Computed|Creating|Working copy|Building for|Build complete|Build of product)/ { next }
  { print; fflush() }' >&2
echo "built in $((SECONDS - start)) s" >&2
