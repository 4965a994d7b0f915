"""What goes into a tile, as it comes from the server: rows of one length as arrays, sources in chunks."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from db.binary import decode_rows, row_dtype
from db.statement import statement
from report.column import Column, columns_of
from report.hats.tiles import Box
from report.result import VALUES_PER_CHUNK, Chunk, chunk_of

_POSITION = row_dtype({"ra": "f8", "dec": "f8", "n_detection": "i4"})
_DETECTION = row_dtype(
    {
        "source_id": "i8",
        "image_id": "i4",
        "mag": "f4",
        "mag_err": "f4",
        "flux": "f8",
        "flux_err": "f8",
        "class": "i2",
    }
)
_ROWS_AT_A_TIME = 200_000


@dataclass(frozen=True)
class Images:
    """The images in order of image_id, and what detections take from them."""

    image_id: NDArray[np.int64]
    mjd: NDArray[np.float64]
    band: NDArray[np.object_]


def positions(connection: psycopg.Connection[Any], *, light_curves: bool) -> Iterator[NDArray[np.void]]:
    """Give ra, dec [deg] and n_detection (0 without light curves) of all sources, in parts."""
    yield from _copied(connection, statement("hats/position"), {"light_curves": light_curves}, _POSITION)


def detections(connection: psycopg.Connection[Any], source_ids: NDArray[np.int64]) -> NDArray[np.void]:
    """Give all detections of some sources, in any order; what is missing is NaN."""
    parameters = {"source_ids": source_ids.tolist()}
    parts = list(_copied(connection, statement("hats/light_curve"), parameters, _DETECTION))
    return np.concatenate(parts) if parts else np.empty(0, _DETECTION)


def images(connection: psycopg.Connection[Any]) -> Images:
    rows = connection.execute(statement("hats/image")).fetchall()
    image_id, mjd, band = zip(*rows, strict=True) if rows else ((), (), ())
    return Images(np.array(image_id, np.int64), np.array(mjd, float), np.array(band, object))


def light_curve_columns(connection: psycopg.Connection[Any]) -> list[Column]:
    """Describe the columns of a light curve by their comments."""
    query = statement("hats/light_curve_column")
    result = connection.execute(query).pgresult
    assert result is not None
    return columns_of(connection, query.decode(), result)


def source_columns(connection: psycopg.Connection[Any]) -> list[Column]:
    """Describe the columns of a source by their comments."""
    query = statement("hats/source")
    result = connection.execute(query, asdict(Box(0, 0, -90, -90)), binary=True).pgresult
    assert result is not None
    return columns_of(connection, query.decode(), result)


def sources(connection: psycopg.Connection[Any], box: Box, columns: list[Column]) -> Iterator[Chunk]:
    """Give the sources in a box, in chunks."""
    with connection.cursor(name="hats", binary=True) as cursor:
        cursor.execute(statement("hats/source").rstrip().rstrip(b";"), asdict(box))
        while rows := cursor.fetchmany(VALUES_PER_CHUNK // len(columns)):
            yield chunk_of(rows, columns)


def _copied(
    connection: psycopg.Connection[Any],
    query: bytes,
    parameters: Mapping[str, object],
    dtype: np.dtype[np.void],
) -> Iterator[NDArray[np.void]]:
    """Give rows of one length, as binary COPY sends them, in parts."""
    part: list[memoryview | bytes | bytearray] = []
    selected = sql.SQL(query.decode().rstrip().removesuffix(";"))
    copied = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(selected)
    with connection.cursor() as cursor, cursor.copy(copied, parameters) as copy:
        for piece in copy:
            part.append(piece)
            if len(part) == _ROWS_AT_A_TIME:
                yield _rows(part, dtype)
    yield _rows(part, dtype)


def _rows(part: list[memoryview | bytes | bytearray], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    data = b"".join(part)
    part.clear()
    return decode_rows(data, dtype)
