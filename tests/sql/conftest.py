"""One database without data for all tests of SQL: a test is rolled back, which is cheaper than a clone."""

from collections.abc import Iterator

import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor
from pytest_postgresql.janitor import DatabaseJanitor

from tests.conftest import let_owner_create


@pytest.fixture(scope="session")
def shared_database(schema_template: NoopExecutor) -> Iterator[psycopg.Connection]:
    """A database at head without data, for what only reads. Autocommit mode."""
    at = {
        "host": schema_template.host,
        "port": schema_template.port,
        "user": schema_template.user,
        "password": schema_template.password,
        "dbname": f"{schema_template.dbname}_shared",
    }
    janitor = DatabaseJanitor(**at, template_dbname=schema_template.template_dbname)
    janitor.drop()
    with janitor, psycopg.connect(**at, autocommit=True) as connection:
        let_owner_create(connection)
        yield connection


@pytest.fixture
def database(shared_database: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The same in a transaction that is rolled back after the test."""
    with shared_database.transaction(force_rollback=True):
        yield shared_database
