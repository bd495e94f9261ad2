"""Replays of a part: one table, a point of the log, and the newest run alone."""

import os
import shutil

from suite.bench import input_words, remove
from suite.findings import Findings

TRADES = b'"endpoint":"/api/v3/myTrades"'
# Where a line names its endpoint, at the latest.
OPENING = 200
ROUNDS = 9


def run(bench):
    findings = Findings("catchup", "Replays of a part")
    findings.tables.append([["", "median", "min–max", "RssAnon", "against"]])
    corpus, description = bench.corpus(bench.size)
    whole = bench.archive(
        "replay-archive", description["jsonl_sha256"], lambda: [os.path.join(corpus, "corpus.jsonl")])
    findings.inputs.append(input_words("Corpus", description))
    one_table(bench, findings, corpus, description)
    as_of(bench, findings, whole, description)
    one_run(bench, findings, corpus, description)
    return findings


def add(bench, findings, name, command, before=lambda: None, against=None):
    """Measures a command and puts it into the table. Gives its median."""
    spread, measured = bench.times(command, max(bench.rounds, ROUNDS) if bench.rounds > 1 else 1, before)
    bench.say(f"{name}: {' '.join(spread.text)}")
    peak = max(one.peak_anonymous for one in measured)
    ratio = "" if against is None else f"{spread.median / against:.2f}"
    findings.tables[0].append([name, *spread.text, f"{peak / 1e6:.0f} MB", ratio])
    findings.records.append({"what": name, **spread.record, "peak_anonymous_bytes": peak})
    findings.commands.append(bench.shown(command))
    return spread.median


def lines_of(corpus, wanted):
    """The lines of a corpus for which `wanted(line, whether it is a page of trades)` is true."""
    with open(os.path.join(corpus, "corpus.jsonl"), "rb") as file:
        for line in file:
            if wanted(line, TRADES in line[:OPENING]):
                yield line


def tenth(description):
    """A choice of lines in which trades are a tenth of the bytes: every so manieth page."""
    trades = description["tables"]["trade"]["bytes"]
    others = description["body_bytes"] - trades
    share = min(1.0, others / 9 / trades)
    count = 0

    def wanted(_, is_trade):
        nonlocal count
        if not is_trade:
            return True
        count += 1
        return int(count * share) > int((count - 1) * share)
    return wanted


def one_table(bench, findings, corpus, description):
    """`--only trade` where trades are a tenth of the bytes, against a log that holds nothing else."""
    digest = description["jsonl_sha256"]
    mixed = bench.archive("tenth-archive", digest, lambda: [lines_of(corpus, tenth(description))])
    choice = tenth(description)
    alone = bench.archive(
        "trades-archive", digest,
        lambda: [lines_of(corpus, lambda line, is_trade: is_trade and choice(line, True))])

    def command(archive, file):
        return bench.ours(
            "replay", "--archive", archive, "--to", bench.file(file), "--rebuild", "-q", "--only", "trade")

    least = add(bench, findings, "trade alone, of a log of trades alone", command(alone, "alone.sqlite"))
    found = add(bench, findings, "trade alone, where trades are a tenth of the bytes",
                command(mixed, "mixed.sqlite"), against=least)
    findings.goal("`--only trade` against replaying a log of trades alone", 1.3, found / least, "times as long",
                  at_most=True)
    bench.file("alone.sqlite"), bench.file("mixed.sqlite")


def as_of(bench, findings, archive, description):
    """A rebuild up to the middle of the log, beside one of all of it."""
    def command(*more):
        return bench.ours("replay", "--archive", archive, "--to", bench.file("as-of.sqlite"), "--rebuild", "-q",
                          *more)

    whole = add(bench, findings, "the whole corpus", command())
    add(bench, findings, "the same as of its middle event",
        command("--as-of", str(description["answers"] // 2)), against=whole)
    bench.file("as-of.sqlite")


def one_run(bench, findings, corpus, description):
    """Catch-up by one full run, behind 9,999 runs of a small exchange and behind the last nine of them."""
    runs, of_runs = bench.corpus("runs")
    findings.inputs.append(input_words("The runs before the one that is caught up with", of_runs))
    with open(os.path.join(corpus, "corpus.jsonl"), "rb") as file:
        first = file.readline()
        name = first[:OPENING].split(b'"run":"')[1].split(b'"')[0]
        last = [first] + [line for line in file if name in line[:OPENING]]
    per_run = of_runs["answers"] // of_runs["parameters"]["runs"]
    digest = of_runs["jsonl_sha256"] + description["jsonl_sha256"]

    def before(count):
        skip = of_runs["answers"] - count * per_run
        with open(os.path.join(runs, "corpus.jsonl"), "rb") as file:
            for number, line in enumerate(file):
                if number >= skip:
                    yield line

    medians = {}
    for count in (9, of_runs["parameters"]["runs"]):
        archive = bench.archive(f"{count + 1}-runs-archive", digest, lambda: [before(count), last])
        ready, file = bench.file(f"{count}-runs.sqlite"), bench.file("caught-up.sqlite")
        bench.times(bench.ours(
            "replay", "--archive", archive, "--to", ready, "--rebuild", "-q", "--as-of", str(count * per_run)), 1)

        def fresh():
            remove(file)
            shutil.copyfile(ready, file)

        medians[count] = add(
            bench, findings, f"catch-up by one run on {count + 1:,} runs",
            bench.ours("replay", "--archive", archive, "--to", file, "-q"), fresh, medians.get(9))
        remove(ready), remove(file)
    nine, many = medians.values()
    findings.goal("catch-up by one run on 10,000 runs against 10", 1.5, many / nine, "times as long", at_most=True)
    findings.notes.append(
        "The run that is caught up with is the first of the corpus, at full scale. Behind it stand hourly runs of "
        "a small exchange. Each round begins with a fresh copy of a tables file that is one run behind.")
