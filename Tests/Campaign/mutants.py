#!/usr/bin/env python3
"""Plants faults in a copy of the sources, one at a time, and sees whether the short campaign finds each.

    Tests/Campaign/mutants.py [NAME...]
    Tests/Campaign/mutants.py --check     only whether the place of each is still there

The copy lies in .build/mutants and keeps its build, so that only the first one takes long. A mutant is a change of one
place; where that place is not there any more the mutant is stale, and says so. The exit status is 0 where every mutant
was found and the copy without one passes.
"""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build" / "mutants"

# Name, part of the campaign that finds it, file, what stands there, and what is put in its place.
MUTANTS = [
    ("folder-not-synced", "power", "Sources/Files/Draft.swift",
     "    isPlaced = true\n    try place.directory.sync()\n", "    isPlaced = true\n"),
    ("moved-before-synced", "power", "Sources/Files/FileOutput.swift",
     "    try draft.sync()\n    try draft.takePlace(replacement)\n", "    try draft.takePlace(replacement)\n"),
    ("leftovers-stay", "kills", "Sources/Files/Draft.swift",
     "      try removeLeftovers(names, place, company)\n", ""),
    ("append-not-synced", "power", "Sources/EventLog/Storage/LMDBEnvironment.swift",
     "UInt32(flags | MDB_NOTLS)", "UInt32(flags | MDB_NOTLS | MDB_NOSYNC)"),
    ("new-archive-not-synced", "power", "Sources/EventLog/Storage/OpenArchive.swift",
     "      try draft.sync()\n", ""),
    ("failed-commit-passes", "faults", "Sources/EventLog/Storage/WriteTransaction.swift",
     '    try LMDBError.check(code, "commit an append", view.path)\n', ""),
    ("tables-not-synced", "power", "Sources/Sinks/SQLite/DraftFile.swift",
     '    try check("syncing the new file") { () throws(Errno) in try OpenFile.sync(descriptor) }\n', ""),
    ("header-not-held", "damage", "Sources/EventLog/Storage/TransactionView.swift",
     "guard try hash(at: place) == TreeHash.leaf(header) else {",
     "guard try hash(at: place) == TreeHash.leaf(header) || place >= 0 else {"),
    ("digest-not-compared", "damage", "Sources/EventLog/Compression/BodyReader.swift",
     "guard Digest.sha256(body.bytes) == header.bodyDigest else {",
     "guard Digest.sha256(body.bytes) == header.bodyDigest || header.sequence > 0 else {"),
    ("scrubber-forgets", "exchange", "Sources/BinanceUS/Secrets/SecretScrubber.swift",
     "    state.withLock { state in\n      for secret in secrets { state.patterns.add(secret.utf8) }\n",
     "    state.withLock { state in\n      state.patterns = SecretPatterns()\n"
     "      for secret in secrets { state.patterns.add(secret.utf8) }\n"),
    ("sums-trap", "exchange", "Sources/EventModel/Numbers/FixedWidthInteger+Outside.swift",
     "    return overflow ? (right < 0 ? .min : .max) : sum\n",
     '    precondition(!overflow, "the sum does not fit")\n    return sum\n'),
    ("restore-forgets-the-id", "kills", "Sources/Interchange/Import/EventsImport.swift",
     "    if let archive { try log.become(archive) }\n", "    _ = archive\n"),
]


def run(*words):
    return subprocess.run(words, cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def refresh():
    """Brings the copy up to date; what has not changed keeps its time, so that it is not built again."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    names = {name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).exists()}
    for name in names:
        source, copy = ROOT / name, COPY / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            if not copy.is_symlink():
                copy.symlink_to(source.readlink())
        elif not copy.exists() or copy.read_bytes() != source.read_bytes():
            shutil.copy(source, copy)
    for folder in ("Sources", "Tests"):
        for path in (COPY / folder).rglob("*"):
            if (path.is_file() or path.is_symlink()) and str(path.relative_to(COPY)) not in names:
                path.unlink()


def build():
    for product in ("bnus-replay", "simulated-exchange", "campaign"):
        done = run("swift", "build", "--product", product)
        if done.returncode != 0:
            sys.exit("the copy does not build:\n" + done.stdout[-4000:])


def short(part):
    """Runs a part of the short form; gives its exit status and the first attempt that failed."""
    done = run(".build/debug/campaign", "--extent", "short", "--seed", "1", "--part", part, "--until-failure")
    failed = re.search(r"FAILED (\S+)\n\s*(.*)", done.stdout)
    if done.returncode not in (0, 1) or (done.returncode == 1) != bool(failed):
        sys.exit("the campaign itself failed:\n" + done.stdout[-4000:])
    return f"{failed.group(1)}: {failed.group(2)[:120]}" if failed else None


def is_stale(mutant):
    _, _, file, old, _ = mutant
    return not (ROOT / file).exists() or (ROOT / file).read_text().count(old) != 1


def main():
    if sys.argv[1:] == ["--check"]:
        stale = [mutant[0] for mutant in MUTANTS if is_stale(mutant)]
        sys.exit("stale: " + ", ".join(stale) if stale else 0)
    wanted = sys.argv[1:] or [mutant[0] for mutant in MUTANTS]
    chosen = [mutant for mutant in MUTANTS if mutant[0] in wanted]
    if len(chosen) != len(wanted):
        sys.exit("there are: " + ", ".join(mutant[0] for mutant in MUTANTS))
    refresh()
    for mutant in chosen:
        if is_stale(mutant):
            sys.exit(f"{mutant[0]} is stale: its place is not in {mutant[2]} exactly once")
    build()
    failures = 0
    for part in sorted({mutant[1] for mutant in chosen}):
        found = short(part)
        print(f"{part}, nothing planted: {found or 'nothing found'}", flush=True)
        failures += found is not None
    for name, part, file, old, new in chosen:
        path = COPY / file
        text = path.read_text()
        path.write_text(text.replace(old, new))
        try:
            build()
            found = short(part)
        finally:
            path.write_text(text)
        print(f"{name}: {'found, ' + found if found else 'NOT FOUND'}", flush=True)
        failures += found is None
    sys.exit(1 if failures else 0)


main()
