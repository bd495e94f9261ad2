"""Bodies into SQLite with Python's `json` (or `orjson`) and `sqlite3`: the careful plain way.

One executemany a body, one transaction, no journal. The key is a unique index built after the load, which is
what a primary key of such a table is in SQLite, and a little faster than declaring it.
"""

import argparse
import gc
import json
import os
import sqlite3
import sys
import time
from decimal import Decimal
from time import gmtime, strftime

from tables import FILTER_RULES, TABLES, bodies, quoted

STORAGE = {"integer": "INTEGER", "boolean": "INTEGER"}


def iso(milliseconds):
    """Milliseconds since 1970 as ISO-8601; -1 and None mean no time."""
    if milliseconds is None or milliseconds == -1:
        return None
    seconds, rest = divmod(milliseconds, 1000)
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(seconds)) + f".{rest:03d}Z"


def filter_values(filters):
    """The derived columns of exchange_info, in the order of their rules."""
    by_type = {}
    for one in filters:
        by_type.setdefault(one["filterType"], one)
    values = []
    for field, kinds in FILTER_RULES.items():
        found = (by_type[kind].get(field) for kind in kinds if kind in by_type)
        values.append(next((value for value in found if value is not None), None))
    return values


def total(free, locked):
    """The exact sum, the longer scale kept."""
    return str(Decimal(free) + Decimal(locked))


def row_maker(table, dumps):
    """A function that makes a record's row: its source is put together from the columns, so that no
    column costs a look at its type."""
    parts = []
    for column in table.of("record"):
        value = f'r.get("{column.field}")'
        parts.append({
            "time": f"iso({value})",
            "json": f"None if (v := {value}) is None else dumps(v)",
        }.get(column.type, value))
    source = f"lambda r: ({', '.join(parts)},)"
    return eval(source, {"iso": iso, "dumps": dumps})


def plain_rows(table, make, body, run):
    records = [body] if table.shape == "object" else body
    tail = (run,)
    return [make(record) + tail for record in records]


def exchange_rows(table, make, body, run):
    return [(*make(one), *filter_values(one["filters"]), run) for one in body["symbols"]]


def balance_rows(table, make, body, run):
    tail = (
        body.get("accountType"), body.get("canTrade"), body.get("canWithdraw"), body.get("canDeposit"),
        iso(body.get("updateTime")), run)
    rows = []
    for one in body["balances"]:
        free, locked = one["free"], one["locked"]
        if float(free) > 0 or float(locked) > 0:
            rows.append((*make(one), total(free, locked), *tail))
    return rows


MAKERS = {"exchange_info": exchange_rows, "account_balance": balance_rows}


def create(database, table, keys):
    columns = [f'{quoted(c.name)} {STORAGE.get(c.type, "TEXT")}' for c in table.columns] + ['"run_id" TEXT']
    if keys == "declared":
        columns.append(f'PRIMARY KEY ({", ".join(map(quoted, table.key))})')
    database.execute(f'CREATE TABLE {quoted(table.name)} ({", ".join(columns)})')


def build_key(database, table):
    key = ", ".join(map(quoted, table.key))
    database.execute(f'CREATE UNIQUE INDEX {quoted(table.name + "_key")} ON {quoted(table.name)} ({key})')


def load(database, corpus, keys, loads, dumps):
    database.execute("BEGIN")
    for table in TABLES:
        create(database, table, keys)
        make = row_maker(table, dumps)
        rows = MAKERS.get(table.name, plain_rows)
        insert = f'INSERT INTO {quoted(table.name)} VALUES ({", ".join("?" * len(table.names))})'
        for run, path in bodies(corpus, table):
            with open(path, "rb") as file:
                body = loads(file.read())
            database.executemany(insert, rows(table, make, body, run))
        if keys == "after":
            build_key(database, table)
    database.execute("COMMIT")


def parser_of(name):
    """(loads, dumps) of a JSON library."""
    if name == "orjson":
        import orjson
        return orjson.loads, lambda value: orjson.dumps(value).decode()
    encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
    return json.loads, encoder.encode


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("database")
    arguments.add_argument("--json", choices=["json", "orjson"], default="json")
    arguments.add_argument("--keys", choices=["declared", "after"], default="after")
    options = arguments.parse_args()
    loads, dumps = parser_of(options.json)
    if os.path.exists(options.database):
        os.remove(options.database)
    # Parsed JSON has no cycles; looking for them takes a quarter of the time.
    gc.disable()
    start = time.perf_counter()
    database = sqlite3.connect(options.database, isolation_level=None)
    for pragma in (
        "page_size = 16384", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE",
        "temp_store = MEMORY", "cache_size = -262144",
    ):
        database.execute(f"PRAGMA {pragma}")
    load(database, options.corpus, options.keys, loads, dumps)
    database.close()
    json.dump({"seconds": time.perf_counter() - start}, sys.stdout)


if __name__ == "__main__":
    main()
