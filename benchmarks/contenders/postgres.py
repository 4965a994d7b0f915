"""(a) EpochDB's functions, and (d) the same detections and indexes in plain SQL."""

from collections.abc import Mapping
from typing import Any

import psycopg

from benchmarks.questions import Row
from benchmarks.statements import statement


class Postgres:
    """Asks a PostgreSQL in the words of one folder of statements."""

    def __init__(self, connection: psycopg.Connection[Any], folder: str) -> None:
        self.connection = connection
        self.folder = folder

    def ask(self, file: str, parameters: Mapping[str, object]) -> list[Row]:
        """Give all rows of an answer; in binary, so that a real comes as what it is."""
        with self.connection.cursor(binary=True) as cursor:
            return cursor.execute(statement(self.folder, file).encode(), parameters).fetchall()
