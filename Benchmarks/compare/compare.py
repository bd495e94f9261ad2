"""Measures `bnus-replay replay` beside what people would use instead, in one run on one machine.

Every candidate makes the same seven tables, with keys, out of the same answers; the contents are compared
before any time counts. Then all take turns, round after round.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import content
from candidates import all_candidates
from measure import FailedRun, measure
from report import Report, machine

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def say(text):
    print(text, file=sys.stderr, flush=True)


def import_once(binary, corpus, description, work):
    """The archive of this corpus; made where it is missing."""
    archive = os.path.join(work, "archive")
    mark = os.path.join(work, "archive.sha256")
    digest = description["jsonl_sha256"]
    if os.path.exists(mark):
        with open(mark) as file:
            if file.read() == digest:
                return archive
        os.remove(mark)
    if os.path.exists(archive):
        raise SystemExit(f"{archive} holds another corpus; remove it, or give another --work")
    say("importing the corpus …")
    lines = os.path.join(corpus, "corpus.jsonl")
    subprocess.run([binary, "import", "--archive", archive, lines], check=True, stdout=subprocess.DEVNULL)
    with open(mark, "w") as file:
        file.write(digest)
    return archive


def warm(corpus):
    """Reads all bodies once, so that the page cache holds them for everybody."""
    for folder, _, names in os.walk(os.path.join(corpus, "bodies")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                while file.read(1 << 20):
                    pass


def remove_output(candidate):
    for path in (candidate.file, candidate.file + ".wal", candidate.file + "-journal"):
        if os.path.exists(path):
            os.remove(path)


def contents(path):
    """The digests of a file's tables, by a process of its own: a measured process begins as a copy of this
    one, and its peak of memory with it, so this one has to stay small."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "content.py")
    command = [sys.executable, program, "--digests", path]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def check_contents(candidates):
    """Runs every candidate once and ends everything unless all made the same. Gives the tables."""
    expected = None
    for candidate in candidates:
        remove_output(candidate)
        try:
            measure(candidate.command)
        except FailedRun as failure:
            raise SystemExit(str(failure))
        found = contents(candidate.file)
        if expected is None:
            expected = found
            if content.leftovers(candidate.file):
                raise SystemExit(f"{candidate.file} has fields without a column, or refused records")
        wrong = content.differences(expected, found)
        if wrong:
            raise SystemExit(f"{candidate.name} made other tables:\n" + "\n".join(wrong))
        say(f"{candidate.name}: the same content")
    return expected


def rounds(candidates, count):
    """Name to measurements. The order turns by one each round, so that nobody always follows the same."""
    found = {candidate.name: [] for candidate in candidates}
    for number in range(count):
        turn = number % len(candidates)
        for candidate in candidates[turn:] + candidates[:turn]:
            remove_output(candidate)
            result = measure(candidate.command)
            found[candidate.name].append((candidate.seconds(result), result))
            say(f"round {number + 1}: {candidate.name}: {found[candidate.name][-1][0]:.2f} s")
    return found


def options():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", default=os.path.join(REPOSITORY, ".build/release/bnus-replay"))
    arguments.add_argument("--corpus", default=os.path.join(REPOSITORY, "Benchmarks/corpus/default"))
    arguments.add_argument("--work", help="where archive and outputs go (default: beside the corpus)")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--skip", action="append", default=[], metavar="WORDS",
                           help="leave out candidates with these words in their name")
    arguments.add_argument("--results", default=os.path.join(REPOSITORY, "Benchmarks/RESULTS.md"))
    return arguments.parse_args()


def main():
    asked = options()
    work = asked.work or asked.corpus.rstrip("/") + "-work"
    os.makedirs(work, exist_ok=True)
    with open(os.path.join(asked.corpus, "corpus.json")) as file:
        description = json.load(file)
    archive = import_once(asked.binary, asked.corpus, description, work)
    candidates = all_candidates(asked.binary, archive, asked.corpus, work)
    candidates = [c for c in candidates if not any(words in c.name for words in asked.skip)]
    warm(asked.corpus)
    load_before = os.getloadavg()[0]
    tables = check_contents(candidates)
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    found = rounds(candidates, asked.rounds)
    report = Report(
        candidates, found, tables, description, machine(REPOSITORY, asked.binary, load_before), started,
        archive_bytes(archive))
    print(report.table())
    print(report.json_lines())
    with open(asked.results, "w") as file:
        file.write(report.markdown())
    say(f"written: {asked.results}")


def archive_bytes(archive):
    """What the archive takes on the disk."""
    return sum(
        os.stat(os.path.join(folder, name)).st_blocks * 512
        for folder, _, names in os.walk(archive) for name in names)


if __name__ == "__main__":
    main()
