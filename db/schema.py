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
from db.database import chosen
from db.faults import Fault
from db.server import embedded
from db.statement import SQL

# What a cluster needs in another form, in order: sql/citus
CLUSTER = (
    "merge_source_variability", "source_from_detections", "merge_sources", "sources_near", "release",
    "workers",
)  # fmt: skip
TAP_SCHEMA = "science/about/tap_schema.sql"
_INCLUDE = re.compile(r"^\\ir (\S+)$", re.MULTILINE)


class DependentObjects(Fault):
    """Somebody's own views or functions use schema science, which is about to be replaced."""


class SchemaInUse(Fault):
    """Sessions that read the views hold an upgrade up."""


def upgrade(
    connection: psycopg.Connection,
    revision: str = "head",
    *,
    alone: bool = False,
    tap_schema: bool | None = None,
) -> bool:
    """
    Bring the tables to a revision and schema science to this version, in one transaction.

    A second call changes nothing; calls at the same time wait for one another.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection, not in autocommit mode, of a user who may create roles and schemas.
    revision : str
        The revision to end at; ``head`` is the newest.
    alone : bool
        Whether the database is EpochDB's alone, so that what PUBLIC may do in it is taken.
    tap_schema : bool, optional
        Whether schema tap_schema is EpochDB's; without it, what is installed decides, and it is at first.

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
    SchemaInUse
        If others hold it up; nothing is changed.
    """
    if tap_schema is None:
        tap_schema = connection.execute((SQL / "left_out.sql").read_text()).fetchone() is None
    with _transaction(connection, alone=alone, tap_schema=tap_schema) as config:
        command.upgrade(config, revision)
        return _rebuild_science(connection, tap_schema=tap_schema)


def install(dbname: str | None = None, *, alone: bool = False, tap_schema: bool | None = None) -> bool:
    """
    Bring a database to head, as `upgrade` does, and give the embedded server's roles their passwords.

    Parameters
    ----------
    dbname : str, optional
        As in `db.address.connect`; on the embedded server it is made when it is not there.
    alone, tap_schema
        As in `upgrade`; on the embedded server every database is EpochDB's alone.
    """
    if not address.named_by():
        embedded.start()
        embedded.ensure(dbname or chosen())
    with address.connect(dbname=dbname) as connection:
        rebuilt = upgrade(connection, alone=alone or not address.named_by(), tap_schema=tap_schema)
    if not address.named_by():
        embedded.set_passwords()
    return rebuilt


@contextmanager
def without_answers(connection: psycopg.Connection) -> Iterator[None]:
    """
    Take views and functions out of the way of what is done to the tables, and build them again after it.

    All of it is one transaction; errors as for `upgrade`.
    """
    tap_schema = connection.execute((SQL / "left_out.sql").read_text()).fetchone() is None
    with _transaction(connection, alone=False, tap_schema=tap_schema):
        _drop_science(connection, tap_schema=tap_schema)
        yield
        _rebuild_science(connection, tap_schema=tap_schema)


def suit_cluster(connection: psycopg.Connection) -> None:
    """Give a distributed installation what it needs besides; nothing is done to others."""
    query = "SELECT current_setting('epochdb.is_distributed', true)"
    if connection.execute(query).fetchone() == ("on",):
        connection.execute("SET LOCAL citus.enable_ddl_propagation = off")
        for name in CLUSTER:
            connection.execute((SQL / "citus" / f"{name}.sql").read_text())


def downgrade(connection: psycopg.Connection, revision: str) -> None:
    """
    Take tables away down to a revision (``base``: all of them), and schema science with them.

    The data in those tables are lost. Errors as for `upgrade`.
    """
    left_out = connection.execute((SQL / "left_out.sql").read_text()).fetchone() is not None
    with _transaction(connection, alone=False, tap_schema=not left_out) as config:
        _drop_science(connection, tap_schema=not left_out)
        command.downgrade(config, revision)


def science_manifest() -> list[Path]:
    """Give the files of schema science in the order in which ``sql/replaceable.sql`` installs them."""
    listed = _INCLUDE.findall((SQL / "replaceable.sql").read_text())
    return [SQL / name for name in listed]


def science_statements(*, tap_schema: bool = True) -> str:
    """Give ``sql/replaceable.sql`` with every included file's text in its place, or without tap_schema."""
    text = (SQL / "replaceable.sql").read_text()
    if not tap_schema:
        text = text.replace(f"\\ir {TAP_SCHEMA}\n", "")
    return _INCLUDE.sub(lambda include: (SQL / include[1]).read_text(), text)


@contextmanager
def _transaction(connection: psycopg.Connection, *, alone: bool, tap_schema: bool) -> Iterator[Config]:
    """Open Alembic's way to the connection, in a transaction that holds the installation lock."""
    told = {"epochdb.alone": alone, "epochdb.tap_schema": tap_schema}
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: connection, poolclass=sqlalchemy.StaticPool
    )
    try:
        with engine.begin() as bound:
            for name, value in told.items():
                connection.execute("SELECT set_config(%s, %s, true)", [name, "on" if value else "off"])
            for name in ("foundation", "logins", "registry"):
                connection.execute((SQL / f"{name}.sql").read_text())
            config = Config(str(SQL.parent / "alembic.ini"))
            config.attributes["connection"] = bound
            yield config
    except (psycopg.errors.LockNotAvailable, sqlalchemy.exc.OperationalError) as error:
        if not isinstance(getattr(error, "orig", error), psycopg.errors.LockNotAvailable):
            raise
        connection.rollback()
        raise _in_use(connection) from error


def _in_use(connection: psycopg.Connection) -> SchemaInUse:
    blockers = connection.execute((SQL / "blockers.sql").read_text()).fetchall()
    connection.rollback()
    named = "; ".join(
        f"pid {pid}, {user} ({program or 'unnamed'}), {state} for {seconds} s"
        for pid, user, program, state, seconds in blockers
    )
    return SchemaInUse(
        f"others hold the views and tables that are to be replaced, and everybody would wait with them: "
        f"{named or 'they have ended by now'}. Nothing was changed. Upgrade again when they are done, or end "
        f"them as a superuser: SELECT pg_terminate_backend(pid)"
    )


def _rebuild_science(connection: psycopg.Connection, *, tap_schema: bool) -> bool:
    text = science_statements(tap_schema=tap_schema)
    # With the revision in it, new tables alone have the grants, which are given on all tables, given anew.
    revision = connection.execute("SELECT version_num FROM survey.schema_version").fetchall()
    sha256 = hashlib.sha256(f"{text}{revision}".encode()).hexdigest()
    query = "SELECT 1 FROM survey.science_version WHERE manifest_sha256 = %s"
    if connection.execute(query, [sha256]).fetchone():
        return False
    _drop_science(connection, tap_schema=tap_schema)
    connection.execute(text)
    connection.execute("INSERT INTO survey.science_version (manifest_sha256) VALUES (%s)", [sha256])
    suit_cluster(connection)
    return True


def _drop_science(connection: psycopg.Connection, *, tap_schema: bool) -> None:
    if connection.execute("SELECT to_regprocedure('upkeep.close_releases(text)')").fetchone() != (None,):
        connection.execute("SELECT upkeep.close_releases()")  # made anew with the rest
    dependents = [row[0] for row in connection.execute((SQL / "dependents.sql").read_text())]
    if dependents:
        message = (
            "schema science cannot be replaced: these objects outside it use it: "
            + ", ".join(dependents)
            + ". Drop them, upgrade, and create them again (pg_dump -t saves a definition)."
        )
        raise DependentObjects(message)
    if tap_schema:
        connection.execute("DROP SCHEMA IF EXISTS tap_schema CASCADE")
    connection.execute("DROP SCHEMA IF EXISTS science, upkeep CASCADE")
    connection.execute("DELETE FROM survey.science_version")
