"""Clients of others at the real delivery, as the reader; ``make test-clients`` installs and tries them."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from db.roles import set_password

LOGIN = "epochdb_test_client"
ODBC_INI = """\
[epochdb]
Driver = PostgreSQL Unicode
Servername = {PGHOST}
Port = {PGPORT}
Database = {PGDATABASE}
Username = {PGUSER}
"""


@dataclass(frozen=True)
class Door:
    """Where a client finds the database, and the environment in which it needs no more to enter."""

    jdbc: str
    environment: dict[str, str]
    views: list[str]


def skip_unless_asked() -> None:
    """Skip, before anything is set up, where clients are not to be tried."""
    if "EPOCHDB_TEST_CLIENTS" not in os.environ:
        pytest.skip("clients of others are tried by `make test-clients`")


@pytest.fixture
def door(delivered: psycopg.Connection, tmp_path: Path) -> Iterator[Door]:
    """The database with the real delivery, entered by a login that is epochdb_reader at once.

    The password of epochdb_reader itself may be somebody's, on a server of theirs.
    """
    skip_unless_asked()
    at = delivered.info
    password = secrets.token_hex()
    user = sql.Identifier(LOGIN)
    delivered.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(user))
    delivered.execute(sql.SQL("CREATE ROLE {} LOGIN IN ROLE epochdb_reader").format(user))
    delivered.execute(sql.SQL("ALTER ROLE {} SET role = 'epochdb_reader'").format(user))
    set_password(delivered, LOGIN, password)
    passfile = tmp_path / "pgpass"
    passfile.write_text(f"*:*:*:{LOGIN}:{password}\n")
    passfile.chmod(0o600)
    libpq = {
        "PGHOST": at.host,
        "PGPORT": str(at.port),
        "PGUSER": LOGIN,
        "PGDATABASE": at.dbname,
        "PGPASSFILE": str(passfile),
    }
    odbc_ini = tmp_path / "odbc.ini"
    odbc_ini.write_text(ODBC_INI.format(**libpq))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    yield Door(
        jdbc=f"jdbc:postgresql://{at.host}:{at.port}/{at.dbname}?user={LOGIN}",
        environment={**kept, **libpq, "ODBCINI": str(odbc_ini)},
        views=[row[0] for row in delivered.execute("SELECT name FROM science.help WHERE kind = 'view'")],
    )
    delivered.execute(sql.SQL("DROP ROLE {}").format(user))


@pytest.fixture
def program() -> Callable[[str, str], str]:
    """Find a program, or skip and say which package holds it."""

    def find(name: str, package: str) -> str:
        skip_unless_asked()
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed: apt-get install {package}")
        return found

    return find


@pytest.fixture
def installed() -> Callable[[str], object]:
    """Import a package, or skip and say how to get it."""

    def find(name: str) -> object:
        skip_unless_asked()
        return pytest.importorskip(name, reason=f"{name} is not installed: pip install 'epochdb[clients]'")

    return find
