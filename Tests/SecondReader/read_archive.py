"""Reads an archive without bnus-replay: written from docs/format.md alone.

    python3 read_archive.py ARCHIVE

Checks every header, body and hash, writes the events as JSON lines to standard output, and their number
and the tree's root to standard error. The first thing that is not as the page says ends it with 1.
Needs the PyPI packages in requirements.txt.
"""

import base64
import datetime
import hashlib
import json
import struct
import sys

import lmdb
import zstandard

KINDS = {1: "response", 2: "failure", 3: "run_start", 4: "run_end", 5: "annotation"}
HTTP_VERSIONS = {0: "unknown", 10: "1.0", 11: "1.1", 20: "2", 30: "3"}
FLAGS = {1: "imported", 2: "headers_dropped", 4: "secret_overwritten", 8: "body_truncated"}
PREFIX = struct.Struct(">BBBBIQIHHqqqQ32s16s")
NAMES = (
    "format kind http_version timed flags sequence ordinal attempt status observed_at appended_at"
    " duration_us body_bytes body_sha256 salt"
).split()
BODY = struct.Struct(">BBQQ")
EPOCH = datetime.datetime(1970, 1, 1)


class Damage(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Damage(what)


def key(number):
    return struct.pack(">Q", number)


def sha256(data):
    return hashlib.sha256(data).digest()


def parse_header(raw):
    header = dict(zip(NAMES, PREFIX.unpack_from(raw)))
    check(header["format"] == 1, "its header has another format")
    check(header["timed"] in (0, 1) and header["flags"] < 16, "its header has unknown bits")
    at = PREFIX.size

    def text():
        nonlocal at
        (length,) = struct.unpack_from(">H", raw, at)
        at += 2 + length
        return raw[at - length : at].decode()

    for name in ("run", "endpoint", "method", "host", "path", "query"):
        header[name] = text()
    (count,) = struct.unpack_from(">H", raw, at)
    at += 2
    header["headers"] = [[text(), text()] for _ in range(count)]
    check(at == len(raw) <= 65535, "its header is longer or shorter than its fields")
    return header


class Archive:
    def __init__(self, path):
        self.env = lmdb.open(path, readonly=True, max_dbs=9)
        names = (b"meta", b"events", b"bodies", b"identity", b"tree")
        self.meta, self.events, self.bodies, self.identity, self.tree = map(self.env.open_db, names)

    def body(self, txn, sequence, depth=None):
        """The decoded body of an event; `depth` is what its record must say, where that is known."""
        record = txn.get(key(sequence), db=self.bodies)
        check(record is not None, "it has no body record")
        codec, found, base, length = BODY.unpack_from(record)
        data = record[BODY.size :]
        check(depth in (None, found) and found < 48, "its chain depth is wrong")
        check((found == 0 and base == 0) if codec < 2 else 0 < base < sequence, "its base is wrong")
        if codec == 0:
            body = data
        else:
            prefix = None
            if codec == 2:
                whole = self.body(txn, base, found - 1)
                prefix = zstandard.ZstdCompressionDict(whole, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            body = zstandard.ZstdDecompressor(dict_data=prefix).decompress(data, max_output_size=length)
        check(len(body) == length <= 1 << 30, "its body has another length than its record says")
        return body

    def walk(self):
        """Every event with its header's bytes, its header and its body, checked."""
        with self.env.begin() as txn:
            formats = [struct.pack(">I", number) for number in (1, 2)]
            check(txn.get(b"format", db=self.meta) in formats, "the archive has another format")
            last = 0
            for name, raw in txn.cursor(db=self.events):
                last += 1
                check(name == key(last), "it is missing")
                header = parse_header(raw)
                check(header["sequence"] == last, "its header has another sequence")
                place = header["run"].encode() + b"\0" + struct.pack(">I", header["ordinal"])
                check(txn.get(place, db=self.identity) == key(last), "it is not found under its identity")
                body = self.body(txn, last)
                check(len(body) == header["body_bytes"], "its body has another length than its header says")
                check(sha256(body) == header["body_sha256"], "its body has another SHA-256")
                yield raw, header, body

    def id(self):
        with self.env.begin() as txn:
            return txn.get(b"archive_id", db=self.meta).hex()

    def check_hashes(self, start, hashes):
        """That the tree's hashes from a place on are these."""
        with self.env.begin() as txn:
            for place, value in enumerate(hashes, start):
                stored = txn.get(key(place), db=self.tree)
                check(stored == value, f"the tree's hash at place {place} is not that of the headers")

    def count_hashes(self):
        with self.env.begin() as txn:
            return txn.stat(db=self.tree)["entries"]


class Tree:
    """The tree over the headers so far."""

    def __init__(self):
        self.leaves = 0
        # Complete subtrees: as many hashes as the archive must hold.
        self.hashes = 0
        # Roots of the complete subtrees from the left, largest first, each with its level.
        self.peaks = []

    def add(self, header):
        """Adds a leaf; the hashes of the subtrees that it completes, in the order of their places."""
        level, top = 0, sha256(b"\x00" + header)
        new = [top]
        while self.peaks and self.peaks[-1][0] == level:
            level, top = level + 1, sha256(b"\x01" + self.peaks.pop()[1] + top)
            new.append(top)
        self.peaks.append((level, top))
        self.leaves += 1
        self.hashes += len(new)
        return new

    def root(self):
        if not self.peaks:
            return sha256(b"")
        top = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            top = sha256(b"\x01" + left + top)
        return top


def moment(microseconds):
    time = EPOCH + datetime.timedelta(microseconds=microseconds)
    return time.isoformat(timespec="microseconds") + "Z"


def line(archive_id, header, body):
    """The event as `export` of the whole archive writes it."""
    members = {"archive": archive_id} if header["sequence"] == 1 else {}
    members |= {name: header[name] for name in ("sequence", "run", "ordinal")}
    members["kind"] = KINDS[header["kind"]]
    members |= {name: header[name] for name in ("endpoint", "method", "host", "path", "query", "attempt")}
    members |= {name: moment(header[name]) for name in ("observed_at", "appended_at")}
    members["duration_us"] = header["duration_us"] if header["timed"] else None
    members["http_version"] = HTTP_VERSIONS[header["http_version"]]
    members |= {name: header[name] for name in ("status", "headers")}
    members["flags"] = [name for bit, name in FLAGS.items() if header["flags"] & bit]
    members |= {name: header[name].hex() for name in ("salt", "body_sha256")}
    try:
        members["body"] = body.decode()
    except UnicodeDecodeError:
        members["body_base64"] = base64.b64encode(body).decode()
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        archive = Archive(sys.argv[1])
    except lmdb.Error as error:
        sys.exit(f"{sys.argv[1]} is no archive: {error}")
    tree = Tree()
    at = 1
    try:
        for raw, header, body in archive.walk():
            archive.check_hashes(tree.hashes, tree.add(raw))
            sys.stdout.buffer.write(line(archive.id(), header, body).encode())
            at += 1
        check(archive.count_hashes() == tree.hashes, "the tree has more hashes than the events give")
    except (Damage, KeyError, struct.error, UnicodeDecodeError, zstandard.ZstdError) as damage:
        sys.exit(f"event {at}: {damage}")
    print(f"{tree.leaves} events, root {tree.root().hex()}", file=sys.stderr)


if __name__ == "__main__":
    main()
