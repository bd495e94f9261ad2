"""Whether tables made by different tools hold the same.

A table's digest is the sum, modulo 2**128, of a digest of each row, so rows may come in any order. Compared
are the columns of `tables.py`, every value with its type: decimals and times as exact text, booleans as 0
and 1, nested values as JSON written in one way, because tools that parse them may write them differently.
"""

import argparse
import json
import sqlite3
import sys
from hashlib import blake2b

from tables import TABLES, quoted


def one_way(text, known):
    """JSON text written in one way; `known` remembers, for nested values repeat from run to run."""
    if text is None:
        return None
    if text not in known:
        value = json.loads(text, parse_float=str)
        known[text] = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return known[text]


def chdb_batches(path, table):
    from chdb import session
    database = session.Session(path)
    names = ", ".join(f"`{name}`" for name in table.names)
    response = database.send_query(
        f"SELECT {names} FROM bench.`{table.name}` SETTINGS output_format_json_quote_64bit_integers = 0",
        "JSONCompactEachRow")
    rest = b""
    for chunk in response:
        *lines, rest = (rest + chunk.bytes()).split(b"\n")
        yield [json.loads(line) for line in lines]
    if rest:
        yield [json.loads(rest)]
    database.close()


def rows_of(path, table):
    """Batches of the table's rows, out of a SQLite or a DuckDB file, or a chDB directory."""
    if path.endswith(".chdb"):
        yield from chdb_batches(path, table)
        return
    query = f"SELECT {', '.join(map(quoted, table.names))} FROM {quoted(table.name)}"
    if path.endswith(".duckdb"):
        import duckdb
        database = duckdb.connect(path, read_only=True)
    else:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    cursor = database.execute(query)
    while batch := cursor.fetchmany(5000):
        yield batch
    database.close()


def digest(path, table):
    """(number of rows, digest) of a table."""
    nested = [place for place, column in enumerate(table.columns) if column.type == "json"]
    flags = [place for place, column in enumerate(table.columns) if column.type == "boolean"]
    known = {}
    count = total = 0
    for batch in rows_of(path, table):
        for row in map(list, batch):
            for place in nested:
                row[place] = one_way(row[place], known)
            for place in flags:
                if row[place] is not None:
                    row[place] = int(row[place])
            mark = blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            total += int.from_bytes(mark, "big")
        count += len(batch)
        if len(known) > 100_000:
            known.clear()
    return count, f"{total % (1 << 128):032x}"


def contents(path):
    """Table name to [rows, digest]."""
    return {table.name: list(digest(path, table)) for table in TABLES}


def differences(expected, found):
    """What differs, one line a table."""
    return [
        f"{name}: {expected[name][0]} rows {expected[name][1]}, but {found[name][0]} rows {found[name][1]}"
        for name in expected if expected[name] != found[name]]


def first_difference(left, right, table):
    """A row that only one of two files has, for finding out why tables differ."""
    def normal(path):
        known = {}
        for batch in rows_of(path, table):
            for row in batch:
                cells = []
                for column, cell in zip(table.columns, row):
                    if column.type == "json":
                        cell = one_way(cell, known)
                    cells.append(int(cell) if isinstance(cell, bool) else cell)
                yield (*cells, row[-1])
    rows = set(normal(left))
    for row in normal(right):
        if row not in rows:
            key = [table.names.index(name) for name in table.key]
            twin = next((r for r in rows if all(r[k] == row[k] for k in key)), None)
            if twin is None:
                return f"only in {right}: {row}"
            return [(name, a, b) for name, a, b in zip(table.names, twin, row) if a != b]
    return None


def leftovers(path):
    """How many rows of the SQLite of `bnus-replay replay` have fields that no column took, or were refused;
    both must be 0, or the other tools' tables would lack something."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    extra = sum(
        database.execute(f"SELECT count(extra) FROM {quoted(table.name)}").fetchone()[0] for table in TABLES)
    refused = database.execute("SELECT count(*) FROM _quarantine").fetchone()[0]
    database.close()
    return extra + refused


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+",
                           help="SQLite files, DuckDB files that end in .duckdb, chDB directories in .chdb")
    arguments.add_argument("--digests", action="store_true", help="only the first file's, as JSON")
    options = arguments.parse_args()
    files = options.files
    if options.digests:
        json.dump(contents(files[0]), sys.stdout)
        return
    expected = contents(files[0])
    for name, (rows, mark) in expected.items():
        print(f"{name:16} {rows:9,} {mark}")
    same = True
    for path in files[1:]:
        wrong = differences(expected, contents(path))
        same = same and not wrong
        print(f"{path}: {'; '.join(wrong) or 'the same'}")
        for table in TABLES:
            if any(line.startswith(table.name + ":") for line in wrong):
                print(f"  {first_difference(files[0], path, table)}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
