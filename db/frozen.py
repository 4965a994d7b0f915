"""Run the numbered table files, which are never edited once they are released."""

import hashlib
from typing import Any

import psycopg
from alembic import op

from db.faults import Fault
from db.statement import SQL


class EditedTableFile(Fault):
    """A released table file is not what its revision was written for."""


def read_frozen(name: str, sha256: str) -> str:
    """
    Give the text of a table file after holding it against its hash.

    Parameters
    ----------
    name : str
        Name of a file in ``sql/tables``.
    sha256 : str
        The hash, hexadecimal, that its revision was released with.

    Raises
    ------
    EditedTableFile
        If the file's contents have another hash.
    """
    contents = (SQL / "tables" / name).read_bytes()
    found = hashlib.sha256(contents).hexdigest()
    if found != sha256:
        message = (
            f"sql/tables/{name} was edited: its SHA-256 is {found}, expected {sha256}. "
            "A released table file is never changed: restore it (git checkout) and put the change into a "
            "new numbered file with a new revision."
        )
        raise EditedTableFile(message)
    return contents.decode()


def run_frozen(name: str, sha256: str) -> None:
    """Run a table file, held against its hash, on the connection of the revision at work."""
    text = read_frozen(name, sha256)
    # The driver's own connection: SQLAlchemy's misread the % and : that SQL is full of.
    driver: psycopg.Connection[Any] = op.get_bind().connection.driver_connection  # type: ignore[assignment]
    driver.execute(text)
