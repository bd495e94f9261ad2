"""What a month of hourly market snapshots takes, and how fast responses are kept durably."""

import json
import os
import sys

from suite import hoard
from suite.bench import disk_bytes, input_words, remove
from suite.containers import A_FILE_EACH, CONTAINERS
from suite.findings import Findings, Spread, megabytes
from suite.measure import measure

# Responses of which a rate is taken, and the seconds after which one stops.
RATE_RESPONSES = 1000
RATE_SECONDS = 10
OURS = "bnus-replay's archive"


def run(bench):
    corpus, description = bench.corpus("month")
    lines = os.path.join(corpus, "corpus.jsonl")
    source = bench.archive("month-archive", description["jsonl_sha256"], lambda: [lines])
    findings = Findings("storage", "A month of hourly market snapshots")
    findings.inputs.append(input_words("Corpus of the part storage", description))
    findings.inputs.append(f"In it {moved(lines):.0%} of the tickers move from one hour to the next.")
    raw = description["body_bytes"]
    sizes = {OURS: our_size(bench, findings, source)}
    for name in CONTAINERS:
        sizes[name] = other_size(bench, lines, name)
        bench.say(f"{name}: {megabytes(sizes[name][0])}")
    ours, our_disk = sizes[OURS]
    rates = durable_rates(bench, findings, lines, source)
    findings.tables.append([[
        "", "bytes", "raw bodies", "× ours", "on the disk", "× ours", "durable responses a second", "min–max",
        "peak RSS"]])
    for name, (size, disk) in sizes.items():
        per_second = [count / seconds for count, seconds, _ in rates[name]]
        rss = max(peak for _, _, peak in rates[name])
        middle = 1 / Spread(tuple(1 / rate for rate in per_second)).median
        findings.tables[0].append([
            name, megabytes(size), f"1 : {raw / size:.1f}", f"{size / ours:.2f}", megabytes(disk),
            f"{disk / our_disk:.2f}", f"{middle:,.0f}", f"{min(per_second):,.0f}–{max(per_second):,.0f}",
            megabytes(rss)])
        findings.records.append({
            "container": name, "bytes": size, "disk_bytes": disk, "raw_bytes": raw,
            "peak_rss_bytes": rss, "durable_responses_a_second": round(middle, 1),
            "rounds": len(per_second)})
    findings.goal("archive of a month against zstd 3 a response", 2.8, sizes[A_FILE_EACH][0] / ours, "times smaller")
    findings.goal("archive of a month against raw bodies", 40, raw / ours, "times smaller")
    findings.notes.append(
        "Our size is that of the file after single appends, with indexes and tree; that of the others comes of "
        "writing in one go, which is best for them: a stream that is flushed for every response is larger. The goal "
        "compares bytes, though files of their own take whole blocks on the disk. Rates: "
        f"up to {RATE_RESPONSES:,} responses, at most {RATE_SECONDS} s, each synced to the disk before the next; "
        "for streams a flush and fdatasync, for files an fsync of file and folder.")
    return findings


def moved(lines):
    """The share of tickers that differ from the hour before, over a day."""
    before, same, other = None, 0, 0
    with open(lines, "rb") as file:
        for number, line in enumerate(file):
            if number > 24 * 5:
                break
            if b'"endpoint":"/api/v3/ticker/24hr"' not in line[:200]:
                continue
            now = {one["symbol"]: one for one in json.loads(json.loads(line)["body"])}
            for symbol, one in now.items() if before else ():
                if before.get(symbol) == one:
                    same += 1
                else:
                    other += 1
            before = now
    return other / (same + other)


def our_size(bench, findings, source):
    """The archive's bytes, and what it takes on the disk, when a sync has made it: one event an append."""
    target = bench.file("appended-archive")
    command = (bench.tool, "append", "--from", source, "--to", target)
    found = json.loads(measure(command).output)
    size = os.path.getsize(os.path.join(target, "data.mdb")), disk_bytes(target)
    bench.say(f"{OURS}: {megabytes(size[0])}, {found['events'] / found['seconds']:,.0f} appends a second")
    findings.notes.append(
        f"All {found['events']:,} events appended one by one: {found['events'] / found['seconds']:,.0f} a second, "
        f"{found['body_bytes'] / found['seconds'] / 1e6:,.0f} MB of bodies a second (one round).")
    findings.commands.append(bench.shown(command))
    remove(target)
    return size


def container_command(lines, path, name, *more):
    return (sys.executable, hoard.__file__, lines, path, "--container", name, *more)


def other_size(bench, lines, name):
    """The same of a container."""
    path = bench.file("container")
    size = json.loads(measure(container_command(lines, path, name)).output)["bytes"]
    disk = disk_bytes(path)
    remove(path)
    return size, disk


def durable_rates(bench, findings, lines, source):
    """Name to (responses, seconds, peak RSS) a round; all take turns."""
    target = bench.file("container")
    commands = {OURS: (
        bench.tool, "append", "--from", source, "--to", target, "--events", str(RATE_RESPONSES))}
    for name in CONTAINERS:
        commands[name] = container_command(
            lines, target, name, "--durable", "--most", str(RATE_RESPONSES), "--seconds", str(RATE_SECONDS))
    found = {name: [] for name in commands}
    for number in range(bench.rounds):
        for name, command in commands.items():
            # Ten seconds a round are spent on it however many there are, so it is measured less often.
            if "zstd 19" in name and number >= 2:
                continue
            remove(target)
            measured = measure(command)
            one = json.loads(measured.output)
            count = one.get("responses", one.get("events"))
            found[name].append((count, one["seconds"], measured.peak_rss))
            bench.say(f"round {number + 1}: {name}: {count / one['seconds']:,.0f} a second")
    remove(target)
    findings.commands += [bench.shown(command) for command in commands.values()]
    return found
