"""Parquet, by pyarrow, a batch of rows at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from loader.faults import InvalidColumn, UnreadableFile
from loader.fits_table import Values
from loader.formats.keywords import Value, keyword_value
from loader.formats.table import CHUNK_ROWS, Chunk, SourceTable


def parquet_tables(path: Path) -> list[SourceTable]:
    """
    Give the table of a Parquet file.

    Raises
    ------
    UnreadableFile
        It is none, or pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        remedy = "Install it: pip install 'epochdb[parquet]'."
        raise UnreadableFile(path, "", "Parquet, but no pyarrow", "pyarrow to read it", remedy) from error
    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, "", str(error), "a Parquet file", "Deliver the file again.") from error

    def chunks(names: Sequence[str]) -> Iterator[Chunk]:
        # By groups of rows: a reader of several keeps what it has read of all of them
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(CHUNK_ROWS, row_groups=[group], columns=list(names)):
                yield {name: _values(path, name, batch.column(name)) for name in names}

    units = {
        field.name: field.metadata[b"unit"].decode()
        for field in schema
        if field.metadata and b"unit" in field.metadata
    }
    return [SourceTable("", 1, tuple(schema.names), units, _keywords(schema.metadata or {}), chunks)]


def _keywords(metadata: dict[bytes, bytes]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in metadata.items():
        value = keyword_value(text.decode("utf-8", "replace")) if len(text) < 200 else None
        if value is not None:
            found[name.decode("utf-8", "replace").upper()] = value
    return found


def _values(path: Path, name: str, array: Any) -> Values:
    import pyarrow as pa

    missing = np.asarray(array.is_null()) if array.null_count else None
    kind = array.type
    if pa.types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return Values(np.array(array.to_pylist(), dtype=object), missing)
    if pa.types.is_boolean(kind):
        array, kind = array.cast(pa.int8()), pa.int8()
    if pa.types.is_decimal(kind) or pa.types.is_null(kind):
        array, kind = array.cast(pa.float64()), pa.float64()
    if pa.types.is_timestamp(kind):
        texts = [None if moment is None else moment.isoformat() for moment in array.to_pylist()]
        return Values(np.array(texts, dtype=object), missing)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise InvalidColumn(path, f"column {name}", str(kind), "one number or text a row", "Leave it out.")
    if missing is not None:
        array = array.fill_null(0)
    return Values(array.to_numpy(zero_copy_only=False), missing)
