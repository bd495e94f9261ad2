"""Runs a command as a process of its own and measures it."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass


@dataclass
class Measurement:
    """One run: wall and processor seconds of the whole process, and its peaks of memory in bytes."""

    seconds: float
    processor_seconds: float
    peak_rss: int
    peak_anonymous: int
    output: str


class FailedRun(Exception):
    """A measured command failed; its words."""


def anonymous_bytes(pid):
    """RssAnon of a process and its children now; 0 when it is gone."""
    total = 0
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("RssAnon:"):
                    total = int(line.split()[1]) * 1024
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            total += sum(anonymous_bytes(child) for child in children.read().split())
    except (FileNotFoundError, ProcessLookupError):
        pass
    return total


class AnonymousPeak(threading.Thread):
    """Samples RssAnon every few milliseconds while a process runs."""

    def __init__(self, pid, interval=0.01):
        super().__init__(daemon=True)
        self.pid, self.interval, self.peak, self.done = pid, interval, 0, threading.Event()

    def run(self):
        while not self.done.is_set():
            self.peak = max(self.peak, anonymous_bytes(self.pid))
            self.done.wait(self.interval)


def measure(command, sample=True, keep_output=True):
    """Runs the command to its end. What earlier runs still had to write is written before it begins.

    Without `sample` RssAnon is not looked at, for commands of a few milliseconds. An output that is long must
    not be kept.
    """
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE if keep_output else subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    sampler = AnonymousPeak(process.pid)
    if sample:
        sampler.start()
    # Both outputs are short, so neither pipe fills before the process ends.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    sampler.done.set()
    if sample:
        sampler.join()
    output, errors = process.communicate()
    if process.returncode != 0:
        raise FailedRun(f"{' '.join(command)}: exit status {process.returncode}\n{errors.strip()}")
    return Measurement(
        seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, sampler.peak, output or "")
