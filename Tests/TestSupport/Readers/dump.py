"""Prints the rows of a Parquet file or Delta table as canonical JSON lines, through a reader that is not Ecluse's.

dump.py <pyarrow|polars|duckdb> <file.parquet> [predicate]
dump.py <delta-polars|delta-rs|delta-duckdb> <table directory> [predicate]

Each line is an array with one string or null a column: booleans as true/false, integers in decimal, doubles as the hexadecimal
of their bits (every NaN as nan), decimals with all digits of their scale, dates as days and timestamps as microseconds
since 1970, strings as they are, bytes in hexadecimal. The predicate is SQL and is given to the reader to push down.
"""

import json
import os
import struct
import sys

import pyarrow as pa


def read_pyarrow(path, predicate):
    import pyarrow.parquet as pq

    if not predicate:
        return pq.read_table(path)
    name, operator, value = predicate.split(" ", 2)
    return pq.read_table(path, filters=[(name, {"=": "=="}.get(operator, operator), eval(value))])


def read_polars(path, predicate):
    import polars as pl

    frame = pl.scan_parquet(path)
    return (frame.filter(pl.sql_expr(predicate)) if predicate else frame).collect().to_arrow()


def read_duckdb(path, predicate):
    import duckdb

    query = "select * from read_parquet('%s')" % path
    connection = duckdb.connect()
    connection.execute("set TimeZone='UTC'")
    return pa.table(connection.execute(query + (" where " + predicate if predicate else "")).to_arrow_table())


def read_delta_polars(path, predicate):
    import polars as pl

    frame = pl.scan_delta(path)
    return (frame.filter(pl.sql_expr(predicate)) if predicate else frame).collect().to_arrow()


def read_delta_rs(path, predicate):
    from deltalake import DeltaTable, QueryBuilder

    query = QueryBuilder().register("t", DeltaTable(path))
    rows = query.execute("select * from t" + (" where " + predicate if predicate else ""))
    return pa.table(rows.read_all())


def read_delta_duckdb(path, predicate):
    import duckdb
    from deltalake import DeltaTable

    data = DeltaTable(path).to_pyarrow_dataset()
    connection = duckdb.connect()
    connection.execute("set TimeZone='UTC'")
    connection.register("t", data)
    query = "select * from t" + (" where " + predicate if predicate else "")
    return pa.table(connection.execute(query).to_arrow_table())


READERS = {
    "pyarrow": read_pyarrow,
    "polars": read_polars,
    "duckdb": read_duckdb,
    "delta-polars": read_delta_polars,
    "delta-rs": read_delta_rs,
    "delta-duckdb": read_delta_duckdb,
}


def double(value):
    return "nan" if value != value else struct.pack(">d", value).hex()


def canonical(column):
    kind = column.type
    if pa.types.is_timestamp(kind):
        return [None if v is None else str(v) for v in column.cast(pa.timestamp("us", kind.tz)).cast(pa.int64()).to_pylist()]
    if pa.types.is_date(kind):
        return [None if v is None else str(v) for v in column.cast(pa.date32()).cast(pa.int32()).to_pylist()]
    values = column.to_pylist()
    if pa.types.is_boolean(kind):
        form = lambda v: "true" if v else "false"
    elif pa.types.is_floating(kind):
        form = double
    elif pa.types.is_decimal(kind):
        form = lambda v: format(v, "f")
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        form = lambda v: v.hex()
    else:
        form = str
    return [None if v is None else form(v) for v in values]


def main():
    reader, path = sys.argv[1:3]
    predicate = sys.argv[3] if len(sys.argv) > 3 else None
    table = READERS[reader](path, predicate)
    columns = [canonical(table.column(i)) for i in range(table.num_columns)]
    write = sys.stdout.write
    for row in zip(*columns):
        write(json.dumps(list(row), ensure_ascii=True, separators=(",", ":")) + "\n")


main()
# The readers' own threads may end the interpreter with an abort while it is being taken down; the rows are out by now.
sys.stdout.flush()
os._exit(0)
