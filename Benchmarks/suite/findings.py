"""What a part of the benchmark found, ready to be written down."""

import statistics
from dataclasses import asdict, dataclass, field


def megabytes(count):
    return f"{count / 1e6:,.1f} MB" if count < 1e7 else f"{count / 1e6:,.0f} MB"


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


@dataclass(frozen=True)
class Spread:
    """The median of some times in seconds, with the fastest and the slowest."""

    times: tuple

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def text(self):
        """Median, and the range in its unit, as two cells."""
        if self.median >= 1:
            return [seconds(self.median), f"{min(self.times):.2f}–{max(self.times):.2f}"]
        return [seconds(self.median), f"{min(self.times) * 1000:.1f}–{max(self.times) * 1000:.1f}"]

    @property
    def record(self):
        """For a JSON line."""
        return {
            "median_seconds": round(self.median, 5), "min_seconds": round(min(self.times), 5),
            "max_seconds": round(max(self.times), 5), "rounds": len(self.times)}


@dataclass
class Goal:
    """A goal of the project: what should be at least, or at most, `wanted`."""

    what: str
    wanted: float
    measured: float
    unit: str
    at_most: bool = False

    @property
    def held(self):
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted

    @property
    def cells(self):
        word = "at most" if self.at_most else "at least"
        measured = f"{self.measured:.2f}" if self.measured < 100 else f"{self.measured:,.0f}"
        return [
            self.what, f"{word} {self.wanted:g} {self.unit}", f"{measured} {self.unit}",
            "yes" if self.held else "**no**"]


@dataclass
class Findings:
    """One part: words, tables (the first row is the head), JSON records, goals, inputs, and commands."""

    name: str
    title: str
    notes: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    records: list = field(default_factory=list)
    goals: list = field(default_factory=list)
    inputs: list = field(default_factory=list)
    commands: list = field(default_factory=list)

    def goal(self, *words, **more):
        self.goals.append(Goal(*words, **more))

    def stored(self):
        """As JSON can hold it."""
        return asdict(self)

    @staticmethod
    def restored(stored):
        """Out of what `stored` gave."""
        return Findings(**{**stored, "goals": [Goal(**goal) for goal in stored["goals"]]})
