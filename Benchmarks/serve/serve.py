"""Measures `serve`: responses a second, the first response after a start, and mitmproxy beside it."""

import argparse
import datetime
import os
import platform
import statistics
import subprocess
from pathlib import Path

import archives
import servers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIRST = [archives.SMALL, "/api/v3/account", "/api/v3/myTrades?symbol=S050USD&limit=500"]


def throughput(arguments, two):
    """Rounds of every server in turn; the median of each."""
    flows = two.parent / "flows"
    with servers.ours(arguments.binary, two) as server:
        servers.record(arguments.mitmdump, server.url, [archives.SMALL, archives.LARGE], flows)
    found = {}
    signed = "?timestamp=1&recvWindow=5000&signature=" + "ab" * 32
    for _ in range(arguments.rounds):
        with servers.ours(arguments.binary, two) as server:
            for name, target in [("small", archives.SMALL), ("signed", archives.SMALL + signed), ("large", archives.LARGE)]:
                found.setdefault(("ours", name), []).append(servers.load(server.url + target, arguments.seconds))
        with servers.mitmproxy(arguments.mitmdump, flows) as server:
            for name, target in [("small", archives.SMALL), ("large", archives.LARGE)]:
                found.setdefault(("mitmproxy", name), []).append(servers.load(server.url + target, arguments.seconds))
    return {key: statistics.median(values) for key, values in found.items()}


def starts(arguments, many):
    """Milliseconds to the first response: median and slowest, by target."""
    found = {}
    for target in FIRST:
        passed = [servers.first_response(arguments.binary, many, target) for _ in range(3 * arguments.rounds)]
        found[target] = (statistics.median(passed), max(passed))
    return found


def report(arguments, rates, first):
    words = [
        "# Playback", "", "Written by `Benchmarks/serve/serve.py`; do not edit by hand.", "",
        f"Measured {datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ} on {os.cpu_count()} cores"
        f" ({platform.platform()}), load {os.getloadavg()[0]:.2f} at the end; wrk with 2 threads and 16"
        f" connections on loopback beside the server, {arguments.seconds} s, the median of {arguments.rounds} rounds.",
        "", "| responses a second | 28 bytes | signed, 28 bytes | 300 KB |", "|---|---:|---:|---:|",
        f"| bnus-replay serve | {rates['ours', 'small']:,.0f} | {rates['ours', 'signed']:,.0f} | {rates['ours', 'large']:,.0f} |",
        f"| mitmproxy server replay | {rates['mitmproxy', 'small']:,.0f} | – | {rates['mitmproxy', 'large']:,.0f} |",
        f"| ratio | {rates['ours', 'small'] / rates['mitmproxy', 'small']:.0f} | –"
        f" | {rates['ours', 'large'] / rates['mitmproxy', 'large']:.0f} |", "",
        "From the start of the process to the end of the first response, archive of 100,000 events,"
        f" {3 * arguments.rounds} starts:", "", "| first request | median | slowest |", "|---|---:|---:|",
    ]  # fmt: skip
    words += [f"| `{target}` | {median:.0f} ms | {slowest:.0f} ms |" for target, (median, slowest) in first.items()]
    version = subprocess.run([arguments.binary, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    mitm = subprocess.run([arguments.mitmdump, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    return "\n".join(words + ["", f"{version}, {mitm}.", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=ROOT / ".build/release/bnus-replay")
    parser.add_argument("--mitmdump", default=ROOT / ".build/serve-venv/bin/mitmdump")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", default=ROOT / "Benchmarks/corpus/serve", help="a folder for the archives")
    parser.add_argument("--to", default=HERE / "RESULTS.md")
    arguments = parser.parse_args()
    work = archives.fresh(arguments.work)
    many = archives.make_many_events(arguments.binary, work)
    first = starts(arguments, many)
    rates = throughput(arguments, archives.make_two_responses(arguments.binary, work))
    text = report(arguments, rates, first)
    Path(arguments.to).write_text(text)
    print(text)


if __name__ == "__main__":
    main()
