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
        """The time that counts. The scripts tell theirs, without Python's start and imports; ours is the
        whole process."""
        if self.tool == "bnus-replay":
            return measurement.seconds
        return json.loads(measurement.output)["seconds"]


def ours(binary, archive, work, jobs):
    file = os.path.join(work, f"ours-{jobs}.sqlite")
    command = (binary, "replay", "--archive", archive, "--to", file, "--rebuild", "-q", "--jobs", str(jobs))
    return Candidate(f"bnus-replay, {jobs} job{'s' if jobs > 1 else ''}", "bnus-replay", command, file)


def script(name, tool, program, corpus, work, file, *options):
    file = os.path.join(work, file)
    return Candidate(
        name, tool, (sys.executable, os.path.join(HERE, program), corpus, file, *options), file)


def all_candidates(binary, archive, corpus, work):
    """All of them, ours first."""
    def duckdb(name, file, *options):
        return script(name, "DuckDB", "duckdb_tables.py", corpus, work, file, *options)

    def python(name, tool, file, *options):
        return script(name, tool, "python_tables.py", corpus, work, file, *options)

    return [
        ours(binary, archive, work, 1),
        ours(binary, archive, work, 2),
        duckdb("DuckDB, direct", "direct.duckdb", "--way", "direct"),
        duckdb("DuckDB, staged", "staged.duckdb", "--way", "staged", "--keys", "declared"),
        duckdb("DuckDB, direct, only read_json", "plain.duckdb", "--way", "direct", "--plain"),
        python("Python json + sqlite3", "Python json", "json.sqlite"),
        python("Python orjson + sqlite3", "Python orjson", "orjson.sqlite", "--json", "orjson"),
    ]
