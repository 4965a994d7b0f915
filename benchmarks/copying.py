"""The loader's COPY beside server-side COPY of the same encoded rows into an identical table."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from benchmarks.clock import Spent, Stopwatch
from benchmarks.statements import statement
from db.binary import HEADER, TRAILER, encode_rows
from db.copy import copy_rows
from loader.catalogue import Detections, read_detections
from loader.contents import read_contents
from loader.delivery import Catalogue

CLIENT, SERVER = "copied_by_client", "copied_by_server"
N_ROW = 1_000_000


@dataclass(frozen=True)
class Encoded:
    """A catalogue as COPY takes it: columns of survey.detection, rows, their number."""

    columns: tuple[str, ...]
    rows: memoryview
    n_row: int


@dataclass(frozen=True)
class Copying:
    """What it took to copy `n_row` rows either way."""

    n_row: int
    client: Spent
    server: Spent


def compare(
    connection: psycopg.Connection[Any], catalogues: tuple[Catalogue, ...], n_row: int = N_ROW
) -> Copying:
    """
    Copy catalogues, one after the other, into two tables like survey.detection.

    The two ways take turns at going first, so that what else the machine does weighs on both alike. The
    server reads a file it finds in its cache; the loader sends the same bytes from memory.

    Raises
    ------
    psycopg.Error
        If the server may not read this machine's files.
    """
    watch = Stopwatch(connection.info.backend_pid)
    copied = 0
    for name in (CLIENT, SERVER):
        _identical_table(connection, name)
    try:
        with TemporaryDirectory() as directory:
            # The server runs as another user
            Path(directory).chmod(0o755)
            path = Path(directory) / "rows.bin"
            for number, encoded in enumerate(_encoded(catalogues, n_row)):
                path.write_bytes(HEADER + encoded.rows + TRAILER)
                ways = [(CLIENT, _from_memory), (SERVER, _from_file)]
                for name, copy in ways if number % 2 else reversed(ways):
                    with watch.phase(name), connection.transaction():
                        copy(connection, name, encoded, path)
                copied += encoded.n_row
    finally:
        for name in (CLIENT, SERVER):
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier("survey", name)))
    return Copying(copied, watch.phases[CLIENT], watch.phases[SERVER])


def encode(detections: Detections, image_id: int) -> Encoded:
    """Encode the detections of an image."""
    columns = {**detections.columns, "image_id": np.full(len(detections), image_id, dtype="i4")}
    return Encoded(tuple(columns), encode_rows(tuple(columns.values())), len(detections))


def _identical_table(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(statement("loading", "identical_table").format(name=name).encode())


def _encoded(catalogues: tuple[Catalogue, ...], n_row: int) -> Iterator[Encoded]:
    """Encode catalogues until there are enough rows; a second round goes in as images of its own."""
    copied = image_id = 0
    while copied < n_row:
        for catalogue in catalogues:
            image_id += 1
            detections = read_detections(catalogue.path, read_contents(catalogue.path), "")
            encoded = encode(detections, image_id)
            copied += encoded.n_row
            yield encoded
            if copied >= n_row:
                return


def _from_memory(connection: psycopg.Connection[Any], name: str, encoded: Encoded, _: Path) -> None:
    copy_rows(connection, name, encoded.columns, encoded.rows)


def _from_file(connection: psycopg.Connection[Any], name: str, encoded: Encoded, path: Path) -> None:
    query = statement("loading", "copy_file")
    connection.execute(query.format(name=name, columns=", ".join(encoded.columns), path=path).encode())
