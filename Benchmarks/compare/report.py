"""What a comparison found: as a table, as JSON lines, and as Benchmarks/RESULTS.md."""

import json
import os
import platform
import shlex
import sqlite3
import statistics
import subprocess

GOALS = (("DuckDB", 2.5), ("Python json", 3.0))


def words_of(command, cwd=None):
    """A command's output, or a dash where there is none."""
    try:
        result = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    except OSError:
        return "-"
    return result.stdout.strip() if result.returncode == 0 and result.stdout.strip() else "-"


def first_field(path, name):
    with open(path) as file:
        for line in file:
            if line.startswith(name):
                return line.split("=" if "=" in line else ":", 1)[1].strip().strip('"')
    return "-"


def machine(repository, binary, load_before):
    """What the figures were measured on and with."""
    import duckdb
    import orjson
    memory = int(first_field("/proc/meminfo", "MemTotal").split()[0]) // (1 << 20)
    return {
        "processor": f"{first_field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": f"{memory} GiB",
        "system": f"{first_field('/etc/os-release', 'PRETTY_NAME')}, Linux {platform.release()}",
        "load": f"{load_before:.2f} before, {os.getloadavg()[0]:.2f} at the end",
        "commit": words_of(["git", "rev-parse", "--short=12", "HEAD"], cwd=repository),
        "bnus-replay": words_of([binary, "--version"]).replace("\n", ", "),
        "DuckDB": duckdb.__version__,
        "Python": f"{platform.python_version()}, sqlite3 {sqlite3.sqlite_version}, orjson {orjson.__version__}",
    }


def megabytes(count):
    return f"{count / 1e6:,.0f} MB"


class Report:
    """The figures of one comparison."""

    def __init__(self, candidates, found, tables, corpus, machine, started, archive_bytes):
        self.candidates, self.found, self.tables = candidates, found, tables
        self.corpus, self.machine, self.started = corpus, machine, started
        self.archive_bytes = archive_bytes
        self.medians = {
            name: statistics.median(seconds for seconds, _ in runs) for name, runs in found.items()}
        self.best = self._best("bnus-replay")

    def _best(self, tool):
        """(name, median) of the fastest candidate of a tool, None where there is none."""
        return min(
            ((c.name, self.medians[c.name]) for c in self.candidates if c.tool == tool),
            key=lambda pair: pair[1], default=None)

    def _fastest(self, tool):
        return min(seconds for c in self.candidates if c.tool == tool for seconds, _ in self.found[c.name])

    def _row(self, candidate):
        runs = self.found[candidate.name]
        times = [seconds for seconds, _ in runs]
        return {
            "candidate": candidate.name,
            "median_seconds": round(self.medians[candidate.name], 3),
            "min_seconds": round(min(times), 3),
            "max_seconds": round(max(times), 3),
            "rounds": len(times),
            "processor_seconds": round(statistics.median(m.processor_seconds for _, m in runs), 3),
            "times_ours": round(self.medians[candidate.name] / self.best[1], 2),
            "peak_rss_bytes": max(m.peak_rss for _, m in runs),
            "peak_anonymous_bytes": max(m.peak_anonymous for _, m in runs),
            "output_bytes": os.path.getsize(candidate.file),
        }

    def rows(self):
        return [self._row(candidate) for candidate in self.candidates]

    def json_lines(self):
        return "\n".join(json.dumps(row) for row in self.rows())

    def _cells(self):
        head = ["", "median", "min–max", "processor", "× ours", "peak RSS", "RssAnon", "file"]
        return [head] + [[
            row["candidate"], f"{row['median_seconds']:.2f} s",
            f"{row['min_seconds']:.2f}–{row['max_seconds']:.2f}", f"{row['processor_seconds']:.2f} s",
            f"{row['times_ours']:.2f}", megabytes(row["peak_rss_bytes"]),
            megabytes(row["peak_anonymous_bytes"]), megabytes(row["output_bytes"]),
        ] for row in self.rows()]

    def table(self):
        """For a terminal."""
        cells = self._cells()
        widths = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
        lines = [
            "  ".join(cell.ljust(w) if place == 0 else cell.rjust(w)
                      for place, (cell, w) in enumerate(zip(row, widths)))
            for row in cells]
        return "\n".join(lines + [""] + self.verdicts())

    def verdicts(self):
        """The goals, held or not, one line each."""
        lines = []
        for tool, goal in GOALS:
            other = self._best(tool)
            if other is None:
                continue
            ratio = other[1] / self.best[1]
            word = "holds" if ratio >= goal else "does not hold"
            fastest = self._fastest(tool) / self._fastest("bnus-replay")
            lines.append(
                f"{self.best[0]} is {ratio:.2f} times as fast as {other[0]} (the fastest round of all "
                f"ways: {fastest:.2f}); the goal of {goal} {word}.")
        return lines

    def markdown(self):
        """The text of RESULTS.md."""
        cells = self._cells()
        lines = [
            "# Results", "",
            "Written by `Benchmarks/compare/compare.py`; do not edit by hand.", "",
            f"Measured {self.started}: {self.found and len(next(iter(self.found.values())))} rounds, all "
            "candidates in turn, page cache warm. A time is the median of the rounds, beside it the fastest "
            "and the slowest. Ours is the whole process; for the others Python's start and imports are left "
            "out. × ours compares with the faster of our two. RssAnon is the peak of anonymous memory "
            "sampled every 10 ms; the mapped archive is page cache and counts in peak RSS only.", "",
            "Every candidate made the same seven tables of schema 3 with keys; their contents were compared "
            "before a time was taken.", "",
            "| " + " | ".join(cells[0]) + " |", "|---" + "|---:" * (len(cells[0]) - 1) + "|",
        ]
        lines += ["| " + " | ".join(row) + " |" for row in cells[1:]]
        lines += [""] + [f"- {line}" for line in self.verdicts()]
        lines += ["", "## Machine", ""] + [f"- {name}: {value}" for name, value in self.machine.items()]
        lines += self._corpus_chapter()
        lines += ["", "## Commands", "", "```"]
        lines += [shlex.join(candidate.command) for candidate in self.candidates]
        return "\n".join(lines + ["```", ""])

    def _corpus_chapter(self):
        corpus = self.corpus
        parameters = ", ".join(f"{name} {value}" for name, value in corpus["parameters"].items())
        lines = [
            "", "## Corpus", "",
            f"`bnus-bench corpus`: {parameters}.", "",
            f"{corpus['answers']:,} answers, {megabytes(corpus['body_bytes'])} of JSON; SHA-256 of "
            f"corpus.jsonl `{corpus['jsonl_sha256']}`. The archive takes {megabytes(self.archive_bytes)} on "
            "the disk.", "",
            "| table | answers | JSON | rows | digest |", "|---|---:|---:|---:|---|"]
        for name, (rows, digest) in self.tables.items():
            part = corpus["tables"][name]
            lines.append(
                f"| {name} | {part['answers']:,} | {megabytes(part['bytes'])} | {rows:,} | `{digest}` |")
        return lines
