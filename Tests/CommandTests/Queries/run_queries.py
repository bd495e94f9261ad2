"""Runs every query of docs/queries.md with sqlite3, pandas and DuckDB, and compares the results.

    run_queries.py docs/queries.md tables.sqlite

Prints the number of rows of each query. DuckDB is given the tables and views as pandas reads them, since its own
reader of SQLite files is an extension that has to be downloaded.
"""

import math
import pathlib
import re
import sqlite3
import sys

import duckdb
import pandas


def plain(value):
    """One value as all three would have it."""
    if value is None or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{float(value):.9g}"
    return str(value)


def rows(found):
    return [tuple(plain(value) for value in row) for row in found]


def main():
    page, file = sys.argv[1:]
    queries = re.findall(r"```sql\n(.*?)```", pathlib.Path(page).read_text(encoding="utf-8"), re.S)
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    names = [name for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    duck = duckdb.connect()
    for name in names:
        duck.register(f"frame {name}", pandas.read_sql(f'SELECT * FROM "{name}"', connection).convert_dtypes())
        duck.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "frame {name}"')
    for query in queries:
        by_sqlite = rows(connection.execute(query).fetchall())
        by_pandas = rows(pandas.read_sql(query, connection).itertuples(index=False, name=None))
        by_duckdb = rows(duck.execute(query).fetchall())
        for other in by_pandas, by_duckdb:
            if other != by_sqlite:
                sys.exit(f"{query}\nsqlite3: {by_sqlite[:3]}\nother:   {other[:3]}")
        print(len(by_sqlite))


main()
