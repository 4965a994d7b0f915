"""PostgreSQL's binary COPY from columns and to them, arrays as its real[], without a loop over rows."""

from collections.abc import Mapping, Sequence

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


def row_dtype(fields: Mapping[str, str]) -> np.dtype[np.void]:
    """
    Give what a row of binary COPY is as a structured type, if it has no NULL.

    Parameters
    ----------
    fields : mapping of str to str
        The columns' names, in order, and their numpy types, as in ``{"source_id": "i8", "flux": "f4"}``.
    """
    parts: list[tuple[str, str]] = [("n_field", ">i2")]
    for name, kind in fields.items():
        parts += [(f"length of {name}", ">i4"), (name, f">{kind}")]
    return np.dtype(parts)


def decode_rows(data: bytes, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """
    Read rows of binary COPY that have one length, with or without what stands before and after all.

    Parameters
    ----------
    data : bytes
        Whole rows as the server sent them.
    dtype : numpy.dtype
        Of `row_dtype`.

    Returns
    -------
    ndarray, shape (n,)
        Numbers big-endian, as they came.

    Raises
    ------
    ValueError
        A row has a NULL, or other columns than these.
    """
    data = data.removeprefix(HEADER)
    # Not by the trailer's bytes, which may also be a number's last
    rows = np.frombuffer(data[: len(data) - len(data) % dtype.itemsize], dtype)
    names = dtype.names or ()
    expected = {"n_field": len(names) // 2}
    expected |= {length: dtype[name].itemsize for length, name in zip(names[1::2], names[2::2], strict=True)}
    for name, value in expected.items():
        if not (rows[name] == value).all():
            raise ValueError(f"rows of binary COPY do not have {name} = {value}: a NULL, or other columns?")
    return rows


def _encode_complete(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.void]:
    kinds = {str(number): f"{c.dtype.kind}{c.dtype.itemsize}" for number, c in enumerate(columns)}
    rows = np.empty(len(columns[0]), row_dtype(kinds))
    rows["n_field"] = len(columns)
    for number, column in enumerate(columns):
        rows[f"length of {number}"] = column.dtype.itemsize
        rows[str(number)] = column
    return rows


def _encode_partial(columns: Sequence[NDArray[np.generic]], missing: NDArray[np.bool_]) -> bytes:
    rows = _encode_complete(columns)
    for number in range(len(columns)):
        # A length of -1 says NULL; no bytes follow it
        rows[f"length of {number}"][missing[:, number]] = -1
    keep = np.ones((len(rows), rows.dtype.itemsize), dtype=bool)
    for number, column in enumerate(columns):
        start = rows.dtype.fields[str(number)][1]  # type: ignore[index]
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
