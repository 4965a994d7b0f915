"""Tables of Arrow: sources as rows, in the order of the sky, their light curves nested in one column."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow
from numpy.typing import NDArray

from report.column import Column
from report.frame import keywords
from report.hats.reading import Images
from report.hats.tiles import FINEST_ORDER, healpix
from report.parquet_file import arrow_field
from report.result import Chunk

HEALPIX = Column(
    f"_healpix_{FINEST_ORDER}",
    np.dtype("i8"),
    "",
    "pos.healpix",
    f"HEALPix pixel in nested order, of order {FINEST_ORDER}.",
)
LIGHT_CURVE = "light_curve"


def schema_of(columns: Sequence[Column], light_curve: Sequence[Column]) -> pyarrow.Schema:
    """Give the schema: the finest pixel, the columns of a source, its light curve as a struct of lists.

    What dates and positions are stands in its metadata by FITS's keywords, as in any Parquet file.
    """
    fields = [arrow_field(pyarrow, column) for column in (HEALPIX, *columns)]
    if light_curve:
        nested = pyarrow.struct([_list_field(column) for column in light_curve])
        description = {"description": "Detections of the source in all bands, in order of time."}
        fields.append(pyarrow.field(LIGHT_CURVE, nested, metadata=description))
    said = keywords(column.system for column in (*columns, *light_curve))
    return pyarrow.schema(fields, metadata={name: str(value) for name, value in said.items()})


def source_table(chunk: Chunk, columns: Sequence[Column]) -> pyarrow.Table:
    """Give sources with their finest pixel."""
    fields = [arrow_field(pyarrow, column) for column in columns]
    arrays = [
        pyarrow.array(values, type=field.type, mask=missing)
        for field, values, missing in zip(fields, chunk.values, chunk.missing, strict=True)
    ]
    names = [column.name for column in columns]
    pixels = healpix(chunk.values[names.index("ra")], chunk.values[names.index("dec")])
    schema = pyarrow.schema([arrow_field(pyarrow, HEALPIX), *fields])
    return pyarrow.Table.from_arrays([pyarrow.array(pixels), *arrays], schema=schema)


def ordered(tables: Iterable[pyarrow.Table], schema: pyarrow.Schema) -> pyarrow.Table:
    """Give the sources of some tables in the order of the sky, then of their numbers."""
    own = pyarrow.schema([field for field in schema if field.name != LIGHT_CURVE])
    table = pyarrow.concat_tables([own.empty_table(), *tables]).combine_chunks()
    return table.sort_by([(HEALPIX.name, "ascending"), ("source_id", "ascending")])


def with_light_curves(
    sources: pyarrow.Table, detections: NDArray[Any], images: Images, schema: pyarrow.Schema
) -> pyarrow.Table:
    """Put beside each source its detections, in order of time, then of the image."""
    place = _places(sources["source_id"].to_numpy(), detections["source_id"])
    image = np.searchsorted(images.image_id, detections["image_id"])
    order = np.lexsort((detections["image_id"], images.mjd[image], place))
    order = order[place[order] >= 0]
    image, rows = image[order], detections[order]
    counts = np.bincount(place[order], minlength=len(sources))
    offsets = pyarrow.array(np.concatenate([[0], np.cumsum(counts)]), pyarrow.int32())
    fields = list(schema.field(LIGHT_CURVE).type)
    lists = []
    for field in fields:
        if field.name in ("mjd", "band"):
            values = pyarrow.array(getattr(images, field.name), field.type.value_type).take(image)
        else:
            values = _array(rows[field.name], field.type.value_type)
        lists.append(pyarrow.ListArray.from_arrays(offsets, values, type=field.type))
    nested = pyarrow.StructArray.from_arrays(lists, fields=fields)
    return sources.append_column(schema.field(LIGHT_CURVE), nested)


def _places(source_ids: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.int64]:
    """Give the row of each wanted source, -1 where there is none."""
    order = np.argsort(source_ids)
    if not len(order):
        return np.full(len(wanted), -1)
    place = order[np.minimum(np.searchsorted(source_ids, wanted, sorter=order), len(order) - 1)]
    return np.where(source_ids[place] == wanted, place, -1)


def _array(values: NDArray[Any], kind: pyarrow.DataType) -> pyarrow.Array:
    native = values.astype(values.dtype.newbyteorder("="))
    missing = np.isnan(native) if native.dtype.kind == "f" else None
    return pyarrow.array(native, kind, mask=missing)


def _list_field(column: Column) -> pyarrow.Field:
    field = arrow_field(pyarrow, column)
    return pyarrow.field(column.name, pyarrow.list_(field.type), metadata=field.metadata)
