"""Bodies into tables of chDB (ClickHouse in a process), at its best.

Types are given; each table is one INSERT … SELECT over all its files; the tables are MergeTree ordered by
their keys, which is the nearest thing to a key that ClickHouse has: rows are sorted by it, and found by it,
but it need not be unique. Bodies that are arrays are read as rows. Of objects that hold their records in a
member, that member alone is read as an array of tuples and taken apart by ARRAY JOIN.
"""

import argparse
import json
import os
import shutil
import sys
import time

from chdb import session

from tables import FILTER_RULES, TABLES, quoted

READ_TYPES = {"integer": "Nullable(Int64)", "boolean": "Nullable(Bool)", "time": "Nullable(Int64)"}
STORED_TYPES = {"integer": "Nullable(Int64)", "boolean": "Nullable(Bool)"}

SETTINGS = {
    # Nested values arrive as their own text.
    "input_format_json_read_arrays_as_strings": 1,
    "input_format_json_read_objects_as_strings": 1,
    "input_format_skip_unknown_fields": 1,
    "input_format_json_ignore_unknown_keys_in_named_tuple": 1,
    "input_format_allow_errors_num": 0,
    "formatdatetime_f_prints_scale_number_of_digits": 1,
    # One part a table where it can be: fewer to write and none to merge.
    "optimize_on_insert": 0,
    "max_insert_block_size": 1 << 20,
    "min_insert_block_size_rows": 1 << 18,
}


def read_type(column):
    return READ_TYPES.get(column.type, "Nullable(String)")


def text(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def name_of(column):
    return f"`{column}`"


def structure(table):
    """What is read of a body's file."""
    fields = ", ".join(f"`{c.field}` {read_type(c)}" for c in table.of("record"))
    if table.shape in ("array", "object"):
        return fields
    envelope = "".join(f", `{c.field}` {read_type(c)}" for c in table.of("envelope"))
    return f"`{table.shape}` Array(Tuple({fields})){envelope}"


def read(corpus, table):
    """One row a record, its fields as columns."""
    files = text(os.path.join(corpus, "bodies", table.name, "*.json"))
    source = f"file({files}, JSONEachRow, {text(structure(table))})"
    if table.shape in ("array", "object"):
        return f"(SELECT *, _file FROM {source})"
    fields = ", ".join(f"record.`{c.field}` AS `{c.field}`" for c in table.of("record"))
    envelope = "".join(f"`{c.field}`, " for c in table.of("envelope"))
    return (
        f"(SELECT {fields}, {envelope}_file FROM {source} ARRAY JOIN `{table.shape}` AS record)")


def value(column):
    field = name_of(column.field)
    if column.type == "time":
        stamp = f"formatDateTime(fromUnixTimestamp64Milli(assumeNotNull({field}), 'UTC'), '%Y-%m-%dT%H:%i:%S.%fZ')"
        return f"if({field} = -1 OR {field} IS NULL, NULL, {stamp})"
    return field


def filter_value(name):
    """A derived column of exchange_info: out of the first filter of the kinds that may hold it."""
    found = [f"nullIf(tupleElement(found_{kind}, {text(name)}), '')" for kind in FILTER_RULES[name]]
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def with_filters(source):
    """The source with one more column a kind of filter, which holds the first filter of that kind."""
    fields = ", ".join(f"`{name}` String" for name in ["filterType", *FILTER_RULES])
    kinds = sorted({kind for kinds in FILTER_RULES.values() for kind in kinds})
    found = ", ".join(
        f"arrayFirst(f -> tupleElement(f, 'filterType') = {text(kind)}, rules) AS found_{kind}" for kind in kinds)
    return (
        f"(SELECT *, JSONExtract(assumeNotNull(filters), 'Array(Tuple({fields}))') AS rules, {found} "
        f"FROM {source})")


def total():
    """free + locked, exact, the longer scale kept."""
    def scale(name):
        return f"if(position({name}, '.') = 0, 0, length({name}) - position({name}, '.'))"
    free, locked = "assumeNotNull(free)", "assumeNotNull(locked)"
    digits = f"greatest({scale(free)}, {scale(locked)})"
    exact = f"toDecimalString(toDecimal128({free}, 18) + toDecimal128({locked}, 18), 18)"
    return f"substring({exact}, 1, length({exact}) - 18 + {digits} - ({digits} = 0))"


def select(corpus, table):
    """The rows of the stored table out of the rows of the read."""
    def expression(column):
        if column.source != "derived":
            return value(column)
        return filter_value(column.name) if table.name == "exchange_info" else total()
    values = [f"{expression(c)} AS `out_{c.name}`" for c in table.columns]
    values.append("splitByString('__', _file)[1] AS out_run_id")
    source, where = read(corpus, table), ""
    if table.name == "exchange_info":
        source = with_filters(source)
    if table.name == "account_balance":
        where = " WHERE toDecimal128(free, 18) > 0 OR toDecimal128(locked, 18) > 0"
    return f"SELECT {', '.join(values)} FROM {source}{where}"


def create(table):
    columns = []
    for column in table.columns:
        kind = STORED_TYPES.get(column.type, "Nullable(String)")
        if column.name in table.key:
            kind = kind.removeprefix("Nullable(").removesuffix(")")
        columns.append(f"{name_of(column.name)} {kind}")
    key = ", ".join(map(name_of, table.key))
    return (
        f"CREATE TABLE bench.{name_of(table.name)} ({', '.join(columns)}, run_id String) "
        f"ENGINE = MergeTree ORDER BY ({key})")


def load(database, options):
    database.query("CREATE DATABASE IF NOT EXISTS bench")
    settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
    settings += f", max_threads = {options.threads}, max_insert_threads = {options.threads}"
    for table in TABLES:
        database.query(create(table))
        database.query(
            f"INSERT INTO bench.{name_of(table.name)} {select(options.corpus, table)} SETTINGS {settings}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("database", help="a directory, which is made anew")
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    options.corpus = os.path.abspath(options.corpus)
    shutil.rmtree(options.database, ignore_errors=True)
    start = time.perf_counter()
    database = session.Session(options.database)
    load(database, options)
    database.close()
    json.dump({"seconds": time.perf_counter() - start}, sys.stdout)


if __name__ == "__main__":
    main()
