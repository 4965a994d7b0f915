"""Send encoded rows to a table."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg import sql

from db.binary import HEADER, TRAILER

# libpq is given this much at a time: large enough to cost nothing, small enough to be interrupted
CHUNK_BYTES = 1 << 20


def copy_rows(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: memoryview) -> None:
    """Append rows to a table by binary COPY: what `db.binary.encode_rows` gave; else as `copy_pieces`."""
    pieces = (rows[start : start + CHUNK_BYTES] for start in range(0, len(rows), CHUNK_BYTES))
    copy_pieces(connection, table, columns, pieces)


def copy_pieces(
    connection: psycopg.Connection, table: str, columns: Sequence[str], pieces: Iterable[memoryview]
) -> None:
    """
    Append rows to a table by binary COPY.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection; the rows belong to its transaction.
    table : str
        A table of schema survey.
    columns : sequence of str
        Its columns, in the order in which the rows are encoded.
    pieces : iterable of memoryview
        Encoded rows, some at a time.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier("survey", table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(HEADER)
        for piece in _made_ahead(pieces):
            copy.write(piece)
        copy.write(TRAILER)


def _made_ahead(pieces: Iterable[memoryview]) -> Iterator[memoryview]:
    """Give pieces, of which the next is made while the server takes one."""
    given = iter(pieces)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, given, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, given, None)
            yield piece
