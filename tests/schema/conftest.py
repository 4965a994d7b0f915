"""A database at head for what only looks at the catalogues, and a second new one beside `empty_database`."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_postgresql import factories
from pytest_postgresql.executors import NoopExecutor
from pytest_postgresql.factories.noprocess import xdistify_dbname
from pytest_postgresql.janitor import DatabaseJanitor

from db.server import binaries

# Another name than that of empty_database, so that two clones of one template stand side by side.
other_empty_database = factories.postgresql("empty_template", dbname=xdistify_dbname("epochdb_test_other"))
Program = Callable[..., str]


@pytest.fixture(scope="session")
def installed(schema_template: NoopExecutor) -> Iterator[psycopg.Connection]:
    """A database at head without data, shared by the tests; write in a transaction and roll it back."""
    at = {
        "host": schema_template.host,
        "port": schema_template.port,
        "user": schema_template.user,
        "password": schema_template.password,
        "dbname": f"{schema_template.dbname}_installed",
    }
    janitor = DatabaseJanitor(**at, template_dbname=schema_template.template_dbname)
    janitor.drop()
    with janitor, psycopg.connect(**at, autocommit=True) as connection:
        yield connection


@pytest.fixture
def client_program() -> Program:
    """Run the wheel's psql or pg_dump against a database; its standard output."""

    def run(name: str, connection: psycopg.Connection, *arguments: str | Path) -> str:
        newest = max(binaries.INSTALLATIONS)
        if connection.info.server_version // 10000 > newest:
            pytest.skip(f"the server is newer than the wheel's client programs, PostgreSQL {newest}")
        command = [binaries.installed(newest) / name, "-d", connection.info.dbname, *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run
