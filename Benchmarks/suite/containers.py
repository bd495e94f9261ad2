"""The ways to keep responses that an archive is compared with.

Each keeps a response (its line of JSON with everything known, and its body) by `add`, durable on return where
`durable` is set, and gives what it all takes by `finish`.
"""

import io
import os
import sqlite3
import zlib

import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Stream:
    """One growing file of JSON lines, compressed or not; made durable by a flush and a sync each."""

    def __init__(self, path, durable):
        self.file, self.durable = open(path, "wb"), durable
        self.begin()

    def begin(self):
        pass

    def compress(self, data):
        return data

    def flush(self):
        return b""

    def end(self):
        return b""

    def add(self, line, facts, body):
        self.file.write(self.compress(line))
        if self.durable:
            self.file.write(self.flush())
            self.file.flush()
            os.fdatasync(self.file.fileno())

    def finish(self):
        self.file.write(self.end())
        self.file.close()
        return os.path.getsize(self.file.name)


class GzipStream(Stream):
    def begin(self):
        self.coder = zlib.compressobj(6, zlib.DEFLATED, 31)

    def compress(self, data):
        return self.coder.compress(data)

    def flush(self):
        return self.coder.flush(zlib.Z_SYNC_FLUSH)

    def end(self):
        return self.coder.flush()


class ZstdStream(Stream):
    LEVEL = 3

    def begin(self):
        self.coder = zstandard.ZstdCompressor(level=self.LEVEL).compressobj()

    def compress(self, data):
        return self.coder.compress(data)

    def flush(self):
        return self.coder.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def end(self):
        return self.coder.flush()


class Zstd19Stream(ZstdStream):
    LEVEL = 19


class Warc:
    """WARC with a gzip member a record, by warcio."""

    def __init__(self, path, durable):
        self.file, self.durable = open(path, "wb"), durable
        self.writer = WARCWriter(self.file, gzip=True)

    def add(self, line, facts, body):
        fields = [("Content-Length", str(len(body))), *map(tuple, facts["headers"])]
        headers = StatusAndHeaders(f"{facts['status']} OK", fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            f"https://{facts['host']}{facts['path']}?{facts['query']}", "response", payload=io.BytesIO(body),
            length=len(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": facts["observed_at"][:19] + "Z"})
        self.writer.write_record(record)
        if self.durable:
            self.file.flush()
            os.fdatasync(self.file.fileno())

    def finish(self):
        self.file.close()
        return os.path.getsize(self.file.name)


class Blobs:
    """SQLite with a row a response, the body as it is; one transaction each, synchronous = FULL."""

    def __init__(self, path, durable):
        self.path, self.durable = path, durable
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA page_size = 16384")
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        self.database.execute(
            "CREATE TABLE response (run TEXT, ordinal INTEGER, endpoint TEXT, query TEXT, observed_at TEXT, "
            "status INTEGER, headers TEXT, sha256 TEXT, body BLOB, PRIMARY KEY (run, ordinal))")
        if not durable:
            self.database.execute("BEGIN")

    def add(self, line, facts, body):
        self.database.execute(
            "INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (facts["run"], facts["ordinal"], facts["endpoint"], facts["query"], facts["observed_at"],
             facts["status"], str(facts["headers"]), facts["body_sha256"], self.packed(body)))

    def packed(self, body):
        return body

    def finish(self):
        if not self.durable:
            self.database.execute("COMMIT")
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()
        return os.path.getsize(self.path)


class Files:
    """A file of zstd 3 a response: what is counted is the bytes in them, not the blocks they take."""

    def __init__(self, path, durable):
        os.makedirs(path)
        self.path, self.durable, self.bytes = path, durable, 0
        self.folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        self.coder = zstandard.ZstdCompressor(level=3)

    def add(self, line, facts, body):
        data = self.coder.compress(body)
        self.bytes += len(data)
        name = os.path.join(self.path, f"{facts['run']}__{facts['ordinal']}.json.zst")
        with open(name, "wb") as file:
            file.write(data)
            if self.durable:
                file.flush()
                os.fsync(file.fileno())
        if self.durable:
            os.fsync(self.folder)

    def finish(self):
        os.close(self.folder)
        return self.bytes


# Name to class; the name that the archive's goal is measured against stands alone.
A_FILE_EACH = "a file of zstd 3 a response"
CONTAINERS = {
    "JSON lines": Stream,
    "JSON lines, gzip 6": GzipStream,
    "JSON lines, zstd 3": ZstdStream,
    "JSON lines, zstd 19": Zstd19Stream,
    "WARC.gz by warcio": Warc,
    "SQLite, a blob a response": Blobs,
    A_FILE_EACH: Files,
}
