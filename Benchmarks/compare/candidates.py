"""What is compared: each candidate makes the seven tables out of the corpus in its own way."""

import json
import os
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True)
class Candidate:
    """A command that makes `file`. `tool` groups candidates that are ways of doing the same."""

    name: str
    tool: str
    command: tuple
    file: str

    def seconds(self, measurement):
        """The time that counts. The scripts report theirs, without Python's start and imports; ours is the
        whole process."""
        if self.tool == "bnus-replay":
            return measurement.seconds
        return json.loads(measurement.output)["seconds"]


def ours(bench, archive, jobs):
    """`bnus-replay replay` with so many jobs."""
    file = os.path.join(bench.work, f"ours-{jobs}.sqlite")
    command = bench.ours("replay", "--archive", archive, "--to", file, "--rebuild", "-q", "--jobs", str(jobs))
    return Candidate(f"bnus-replay, {jobs} job{'s' if jobs > 1 else ''}", "bnus-replay", command, file)


def all_candidates(bench, archive, corpus):
    """All of them, ours first."""
    def script(name, tool, program, file, *options):
        file = os.path.join(bench.work, file)
        return Candidate(name, tool, (sys.executable, os.path.join(HERE, program), corpus, file, *options), file)

    return [
        ours(bench, archive, 1),
        ours(bench, archive, 2),
        script("DuckDB, direct", "DuckDB", "duckdb_tables.py", "direct.duckdb", "--way", "direct"),
        script("DuckDB, staged", "DuckDB", "duckdb_tables.py", "staged.duckdb", "--way", "staged",
               "--keys", "declared"),
        script("chDB", "chDB", "chdb_tables.py", "tables.chdb"),
        script("Python orjson + sqlite3", "Python orjson", "python_tables.py", "orjson.sqlite",
               "--json", "orjson"),
        script("Python json + sqlite3", "Python json", "python_tables.py", "json.sqlite"),
    ]
