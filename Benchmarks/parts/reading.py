"""Verifying, showing single events, and commands with nothing to do."""

import os
import random

from suite.bench import input_words
from suite.findings import Findings, Spread
from suite.measure import measure

EXCHANGE_INFO = b'"endpoint":"/api/v3/exchangeInfo"'
# More than the events between two full frames.
NEIGHBOURS = 70
SHORT_ROUNDS = 21


def run(bench):
    findings = Findings("reading", "Verify, show, and fixed costs")
    findings.tables.append([["", "median", "min–max", "", "peak RSS", "RssAnon"]])
    corpus, description = bench.corpus(bench.size)
    archive = bench.archive(
        "replay-archive", description["jsonl_sha256"], lambda: [os.path.join(corpus, "corpus.jsonl")])
    findings.inputs.append(input_words("Corpus of the part replay", description))
    verify(bench, findings, archive, description)
    show(bench, findings, archive, corpus, description)
    nothing_to_do(bench, findings, archive)
    return findings


def add(bench, findings, name, command, rounds, rate=None, sample=True):
    """Measures a command; `rate` makes words out of its median."""
    spread, measured = bench.times(command, rounds, sample=sample)
    bench.say(f"{name}: {' '.join(spread.text)}")
    rss = max(one.peak_rss for one in measured)
    anonymous = max(one.peak_anonymous for one in measured)
    findings.tables[0].append([
        name, *spread.text, rate(spread.median) if rate else "", f"{rss / 1e6:.0f} MB",
        f"{anonymous / 1e6:.0f} MB" if sample else "–"])
    findings.records.append({"what": name, **spread.record, "peak_rss_bytes": rss})
    findings.commands.append(bench.shown(command))
    return spread


def verify(bench, findings, archive, description):
    add(bench, findings, "verify", bench.ours("verify", "-q", "--archive", archive), bench.rounds,
        lambda seconds: f"{description['body_bytes'] / 1e6 / seconds:,.0f} MB/s of JSON")


def show(bench, findings, archive, corpus, description):
    """The slowest of neighbouring responses of one endpoint is at the far end of a chain of differences."""
    def command(sequence):
        return bench.ours("show", str(sequence), "--body", "-q", "--archive", archive)

    def once(sequence):
        return measure(command(sequence), sample=False, keep_output=False).seconds

    with open(os.path.join(corpus, "corpus.jsonl"), "rb") as file:
        wanted = [number for number, line in enumerate(file, 1) if EXCHANGE_INFO in line[:200]]
    neighbours = wanted[:NEIGHBOURS]
    far = max(neighbours, key=lambda sequence: min(once(sequence) for _ in range(3)))
    rounds = SHORT_ROUNDS if bench.rounds > 1 else 3
    chosen = random.Random(1).sample(range(1, description["answers"] + 1), min(100, description["answers"]))
    for name, spread in (
        ("show, at the far end of a chain", Spread(tuple(once(far) for _ in range(rounds)))),
        ("show, 100 events at random", Spread(tuple(map(once, chosen)))),
    ):
        bench.say(f"{name}: {' '.join(spread.text)}")
        findings.tables[0].append([name, *spread.text, "", "–", "–"])
        findings.records.append({"what": name, **spread.record})
        if "far" in name:
            findings.goal("`show` at the far end of a chain", 25, spread.median * 1000, "ms", at_most=True)
    findings.commands.append(bench.shown(command(far)))
    findings.notes.append(
        f"The far end of a chain is event {far}, of {len(neighbours)} neighbouring responses of exchangeInfo (1.1 MB "
        "each) the slowest to show. Times are of whole processes, started by Python.")


def nothing_to_do(bench, findings, archive):
    """What a replay and a listing cost when there is nothing to replay, and little to list."""
    file = bench.file("nothing.sqlite")
    replay = bench.ours("replay", "--archive", archive, "--to", file, "-q")
    measure(replay)
    rounds = SHORT_ROUNDS if bench.rounds > 1 else 3
    for name, command in (
        ("an empty replay", replay), ("runs", bench.ours("runs", "--archive", archive)),
    ):
        spread = add(bench, findings, name, command, rounds, sample=False)
        findings.goal(f"`{name.split()[-1]}` with nothing to do", 40, spread.median * 1000, "ms", at_most=True)
    bench.file("nothing.sqlite")
