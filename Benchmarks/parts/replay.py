"""Replay into tables with keys, beside DuckDB, chDB and Python.

Every candidate makes the same seven tables out of the same responses. Their contents are compared before any
time counts; then all take turns, round after round.
"""

import json
import os
import subprocess
import sys

import content
from candidates import all_candidates
from parts import storage
from suite.bench import disk_bytes, input_words, remove
from suite.captures import make_captured
from suite.containers import A_FILE_EACH
from suite.findings import Findings, Spread, megabytes
from suite.measure import FailedRun, measure

GOALS = (("DuckDB", 3.0), ("chDB", 1.3), ("Python orjson", 5.0))


class DifferentContent(FailedRun):
    """Somebody made other tables."""


def generated(bench):
    """The generated corpus, by which the goals are measured."""
    corpus, description = bench.corpus(bench.size)
    return compare(bench, "replay", "Replay with keys", corpus, description, has_goals=True)


def captured(bench):
    """What was really captured, repeated with drifting values."""
    if not bench.captures:
        bench.say("captures: left out, for no --captures DIR was given")
        return None
    corpus, description = make_captured(bench.captures, os.path.join(bench.corpora, "captured"))
    found = compare(
        bench, "captures", "Replay of real captures, repeated with drifting values", corpus, description,
        has_goals=False)
    found.notes.insert(0, "The captures are no part of the project; `--captures DIR` names them.")
    return found


def compare(bench, name, title, corpus, description, has_goals):
    archive = bench.archive(
        f"{name}-archive", description["jsonl_sha256"], lambda: [os.path.join(corpus, "corpus.jsonl")])
    candidates = all_candidates(bench, archive, corpus)
    warm(corpus)
    tables = check_contents(bench, candidates)
    found = take_turns(bench, candidates)
    findings = Findings(name, title)
    report(findings, candidates, found)
    findings.tables.append(tables_of(description, tables))
    ratios(findings, candidates, found, has_goals)
    findings.inputs.append(input_words(f"Corpus of the part {name}", description))
    findings.notes.append(sizes(bench, corpus, description, archive))
    findings.commands = [bench.shown(candidate.command) for candidate in candidates]
    for candidate in candidates:
        remove(candidate.file)
    return findings


def sizes(bench, corpus, description, archive):
    """What the archive takes, in words."""
    ours, raw = disk_bytes(archive), description["body_bytes"]
    files, _ = storage.other_size(bench, os.path.join(corpus, "corpus.jsonl"), A_FILE_EACH)
    return (
        f"The archive of these {megabytes(raw)} of JSON takes {megabytes(ours)}: {raw / ours:.1f} times less than "
        f"the raw bodies, {files / ours:.2f} times less than {A_FILE_EACH}.")


def warm(corpus):
    """Reads all bodies once, so that the page cache holds them for everybody."""
    for folder, _, names in os.walk(os.path.join(corpus, "bodies")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                while file.read(1 << 20):
                    pass


def contents(path):
    """The digests of a file's tables, by a process of its own: a measured process begins as a copy of this
    one, and its peak of memory with it, so this one has to stay small."""
    command = [sys.executable, content.__file__, "--digests", path]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def check_contents(bench, candidates):
    """Runs every candidate once and ends everything unless all made the same. Gives the tables."""
    expected = None
    for candidate in candidates:
        remove(candidate.file)
        measure(candidate.command)
        found = contents(candidate.file)
        if expected is None:
            expected = found
            if content.leftovers(candidate.file):
                raise DifferentContent(f"{candidate.file} has fields without a column, or refused records")
        wrong = content.differences(expected, found)
        if wrong:
            raise DifferentContent(f"{candidate.name} made other tables:\n" + "\n".join(wrong))
        bench.say(f"{candidate.name}: the same content")
    return expected


def take_turns(bench, candidates):
    """Name to measurements. The order turns by one each round, so that nobody always follows the same."""
    found = {candidate.name: [] for candidate in candidates}
    for number in range(bench.rounds):
        turn = number % len(candidates)
        for candidate in candidates[turn:] + candidates[:turn]:
            remove(candidate.file)
            found[candidate.name].append(measure(candidate.command))
            bench.say(f"round {number + 1}: {candidate.name}: {candidate.seconds(found[candidate.name][-1]):.2f} s")
    return found


def spread(candidate, found):
    return Spread(tuple(candidate.seconds(one) for one in found[candidate.name]))


def report(findings, candidates, found):
    """The table of times and memory, and a record a candidate."""
    best = min(spread(c, found).median for c in candidates if c.tool == "bnus-replay")
    rows = [["", "median", "min–max", "processor", "× ours", "peak RSS", "RssAnon", "file"]]
    for candidate in candidates:
        times, runs = spread(candidate, found), found[candidate.name]
        record = {
            "candidate": candidate.name, **times.record,
            "processor_seconds": round(Spread(tuple(m.processor_seconds for m in runs)).median, 3),
            "times_ours": round(times.median / best, 2),
            "peak_rss_bytes": max(m.peak_rss for m in runs),
            "peak_anonymous_bytes": max(m.peak_anonymous for m in runs),
            "output_bytes": disk_bytes(candidate.file)}
        findings.records.append(record)
        rows.append([
            candidate.name, *times.text, f"{record['processor_seconds']:.2f} s", f"{record['times_ours']:.2f}",
            megabytes(record["peak_rss_bytes"]), megabytes(record["peak_anonymous_bytes"]),
            megabytes(record["output_bytes"])])
    findings.tables.append(rows)
    findings.notes.append(
        f"{len(next(iter(found.values())))} rounds, all candidates in turn, page cache warm. Ours is the whole "
        "process; for the others Python's start and imports are left out. × ours compares with the faster of "
        "our two. RssAnon is the peak of anonymous memory sampled every 10 ms; the mapped archive is page "
        "cache and counts in peak RSS only. All made the same seven tables of schema 3 with keys; rows and "
        "digests were compared before a time was taken.")


def ratios(findings, candidates, found, has_goals):
    """The goals: against the best way of each tool, and two jobs against one."""
    def best(tool):
        return min(spread(c, found).median for c in candidates if c.tool == tool)

    one, two = (spread(c, found).median for c in candidates[:2])
    if has_goals:
        for tool, wanted in GOALS:
            findings.goal(f"replay with 2 jobs against {tool}'s best", wanted, best(tool) / two, "times as fast")
        findings.goal("replay with 2 jobs against 1", 1.2, one / two, "times as fast")
    else:
        words = ", ".join(f"{best(tool) / two:.2f} times as fast as {tool}" for tool, _ in GOALS)
        findings.notes.append(f"With 2 jobs bnus-replay is {words}, and {one / two:.2f} times as fast as with 1.")


def tables_of(description, tables):
    rows = [["table", "responses", "JSON", "rows", "digest"]]
    for name, (count, digest) in tables.items():
        part = description["tables"][name]
        rows.append([name, f"{part['answers']:,}", megabytes(part["bytes"]), f"{count:,}", f"`{digest}`"])
    return rows
