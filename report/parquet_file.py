"""Parquet, by pyarrow: an extra, since nothing else needs that package."""

from pathlib import Path
from typing import Any

from report.column import Column
from report.faults import PyarrowMissing
from report.frame import keywords
from report.result import Result

_TYPES = {
    "?": "bool_",
    "h": "int16",
    "i": "int32",
    "l": "int64",
    "q": "int64",
    "f": "float32",
    "d": "float64",
    "O": "string",
}


def write_parquet(path: Path, result: Result) -> int:
    """Write a result as Parquet; give the number of rows.

    Missing values are nulls; times are timestamps in UTC. Unit, UCD and description of a column are
    metadata of its field.

    Raises
    ------
    PyarrowMissing
        The package pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise PyarrowMissing(
            "Parquet needs the package pyarrow, which is not installed: pip install 'epochdb[parquet]'"
        ) from error
    schema = pyarrow.schema([_field(pyarrow, column) for column in result.columns])
    about = {**keywords(column.system for column in result.columns), **result.about}
    schema = schema.with_metadata({name: str(value) for name, value in about.items()})
    n_row = 0
    with parquet.ParquetWriter(path, schema) as writer:
        for chunk in result.chunks:
            arrays = [
                pyarrow.array(values, type=field.type, mask=missing)
                for field, values, missing in zip(schema, chunk.values, chunk.missing, strict=True)
            ]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            n_row += len(chunk)
    return n_row


def _field(pyarrow: Any, column: Column) -> Any:
    known = {"unit": column.unit, "description": column.description, **column.meaning}
    metadata = {key: str(value) for key, value in known.items() if value is not None}
    return pyarrow.field(column.name, _type(pyarrow, column), metadata=metadata)


def _type(pyarrow: Any, column: Column) -> Any:
    if column.dtype == "M8[D]":
        return pyarrow.date32()
    if column.is_time:
        return pyarrow.timestamp("us", tz="UTC")
    return getattr(pyarrow, _TYPES[column.dtype.char])()
