"""Whether what is loaded of an image is what its file says: what --replace asks of a catalogue it knows."""

from collections.abc import Sequence

import psycopg
from psycopg import sql

from db.binary import HEADER, TRAILER


def agrees(connection: psycopg.Connection, image_id: int, columns: Sequence[str], rows: memoryview) -> bool:
    """
    Tell whether the detections of an image are to the bit those of its file.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection.
    image_id : int
        The image.
    columns : sequence of str
        The columns of survey.detection that its file gives.
    rows : memoryview
        What its file holds, as `loader.binary.encode_rows` gave it: rows without missing values first, each
        kind in order of source_id.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    template = sql.SQL("COPY (SELECT {columns} FROM {rows} ORDER BY {order}) TO STDOUT (FORMAT binary)")
    of_image = sql.SQL("survey.detection AS d WHERE d.image_id = {}").format(image_id)
    order = sql.SQL("num_nulls({}) > 0, d.source_id").format(names)
    statement = template.format(columns=names, rows=of_image, order=order)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        stored = b"".join(copy)
    return (
        len(stored) == len(HEADER) + len(rows) + len(TRAILER) and stored[len(HEADER) : -len(TRAILER)] == rows
    )


def doubtful(connection: psycopg.Connection, image_ids: Sequence[int]) -> frozenset[int]:
    """Give those of some images, asked together, of which something kept is not what the detections say."""
    query = "SELECT c.image_id FROM upkeep.doubtful_catalogues(%s::integer[]) AS c"
    return frozenset(row[0] for row in connection.execute(query, [list(image_ids)]))
