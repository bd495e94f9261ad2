"""Keeps what each part found, and writes Benchmarks/RESULTS.md out of it.

Each part is kept as soon as it is measured, so that a run that is cut short keeps what it had, and a part
that is measured again takes the place of what it found before.
"""

import json
import os
import shlex

from suite.findings import Findings


class Results:
    """The findings of all parts, in a directory of their own."""

    def __init__(self, directory, order):
        self.directory, self.order = directory, order
        os.makedirs(directory, exist_ok=True)

    def forget(self):
        """Begins anew."""
        for name in self.order:
            if os.path.exists(self._path(name)):
                os.remove(self._path(name))

    def keep(self, findings, circumstances):
        """Keeps a part with the time, commit and load of its measuring."""
        stored = {"circumstances": circumstances, "findings": findings.stored()}
        with open(self._path(findings.name) + ".new", "w") as file:
            json.dump(stored, file)
        os.replace(self._path(findings.name) + ".new", self._path(findings.name))

    def _path(self, name):
        return os.path.join(self.directory, f"{name}.json")

    def _parts(self):
        for name in self.order:
            if os.path.exists(self._path(name)):
                with open(self._path(name)) as file:
                    stored = json.load(file)
                yield stored["circumstances"], Findings.restored(stored["findings"])

    def markdown(self, machine):
        """The text of RESULTS.md."""
        parts = list(self._parts())
        lines = [
            "# Results", "",
            "Written by `make bench`; do not edit by hand. [README.md](README.md) says what is measured and "
            "how; the goals stand at the end.", "", "## Machine", ""]
        lines += [f"- {name}: {value}" for name, value in machine.items()]
        for circumstances, findings in parts:
            lines += section(circumstances, findings)
        inputs = dict.fromkeys(words for _, findings in parts for words in findings.inputs)
        lines += ["", "## Inputs", "", *[f"- {words}" for words in inputs]]
        lines += ["", "## Goals", ""]
        lines += table([["goal", "wanted", "measured", "held"]] + [
            goal.cells for _, findings in parts for goal in findings.goals])
        missing = [name for name in self.order if not os.path.exists(self._path(name))]
        if missing:
            lines += ["", f"Not measured: {', '.join(missing)}."]
        return "\n".join(lines) + "\n"


def section(circumstances, findings):
    """A part as lines of Markdown."""
    lines = [
        "", f"## {findings.title}", "",
        f"Part `{findings.name}`, measured {circumstances['at']} at commit {circumstances['commit']} in "
        f"{circumstances['seconds']:.0f} s; load {circumstances['load']}."]
    for note in findings.notes:
        lines += ["", note]
    for rows in findings.tables:
        lines += ["", *table(rows)]
    if findings.commands:
        lines += ["", "```", *[shlex.join(command) for command in findings.commands], "```"]
    return lines


def table(rows):
    """Markdown of rows; the first is the head."""
    head = "|---" + "|---:" * (len(rows[0]) - 1) + "|"
    return ["| " + " | ".join(rows[0]) + " |", head] + ["| " + " | ".join(row) + " |" for row in rows[1:]]


def plain(rows):
    """The same for a terminal."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) if place == 0 else cell.rjust(w)
                  for place, (cell, w) in enumerate(zip(row, widths))).rstrip()
        for row in rows)
