"""Measures bnus-replay beside what people would use instead; `make bench` runs this.

Prints a table and JSON lines for each part as soon as it is measured, and writes Benchmarks/RESULTS.md anew
after each. A part that is left out keeps what was found before.
"""

import argparse
import json
import os
import sys
import time
from datetime import datetime, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "compare"), os.path.join(HERE, "serve")]
REPOSITORY = os.path.dirname(HERE)

from parts import catchup, memory, reading, replay, serving, storage  # noqa: E402
from suite.bench import Bench  # noqa: E402
from suite.machine import commit, machine  # noqa: E402
from suite.measure import FailedRun  # noqa: E402
from suite.results import Results, plain  # noqa: E402

# In the order they are measured and reported.
PARTS = {
    "replay": replay.generated,
    "captures": replay.captured,
    "catchup": catchup.run,
    "storage": storage.run,
    "reading": reading.run,
    "serving": serving.run,
    "memory": memory.run,
}


def options():
    arguments = argparse.ArgumentParser(description=__doc__)
    add = arguments.add_argument
    release = os.path.join(REPOSITORY, ".build", "release")
    add("--only", action="append", choices=list(PARTS), help="only this part; may stand more than once")
    add("--skip", action="append", choices=list(PARTS), default=[], help="leave this part out")
    add("--size", choices=["small", "default"], default="default", help="of the replayed corpus")
    add("--rounds", type=int, default=5, help="how often each thing is measured")
    add("--captures", metavar="DIR", help="bodies that were really captured, for the part captures")
    add("--binary", default=os.path.join(release, "bnus-replay"))
    add("--tool", default=os.path.join(release, "bnus-bench"))
    add("--corpora", metavar="DIR", default=os.path.join(HERE, "corpus"),
          help="where corpora, archives and outputs go: some 8 GB")
    add("--results", metavar="FILE", default=os.path.join(HERE, "RESULTS.md"))
    parsed = arguments.parse_args()
    for program in (parsed.binary, parsed.tool):
        if not os.access(program, os.X_OK):
            arguments.error(f"there is no program {program}; `make bench` builds it")
    if parsed.captures and not os.path.isdir(parsed.captures):
        arguments.error(f"{parsed.captures} is no directory of captures")
    if parsed.rounds < 1:
        arguments.error("--rounds takes a number from 1 up")
    return parsed


def load():
    return f"{os.getloadavg()[0]:.2f}"


def measure_part(bench, name, results):
    """Measures one part and keeps what it found."""
    bench.say(f"— {name}")
    start, load_before = time.perf_counter(), load()
    findings = PARTS[name](bench)
    if findings is None:
        return
    results.keep(findings, {
        "at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "commit": commit(REPOSITORY),
        "seconds": time.perf_counter() - start, "load": f"{load_before} before, {load()} at the end"})
    print(f"\n{findings.title}\n")
    for rows in findings.tables:
        print(plain(rows) + "\n")
    for goal in findings.goals:
        print("  ".join(goal.cells))
    for record in findings.records:
        print(json.dumps({"part": name, **record}))
    sys.stdout.flush()


def main():
    parsed = options()
    chosen = [name for name in parsed.only or PARTS if name not in parsed.skip]
    bench = Bench(REPOSITORY, parsed)
    results = Results(os.path.join(bench.work, "results"), list(PARTS))
    if not parsed.only and not parsed.skip:
        results.forget()
    words, failed = machine(bench.binary), []
    for name in chosen:
        try:
            measure_part(bench, name, results)
        except FailedRun as failure:
            bench.say(f"{name} is given up: {failure}")
            failed.append(name)
        with open(parsed.results, "w") as file:
            file.write(results.markdown(words))
    bench.say(f"written: {parsed.results}")
    sys.exit(f"given up: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
