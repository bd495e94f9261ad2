"""`serve` over the corpus, over HTTP on loopback, by the means of Benchmarks/serve.

`make bench-serve` measures it beside mitmproxy, and on a larger archive.
"""

import os
import shutil

import servers
from suite.bench import input_words
from suite.findings import Findings, Spread
from suite.measure import FailedRun, anonymous_bytes

PATHS = ("/api/v3/time", "/api/v3/ticker/24hr", "/api/v3/exchangeInfo")
SECONDS = 2


def run(bench):
    if shutil.which("wrk") is None:
        raise FailedRun("there is no wrk; scripts/install-packages.sh bench installs it")
    findings = Findings("serving", "Serve")
    corpus, description = bench.corpus(bench.size)
    archive = bench.archive(
        "replay-archive", description["jsonl_sha256"], lambda: [os.path.join(corpus, "corpus.jsonl")])
    findings.inputs.append(input_words("Corpus of the part replay", description))
    findings.tables.append([["", "responses a second", "min–max", "first response after a start", "RssAnon"]])
    for path in PATHS:
        findings.tables[0].append(measured(bench, findings, archive, path))
    findings.notes.append(
        f"wrk with 2 threads and 16 connections, {SECONDS} s a round, on the same two cores as the server; every "
        "round starts the server anew. The first response counts from the start of the process.")
    findings.commands.append(bench.shown(bench.ours("serve", "--archive", archive, "--port", "0")))
    return findings


def measured(bench, findings, archive, path):
    """A row of the table."""
    rates, firsts, peak = [], [], 0
    for _ in range(bench.rounds):
        firsts.append(servers.first_response(bench.binary, archive, path) / 1000)
        with servers.ours(bench.binary, archive) as server:
            rates.append(servers.load(server.url + path, SECONDS))
            peak = max(peak, anonymous_bytes(server.process.pid))
    rate, first = Spread(tuple(rates)).median, Spread(tuple(firsts))
    bench.say(f"{path}: {rate:,.0f} responses a second")
    findings.records.append({
        "what": path, "answers_a_second": round(rate), "first_answer": first.record, "anonymous_bytes": peak})
    return [
        path, f"{rate:,.0f}", f"{min(rates):,.0f}–{max(rates):,.0f}", " ".join(first.text), f"{peak / 1e6:.0f} MB"]
