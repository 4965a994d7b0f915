"""Clients of others at the real delivery, as the reader; ``make test-clients`` installs and tries them."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest


@dataclass(frozen=True)
class Door:
    """Where a client finds the database, and the environment in which libpq's clients need no more."""

    jdbc: str
    odbc: str
    environment: dict[str, str]
    views: list[str]


@pytest.fixture
def door(delivered: psycopg.Connection, tmp_path: Path) -> Door:
    """The database with the real delivery, entered as epochdb_reader."""
    at = delivered.info
    passfile = tmp_path / "pgpass"
    passfile.write_text(f"*:*:*:{at.user}:{at.password}\n")
    passfile.chmod(0o600)
    role = "-c role=epochdb_reader"
    place = f"{at.host}:{at.port}/{at.dbname}?user={at.user}"
    return Door(
        jdbc=f"jdbc:postgresql://{place}&options={quote(role)}",
        odbc=f"Driver=PostgreSQL Unicode;Server={at.host};Port={at.port};Database={at.dbname};UID={at.user}",
        environment={
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "PGHOST": at.host,
            "PGPORT": str(at.port),
            "PGUSER": at.user,
            "PGDATABASE": at.dbname,
            "PGOPTIONS": role,
            "PGPASSFILE": str(passfile),
        },
        views=[row[0] for row in delivered.execute("SELECT name FROM science.help WHERE topic = 'view'")],
    )


@pytest.fixture
def program() -> Callable[[str, str], str]:
    """Find a program, or skip and say which package holds it."""

    def find(name: str, package: str) -> str:
        if "EPOCHDB_TEST_CLIENTS" not in os.environ:
            pytest.skip("clients of others are tried by `make test-clients`")
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed: apt-get install {package}")
        return found

    return find


@pytest.fixture
def installed() -> Callable[[str], object]:
    """Import a package, or skip and say how to get it."""

    def find(name: str) -> object:
        if "EPOCHDB_TEST_CLIENTS" not in os.environ:
            pytest.skip("clients of others are tried by `make test-clients`")
        return pytest.importorskip(name, reason=f"{name} is not installed: pip install 'epochdb[clients]'")

    return find
