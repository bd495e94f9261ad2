"""Replays of a part: one table, a point of the log, and the newest run alone."""

import os
import shutil

from suite.bench import input_words, remove
from suite.findings import Findings, Spread
from suite.measure import measure

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
    findings.inputs.append(input_words("Corpus of the part replay", description))
    one_table(bench, findings, corpus, description)
    as_of(bench, findings, whole, description)
    one_run(bench, findings, corpus, description)
    return findings


def take_turns(bench, findings, cases):
    """Measures cases (name, command, what is done before) in turn and puts them into the table, each against the
    first. Gives their medians."""
    found = [[] for _ in cases]
    for _ in range(max(bench.rounds, ROUNDS) if bench.rounds > 1 else 1):
        for place, (_, command, before) in enumerate(cases):
            before()
            found[place].append(measure(command))
    spreads = [Spread(tuple(one.seconds for one in measured)) for measured in found]
    for (name, command, _), spread, measured in zip(cases, spreads, found):
        bench.say(f"{name}: {' '.join(spread.text)}")
        peak = max(one.peak_anonymous for one in measured)
        findings.tables[0].append([
            name, *spread.text, f"{peak / 1e6:.0f} MB", f"{spread.median / spreads[0].median:.2f}"])
        findings.records.append({"what": name, **spread.record, "peak_anonymous_bytes": peak})
        findings.commands.append(bench.shown(command))
    return [spread.median for spread in spreads]


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

    def case(name, archive, file):
        path = bench.file(file)
        return name, bench.ours(
            "replay", "--archive", archive, "--to", path, "--rebuild", "-q", "--only", "trade"), lambda: remove(path)

    cases = [
        case("trade alone, of a log of trades alone", alone, "alone.sqlite"),
        case("trade alone, where trades are a tenth of the bytes", mixed, "mixed.sqlite")]
    least, found = take_turns(bench, findings, cases)
    findings.goal("`--only trade` against replaying a log of trades alone", 1.3, found / least, "times as long",
                  at_most=True)
    bench.file("alone.sqlite"), bench.file("mixed.sqlite")


def as_of(bench, findings, archive, description):
    """A rebuild up to the middle of the log, beside one of all of it."""
    path = bench.file("as-of.sqlite")
    command = bench.ours("replay", "--archive", archive, "--to", path, "--rebuild", "-q")
    middle = ("--as-of", str(description["answers"] // 2))
    take_turns(bench, findings, [
        ("the whole corpus", command, lambda: remove(path)),
        ("the same as of its middle event", command + middle, lambda: remove(path))])
    remove(path)


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

    def case(count):
        archive = bench.archive(f"{count + 1}-runs-archive", digest, lambda: [before(count), last])
        ready, file = bench.file(f"{count}-runs.sqlite"), bench.file(f"{count}-runs-caught-up.sqlite")
        measure(bench.ours(
            "replay", "--archive", archive, "--to", ready, "--rebuild", "-q", "--as-of", str(count * per_run)))

        def fresh():
            remove(file)
            shutil.copyfile(ready, file)

        return f"catch-up by one run on {count + 1:,} runs", bench.ours(
            "replay", "--archive", archive, "--to", file, "-q"), fresh

    counts = (9, of_runs["parameters"]["runs"])
    few, many = take_turns(bench, findings, [case(count) for count in counts])
    for count in counts:
        bench.file(f"{count}-runs.sqlite"), bench.file(f"{count}-runs-caught-up.sqlite")
    findings.goal("catch-up by one run on 10,000 runs against 10", 1.5, many / few, "times as long", at_most=True)
    findings.notes.append(
        "The run that is caught up with is the first of the corpus, at full scale. Behind it stand hourly runs of "
        "a small exchange. Each round begins with a fresh copy of a tables file that is one run behind. The two of a "
        "pair take turns.")
