"""What the figures were measured on and with."""

import importlib.metadata
import os
import platform
import sqlite3
import subprocess

PACKAGES = ("chdb", "duckdb", "orjson", "warcio", "zstandard")


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


def commit(repository):
    """The commit, with a mark where the sources differ from it."""
    name = words_of(["git", "rev-parse", "--short=12", "HEAD"], cwd=repository)
    changed = words_of(
        ["git", "status", "--porcelain", "--", "Sources", "Package.swift", "Benchmarks/bnus-bench"],
        cwd=repository)
    return name if changed == "-" else f"{name}, with changes"


def machine(binary):
    """Name to words."""
    memory = int(first_field("/proc/meminfo", "MemTotal").split()[0]) // (1 << 20)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return {
        "processor": f"{first_field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": f"{memory} GiB",
        "system": f"{first_field('/etc/os-release', 'PRETTY_NAME')}, Linux {platform.release()}",
        "bnus-replay": words_of([binary, "--version"]).replace("\n", ", "),
        "Python": f"{platform.python_version()}, sqlite3 {sqlite3.sqlite_version}, {versions}",
    }
