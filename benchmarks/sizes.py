"""What a detection and a source take on disk, in the database and in the other forms."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.statements import statement


@dataclass(frozen=True)
class TableSize:
    """A table: its rows, bytes of heap and indexes, and how its updates fared."""

    name: str
    n_row: int
    heap: int
    indexes: int
    n_update: int
    n_update_in_place: int
    n_dead: int
    n_autovacuum: int


def tables(connection: psycopg.Connection[Any]) -> list[TableSize]:
    """Give the sizes of the large tables."""
    connection.execute("SELECT pg_stat_force_next_flush()")
    return [TableSize(*row) for row in connection.execute(statement("loading", "sizes").encode())]


def indexes(connection: psycopg.Connection[Any]) -> list[tuple[str, int]]:
    """Give the indexes of the large tables and their bytes, the largest first."""
    return connection.execute(statement("loading", "index_sizes").encode()).fetchall()


def files(path: Path, pattern: str = "*") -> int:
    """Give the bytes of the files below a directory, or of one file."""
    found = [path] if path.is_file() else path.rglob(pattern)
    return sum(file.stat().st_size for file in found if file.is_file())
