"""A server for the tests, and databases cloned from templates on it."""

import atexit
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest
from pytest_postgresql import factories

from db import address, schema
from db.server import embedded
from loader import __main__ as loader_program
from loader import ledger, run
from loader.tally import Tally

REPOSITORY = Path(__file__).resolve().parent.parent
# What takes long and seldom fails: make test-long
LONG = pytest.mark.skipif("EPOCHDB_TEST_LONG" not in os.environ, reason="takes long: make test-long")
DELIVERY = REPOSITORY.parent / "shared" / "survey"
PHOTOZ = REPOSITORY.parent / "shared" / "photoz"


def _use_embedded_server() -> None:
    """Start one in memory and name it in libpq's environment, which the tests' workers inherit."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    home = mkdtemp(prefix="epochdb-tests-", dir=memory)
    os.environ["EPOCHDB_HOME"] = home
    os.environ.setdefault("EPOCHDB_SHARED_BUFFERS", "256MB")
    embedded.start()
    at = embedded.parameters()

    def stop() -> None:
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
        os.environ["EPOCHDB_HOME"] = home
        embedded.stop()
        shutil.rmtree(home)

    atexit.register(stop)
    os.environ.update(
        PGHOST=at["host"],
        PGPORT=at["port"],
        PGUSER=at["user"],
        PGPASSWORD=at["password"],
        PGSSLMODE="disable",
    )


if address.named_by() is None:
    _use_embedded_server()


def install(**at: Any) -> None:
    """Bring a template database to head."""
    with psycopg.connect(**{**at, "autocommit": False}) as connection:
        schema.upgrade(connection)


def deliver(**at: Any) -> None:
    """Load the real delivery into a template database."""
    with psycopg.connect(**{**at, "autocommit": True}) as connection:
        tally = load(connection, DELIVERY)
        assert not tally.faults
        connection.execute("ANALYZE")


def load(connection: psycopg.Connection, *paths: Path, replace: bool = False) -> Tally:
    """Load deliveries on a connection in autocommit mode."""
    delivery = run.find(paths, ledger.bands(connection))
    return run.load(connection, paths, delivery, lambda *_: None, replace=replace)


_AT = {
    "host": os.environ["PGHOST"],
    "port": os.environ.get("PGPORT", "5432"),
    "user": os.environ.get("PGUSER", "postgres"),
    "password": os.environ.get("PGPASSWORD"),
}
empty_template = factories.postgresql_noproc(**_AT, dbname="epochdb_test_empty")
schema_template = factories.postgresql_noproc(**_AT, dbname="epochdb_test", load=[install])
delivery_template = factories.postgresql_noproc(
    dbname="epochdb_test_delivery", load=[deliver], depends_on="schema_template"
)

empty_database = factories.postgresql("empty_template")
schema_database = factories.postgresql("schema_template")
delivery_clone = factories.postgresql("delivery_template")


def let_owner_create(connection: psycopg.Connection) -> None:
    """Give the owner the right that a copy of a database has not: to make the schemas of a release."""
    connection.execute(f'GRANT CREATE ON DATABASE "{connection.info.dbname}" TO epochdb_owner')


def _ready(connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    connection.autocommit = True
    let_owner_create(connection)
    monkeypatch.setenv("PGDATABASE", connection.info.dbname)
    return connection


@pytest.fixture
def database(schema_database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    """A database at head without data; the programs find it through PGDATABASE. Autocommit mode."""
    return _ready(schema_database, monkeypatch)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real delivery's directory; skips where it is absent."""
    if not DELIVERY.is_dir():
        pytest.skip("the real delivery is not beside the repository (../shared/survey)")
    return DELIVERY


@pytest.fixture
def delivered(
    real_data: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> psycopg.Connection:
    """A database with the real delivery loaded. Mark its tests with xdist_group("delivery")."""
    return _ready(request.getfixturevalue("delivery_clone"), monkeypatch)


@pytest.fixture
def load_program(
    database: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run ``python -m loader`` in this process: exit status, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = loader_program.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    yield call
