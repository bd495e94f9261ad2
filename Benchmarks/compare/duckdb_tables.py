"""Bodies into a DuckDB database, at its best.

Types are given, so that nothing is detected; each table is one read over all its files; order need not be
kept. `--way direct` makes the tables out of the read itself, `--way staged` reads into a temporary table
first. `--keys` declares the keys before the load or adds them after it.

Bodies that are arrays are read by `read_json`. For records that stand inside an object `read_json` takes
0.04 s a body of 1 MB (DuckDB 2.0.0); `read_json_objects` with `from_json` gives the same rows twelve times as
fast and so is what is used. `--plain` uses `read_json` there too, as one would write it first.
"""

import argparse
import json
import os
import sys
import time

import duckdb

from tables import FILTER_RULES, TABLES, quoted

READ_TYPES = {"integer": "BIGINT", "boolean": "BOOLEAN", "time": "BIGINT", "json": "JSON"}
STORED_TYPES = {"integer": "BIGINT", "boolean": "BOOLEAN"}
# Large enough for every body's records; larger ones cost time, for buffers are twice as long.
OBJECT_BYTES = 4 << 20


def read_type(column):
    return READ_TYPES.get(column.type, "VARCHAR")


def text(value):
    return "'" + value.replace("'", "''") + "'"


def struct(columns):
    return "STRUCT(" + ", ".join(f"{quoted(c.field)} {read_type(c)}" for c in columns) + ")"


def files_of(corpus, table):
    return text(os.path.join(corpus, "bodies", table.name, "*.json"))


def read_records(corpus, table):
    """The read of bodies that are an array of records, or one record."""
    columns = ", ".join(f"{text(c.field)}: {text(read_type(c))}" for c in table.of("record"))
    shape = "array" if table.shape == "array" else "unstructured"
    return (
        f"SELECT * FROM read_json({files_of(corpus, table)}, columns = {{{columns}}}, format = '{shape}', "
        f"filename = true, maximum_object_size = {OBJECT_BYTES})")


def read_objects(corpus, table, plain):
    """The read of bodies whose records stand in a member of an object."""
    envelope = table.of("envelope")
    options = f"filename = true, maximum_object_size = {OBJECT_BYTES}"
    if plain:
        fields = {c.field: read_type(c) for c in envelope}
        fields[table.shape] = struct(table.of("record")) + "[]"
        columns = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in fields.items())
        objects = f"FROM read_json({files_of(corpus, table)}, columns = {{{columns}}}, {options})"
        body = ""
    else:
        members = [f'"{c.field}": "{read_type(c)}"' for c in envelope]
        records = ", ".join(f'"{c.field}": "{read_type(c)}"' for c in table.of("record"))
        members.append(f'"{table.shape}": [{{{records}}}]')
        objects = (
            f"FROM (SELECT filename, from_json(json, {text('{' + ', '.join(members) + '}')}) AS body "
            f"FROM read_json_objects({files_of(corpus, table)}, format = 'newline_delimited', {options}))")
        body = "body."
    others = "".join(f"{body}{quoted(c.field)} AS {quoted(c.field)}, " for c in envelope)
    names = "".join(f"{quoted(c.field)}, " for c in envelope)
    return (
        f"SELECT {names}filename, unnest(record) FROM "
        f"(SELECT {others}filename, unnest({body}{quoted(table.shape)}) AS record {objects})")


def read(corpus, table, plain):
    """The read of all of a table's bodies: one row a record, its fields as columns."""
    if table.shape in ("array", "object"):
        return read_records(corpus, table)
    return read_objects(corpus, table, plain)


def value(column):
    """The expression of a stored column that comes from a field."""
    field = quoted(column.field)
    if column.type == "time":
        stamp = f"strftime(make_timestamp_ms({field}), '%Y-%m-%dT%H:%M:%S.%gZ')"
        return f"CASE WHEN {field} <> -1 THEN {stamp} END"
    return f"{field}::VARCHAR" if column.type == "json" else field


def filter_kinds():
    return sorted({kind for kinds in FILTER_RULES.values() for kind in kinds})


def filter_value(name):
    """A derived column of exchange_info, out of the filter that `with_filters` found."""
    found = [f"{quoted(kind)}.{quoted(name)}" for kind in FILTER_RULES[name]]
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def with_filters(source):
    """The source with one more column a kind of filter, which holds the first filter of that kind."""
    fields = ", ".join(f'"{name}": "VARCHAR"' for name in ["filterType", *FILTER_RULES])
    found = ", ".join(
        f'list_filter(rules, lambda f: f."filterType" = {text(kind)})[1] AS {quoted(kind)}'
        for kind in filter_kinds())
    return (
        f"(SELECT * EXCLUDE (rules), {found} FROM "
        f"(SELECT *, from_json(filters, '[{{{fields}}}]') AS rules FROM {source}))")


def total():
    """free + locked, exact, the longer scale kept."""
    sum_ = "(free::DECIMAL(38, 18) + locked::DECIMAL(38, 18))::VARCHAR"
    scale = "greatest(length(split_part(free, '.', 2)), length(split_part(locked, '.', 2)))"
    return f"left({sum_}, length({sum_}) - 18 + {scale} - (CASE WHEN {scale} = 0 THEN 1 ELSE 0 END))"


def derived(table, column):
    return filter_value(column.name) if table.name == "exchange_info" else total()


def select(corpus, table, source):
    """The rows of the stored table out of the rows of the read."""
    expressions = [
        f"{derived(table, c) if c.source == 'derived' else value(c)} AS {quoted(c.name)}"
        for c in table.columns]
    folder = len(os.path.join(corpus, "bodies", table.name, ""))
    expressions.append(f"split_part(substr(filename, {folder + 1}), '__', 1) AS run_id")
    where = ""
    if table.name == "exchange_info":
        source = with_filters(source)
    if table.name == "account_balance":
        where = " WHERE free::DECIMAL(38, 18) > 0 OR locked::DECIMAL(38, 18) > 0"
    return f"SELECT {', '.join(expressions)} FROM {source}{where}"


def create(table):
    columns = [f"{quoted(c.name)} {STORED_TYPES.get(c.type, 'VARCHAR')}" for c in table.columns]
    key = ", ".join(map(quoted, table.key))
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)}, run_id VARCHAR, PRIMARY KEY ({key}))"


def load(database, options):
    for table in TABLES:
        name, read_all = quoted(table.name), read(options.corpus, table, options.plain)
        source = f"({read_all})"
        if options.way == "staged":
            database.execute(f"CREATE TEMP TABLE staged AS {read_all}")
            source = "staged"
        rows = select(options.corpus, table, source)
        if options.keys == "declared":
            database.execute(create(table))
            database.execute(f"INSERT INTO {name} {rows}")
        else:
            database.execute(f"CREATE TABLE {name} AS {rows}")
            key = ", ".join(map(quoted, table.key))
            database.execute(f"ALTER TABLE {name} ADD PRIMARY KEY ({key})")
        if options.way == "staged":
            database.execute("DROP TABLE staged")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("database")
    arguments.add_argument("--way", choices=["direct", "staged"], default="direct")
    arguments.add_argument("--keys", choices=["declared", "after"], default="after")
    arguments.add_argument("--plain", action="store_true")
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    for path in (options.database, options.database + ".wal"):
        if os.path.exists(path):
            os.remove(path)
    start = time.perf_counter()
    database = duckdb.connect(
        options.database, config={"threads": options.threads, "preserve_insertion_order": False})
    load(database, options)
    database.close()
    json.dump({"seconds": time.perf_counter() - start}, sys.stdout)


if __name__ == "__main__":
    main()
