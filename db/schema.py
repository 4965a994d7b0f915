"""Bring a database to the newest tables, views and functions, and back."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config

from db import address
from db.faults import Fault
from db.server import embedded
from db.statement import SQL

_INCLUDE = re.compile(r"^\\ir (\S+)$", re.MULTILINE)


class DependentObjects(Fault):
    """Somebody's own views or functions use schema science, which is about to be replaced."""


def upgrade(connection: psycopg.Connection, revision: str = "head") -> bool:
    """
    Bring the tables to a revision and schema science to this version, in one transaction.

    A second call changes nothing; calls at the same time wait for one another.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection, not in autocommit mode, of a user who may create roles and schemas.
    revision : str
        The revision to end at; ``head`` is the newest.

    Returns
    -------
    bool
        Whether schema science was built anew.

    Raises
    ------
    DependentObjects
        If schema science would be rebuilt but objects outside it hang on it; nothing is changed.
    db.frozen.EditedTableFile
        If a released table file was edited; nothing is changed.
    """
    with _transaction(connection) as config:
        command.upgrade(config, revision)
        return _rebuild_science(connection)


def install(dbname: str | None = None) -> bool:
    """
    Bring a database to head, as `upgrade` does, and give the embedded server's roles their passwords.

    Parameters
    ----------
    dbname : str, optional
        As in `db.address.connect`.
    """
    with address.connect(dbname=dbname) as connection:
        rebuilt = upgrade(connection)
    if not address.named_by():
        embedded.set_passwords()
    return rebuilt


def downgrade(connection: psycopg.Connection, revision: str) -> None:
    """
    Take tables away down to a revision (``base``: all of them), and schema science with them.

    The data in those tables are lost. Errors as for `upgrade`.
    """
    with _transaction(connection) as config:
        _drop_science(connection)
        command.downgrade(config, revision)


def science_manifest() -> list[Path]:
    """Give the files of schema science in the order in which ``sql/replaceable.sql`` installs them."""
    listed = _INCLUDE.findall((SQL / "replaceable.sql").read_text())
    return [SQL / name for name in listed]


def science_statements() -> str:
    """Give ``sql/replaceable.sql`` with every included file's text in its place."""
    text = (SQL / "replaceable.sql").read_text()
    return _INCLUDE.sub(lambda include: (SQL / include[1]).read_text(), text)


@contextmanager
def _transaction(connection: psycopg.Connection) -> Iterator[Config]:
    """Open Alembic's way to the connection, in a transaction that holds the installation lock."""
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: connection, poolclass=sqlalchemy.StaticPool
    )
    with engine.begin() as bound:
        connection.execute((SQL / "foundation.sql").read_text())
        config = Config(str(SQL.parent / "alembic.ini"))
        config.attributes["connection"] = bound
        yield config


def _rebuild_science(connection: psycopg.Connection) -> bool:
    text = science_statements()
    # With the revision in it, new tables alone have the grants, which are given on all tables, given anew.
    revision = connection.execute("SELECT version_num FROM survey.schema_version").fetchall()
    sha256 = hashlib.sha256(f"{text}{revision}".encode()).hexdigest()
    query = "SELECT 1 FROM survey.science_version WHERE manifest_sha256 = %s"
    if connection.execute(query, [sha256]).fetchone():
        return False
    _drop_science(connection)
    connection.execute(text)
    connection.execute("INSERT INTO survey.science_version (manifest_sha256) VALUES (%s)", [sha256])
    return True


def _drop_science(connection: psycopg.Connection) -> None:
    dependents = [row[0] for row in connection.execute((SQL / "dependents.sql").read_text())]
    if dependents:
        message = (
            "schema science cannot be replaced: these objects outside it use it: "
            + ", ".join(dependents)
            + ". Drop them, upgrade, and create them again (pg_dump -t saves a definition)."
        )
        raise DependentObjects(message)
    connection.execute("DROP SCHEMA IF EXISTS science, upkeep, tap_schema CASCADE")
    connection.execute("DELETE FROM survey.science_version")
