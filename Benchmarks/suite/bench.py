"""What every part of the benchmark needs: the programs, the corpora, the place to work in."""

import json
import os
import shutil
import subprocess
import sys

from suite.findings import Spread
from suite.measure import measure


class Bench:
    """One benchmark on one machine."""

    def __init__(self, repository, options):
        self.repository = repository
        self.binary = os.path.abspath(options.binary)
        self.tool = os.path.abspath(options.tool)
        self.corpora = os.path.abspath(options.corpora)
        self.work = os.path.join(self.corpora, "work")
        self.size, self.rounds = options.size, options.rounds
        self.captures = options.captures and os.path.abspath(options.captures)
        os.makedirs(self.work, exist_ok=True)

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def file(self, name):
        """A path to work with; what was there is deleted."""
        path = os.path.join(self.work, name)
        remove(path)
        return path

    def ours(self, *words):
        """A command of bnus-replay."""
        return (self.binary, *words)

    def corpus(self, size):
        """(directory, description) of a corpus; made where it is missing."""
        directory = os.path.join(self.corpora, size)
        subprocess.run(
            [self.tool, "corpus", "--to", directory, "--size", size], check=True, stdout=sys.stderr)
        return directory, description(directory)

    def archive(self, name, digest, lines):
        """The archive of this name, which holds what `lines()` gives: paths, or iterables of lines.

        Made where it is missing or was made of something else, by its `digest`.
        """
        directory = os.path.join(self.work, name)
        mark = directory + ".digest"
        if os.path.exists(mark):
            with open(mark) as file:
                if file.read() == digest:
                    return directory
            os.remove(mark)
        remove(directory)
        self.say(f"importing {name} …")
        for source in lines():
            self.take(source, directory)
        with open(mark, "w") as file:
            file.write(digest)
        return directory

    def take(self, source, archive):
        """Imports a file, or lines through a pipe."""
        command = self.ours("import", "-q", "--archive", archive, source if isinstance(source, str) else "-")
        if isinstance(source, str):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return
        environment = {**os.environ, "TMPDIR": self.work}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)
        for line in source:
            process.stdin.write(line)
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit(f"{' '.join(self.shown(command))}: exit status {process.returncode}")

    def times(self, command, rounds=None, before=lambda: None, sample=True):
        """(spread, measurements) of a command that runs so many times, `before` ahead of each."""
        found = []
        for _ in range(rounds or self.rounds):
            before()
            found.append(measure(command, sample))
        return Spread(tuple(one.seconds for one in found)), found

    def shown(self, command):
        """A command without the paths of this machine."""
        pairs = [(self.captures, "CAPTURES"), (self.corpora, "Benchmarks/corpus"),
                 (self.repository + "/", ""), (sys.executable, "python3")]
        words = []
        for word in command:
            for path, name in pairs:
                word = word.replace(path, name) if path else word
            words.append(word)
        return words


def description(directory):
    """What corpus.json says."""
    with open(os.path.join(directory, "corpus.json")) as file:
        return json.load(file)


def input_words(what, corpus):
    """A corpus in a line, for the results."""
    parameters = ", ".join(
        f"{name} {value}" for name, value in corpus["parameters"].items() if not isinstance(value, dict))
    for name, digest in corpus["parameters"].get("captures", {}).items():
        parameters += f", {name} `{digest[:16]}…`"
    return (
        f"{what}: {parameters}; {corpus['answers']:,} responses, {corpus['body_bytes']:,} bytes of JSON, "
        f"SHA-256 of corpus.jsonl `{corpus['jsonl_sha256']}`")


def disk_bytes(path):
    """What a file or a directory takes on the disk."""
    if os.path.isfile(path):
        return os.stat(path).st_blocks * 512
    return sum(
        os.stat(os.path.join(folder, name)).st_blocks * 512
        for folder, _, names in os.walk(path) for name in names)


def remove(path):
    """Deletes a file with what databases leave beside it, or a directory."""
    for one in (path, path + ".wal", path + "-wal", path + "-shm", path + "-journal"):
        if os.path.isdir(one):
            shutil.rmtree(one)
        elif os.path.exists(one):
            os.remove(one)
