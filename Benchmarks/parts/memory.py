"""Anonymous memory of a replay: for 100 MB, for the corpus, and for ten times the corpus under other runs."""

import os

from suite.bench import input_words, remove
from suite.findings import Findings, megabytes, seconds

COPIES = 10
YEAR = b'"run":"2026'
OPENING = 100


def run(bench):
    findings = Findings("memory", "Memory of a replay")
    findings.tables.append([["", "JSON", "time", "JSON a second", "peak RSS", "RssAnon"]])
    peaks = {}
    for size in dict.fromkeys(("small", bench.size)):
        corpus, description = bench.corpus(size)
        name = "replay-archive" if size == bench.size else f"{size}-archive"
        archive = bench.archive(
            name, description["jsonl_sha256"], lambda: [os.path.join(corpus, "corpus.jsonl")])
        what = "Corpus of the part replay" if size == bench.size else f"Corpus {size}"
        findings.inputs.append(input_words(what, description))
        for jobs in (1, 2):
            peaks[size, jobs] = one(
                bench, findings, f"{size}, {jobs} job{'s' * (jobs > 1)}", archive, description["body_bytes"], jobs,
                bench.rounds)
    archive = bench.archive("large-archive", "", lambda: [copy(corpus, number) for number in range(COPIES)])
    findings.notes.append(
        f"The large archive holds the corpus {COPIES} times, each copy under run ids of another year; it is "
        "measured once and deleted. A replay has 2 jobs unless one gives another number.")
    for jobs in (1, 2):
        peaks["large", jobs] = one(
            bench, findings, f"large, {jobs} job{'s' * (jobs > 1)}", archive, COPIES * description["body_bytes"],
            jobs, 1)
    remove(archive), remove(archive + ".digest")
    most = max(peaks.values())
    findings.goal(f"anonymous memory of a replay of {COPIES * description['body_bytes'] / 1e9:.1f} GB", 200,
                  max(peaks["large", jobs] for jobs in (1, 2)) / 1e6, "MB", at_most=True)
    findings.goal("anonymous memory of any replay", 200, most / 1e6, "MB", at_most=True)
    findings.goal("anonymous memory for the large against 100 MB, 2 jobs", 1.25,
                  peaks["large", 2] / peaks["small", 2], "times as much", at_most=True)
    return findings


def copy(corpus, number):
    """The corpus's lines under run ids of another year."""
    year = b'"run":"%d' % (2027 + number)
    with open(os.path.join(corpus, "corpus.jsonl"), "rb") as file:
        for line in file:
            yield line[:OPENING].replace(YEAR, year, 1) + line[OPENING:]


def one(bench, findings, name, archive, body_bytes, jobs, rounds):
    """Measures a rebuild. Gives its peak of anonymous memory."""
    file = bench.file("memory.sqlite")
    command = bench.ours(
        "replay", "--archive", archive, "--to", file, "--rebuild", "-q", "--jobs", str(jobs))
    spread, measured = bench.times(command, rounds, lambda: remove(file))
    bench.file("memory.sqlite")
    peak = max(one.peak_anonymous for one in measured)
    rss = max(one.peak_rss for one in measured)
    bench.say(f"{name}: {megabytes(peak)} in {seconds(spread.median)}")
    findings.tables[0].append([
        name, megabytes(body_bytes), seconds(spread.median), megabytes(body_bytes / spread.median),
        megabytes(rss), megabytes(peak)])
    findings.records.append({
        "what": name, "body_bytes": body_bytes, **spread.record, "peak_rss_bytes": rss,
        "peak_anonymous_bytes": peak})
    findings.commands.append(bench.shown(command))
    return peak
