"""Encode columns as PostgreSQL's binary COPY format, and arrays as its real[], without a loop over rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format

# Signature, flags and the length of a header extension; https://www.postgresql.org/docs/current/sql-copy.html
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"


def encode_rows(columns: Sequence[NDArray[np.generic]]) -> memoryview:
    """
    Encode columns as the rows of a binary COPY, between `HEADER` and `TRAILER`.

    Each row is the number of its fields and for each field its length and its bytes, big-endian. Rows
    without missing values all have one length, so they are one structured array. Where values are
    missing, such an array is made of those rows alone, and what they lack is cut out of its bytes.

    Parameters
    ----------
    columns : sequence of ndarray, shape (n,)
        int16, int32, int64, float32 or float64, for smallint, integer, bigint, real and double precision.
        NaN in a float becomes NULL.

    Returns
    -------
    memoryview
        The encoded rows; those with missing values come last.
    """
    missing = np.zeros((len(columns[0]), len(columns)), dtype=bool)
    for number, column in enumerate(columns):
        if column.dtype.kind == "f":
            # Not out=missing[:, number]: numpy 2.4 writes wrong results into strided bool arrays
            missing[:, number] = np.isnan(column)
    lacking = missing.any(axis=1)
    if not lacking.any():
        return _encode_complete(columns).data.cast("B")
    complete = _encode_complete([column[~lacking] for column in columns])
    partial = _encode_partial([column[lacking] for column in columns], missing[lacking])
    return memoryview(complete.tobytes() + partial)


def _encode_complete(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.void]:
    fields: list[tuple[str, str]] = [("n_field", ">i2")]
    for number, column in enumerate(columns):
        kind = f">{column.dtype.kind}{column.dtype.itemsize}"
        fields += [(f"length_{number}", ">i4"), (f"value_{number}", kind)]
    rows = np.empty(len(columns[0]), dtype=np.dtype(fields))
    rows["n_field"] = len(columns)
    for number, column in enumerate(columns):
        rows[f"length_{number}"] = column.dtype.itemsize
        rows[f"value_{number}"] = column
    return rows


def _encode_partial(columns: Sequence[NDArray[np.generic]], missing: NDArray[np.bool_]) -> bytes:
    rows = _encode_complete(columns)
    for number in range(len(columns)):
        # A length of -1 says NULL; no bytes follow it
        rows[f"length_{number}"][missing[:, number]] = -1
    keep = np.ones((len(rows), rows.dtype.itemsize), dtype=bool)
    for number, column in enumerate(columns):
        start = rows.dtype.fields[f"value_{number}"][1]  # type: ignore[index]
        keep[:, start : start + column.dtype.itemsize] = ~missing[:, [number]]
    return rows.view(np.uint8).reshape(keep.shape)[keep].tobytes()


class RealArrayDumper(Dumper):
    """Sends an ndarray of shape (n,), float32 without NaN, as real[]; psycopg would take it for a list."""

    format = Format.BINARY
    oid = types["float4"].array_oid

    def dump(self, obj: NDArray[np.float32]) -> bytes:
        """Give dimensions, whether any is NULL, type; length and lower bound; then each length and value."""
        header = np.array([1, 0, types["float4"].oid, len(obj), 1], dtype=">i4")
        values = np.empty(len(obj), dtype=[("length", ">i4"), ("value", ">f4")])
        values["length"] = values["value"].dtype.itemsize
        values["value"] = obj
        return header.tobytes() + values.tobytes()
