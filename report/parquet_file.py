"""Parquet, by pyarrow: an extra, since nothing else needs that package."""

from pathlib import Path
from typing import Any

import numpy as np
from astropy.table import MaskedColumn, Table
from astropy.units import Unit
from numpy.typing import NDArray

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


def require_pyarrow() -> None:
    """
    Refuse Parquet where the package that knows it is missing.

    Raises
    ------
    PyarrowMissing
    """
    try:
        import pyarrow  # noqa: F401
    except ModuleNotFoundError as error:
        raise PyarrowMissing(
            "Parquet needs the package pyarrow, which is not installed: pip install 'epochdb[parquet]'"
        ) from error


def write_parquet(path: Path, result: Result) -> int:
    """Write a result as Parquet; give the number of rows.

    Missing values are nulls; times are timestamps in UTC. Unit, UCD and description of a column are
    metadata of its field.

    Raises
    ------
    PyarrowMissing
        The package pyarrow is not installed.
    """
    require_pyarrow()
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([arrow_field(pyarrow, column) for column in result.columns])
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


def read_parquet(path: Path) -> Table:
    """
    Read a table of Parquet, whoever wrote it; unit, UCD and description where its fields have them.

    Astropy reads Parquet by way of pandas, which nothing here needs.

    Raises
    ------
    PyarrowMissing
        The package pyarrow is not installed.
    OSError, ValueError
        The file is not one of Parquet.
    """
    require_pyarrow()
    from pyarrow import parquet

    read = parquet.read_table(path)
    table = Table()
    for field, values in zip(read.schema, read.columns, strict=True):
        known = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        table[field.name] = MaskedColumn(
            _numpy(values),
            mask=values.is_null().to_numpy(),
            unit=Unit(known["unit"], parse_strict="silent") if known.get("unit") else None,
            description=known.get("description"),
            meta={"ucd": known.get("ucd", "")},
        )
    return table


def _numpy(values: Any) -> NDArray[Any]:
    """Give the values of a column; what is missing is nought, or empty."""
    import pyarrow

    if pyarrow.types.is_decimal(values.type):
        values = values.cast("float64")
    if pyarrow.types.is_boolean(values.type) or pyarrow.types.is_primitive(values.type):
        zero = pyarrow.scalar(0).cast(values.type)
        return np.asarray(values.fill_null(zero).to_numpy())
    return np.array(["" if value is None else value for value in values.to_pylist()], dtype=object)


def arrow_field(pyarrow: Any, column: Column) -> Any:
    """Give a column as a field of Arrow, with what is known of it as metadata."""
    known = {"unit": column.unit, "description": column.description, **column.meaning}
    metadata = {key: str(value) for key, value in known.items() if value is not None}
    return pyarrow.field(column.name, _type(pyarrow, column), metadata=metadata)


def _type(pyarrow: Any, column: Column) -> Any:
    if column.dtype == "M8[D]":
        return pyarrow.date32()
    if column.is_time:
        return pyarrow.timestamp("us", tz="UTC")
    return getattr(pyarrow, _TYPES[column.dtype.char])()
