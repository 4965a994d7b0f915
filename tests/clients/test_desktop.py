"""STILTS over JDBC, isql over ODBC, DuckDB: each reads every public view, as the reader."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from astropy.io import fits
from astropy.io.votable import parse

pytestmark = pytest.mark.xdist_group("delivery")

JDBC_DRIVER = Path("/usr/share/java/postgresql.jar")


def ask(command: list[str], environment: dict[str, str], text: str = "") -> str:
    """Run a client; give its output."""
    done = subprocess.run(
        command, env=environment, input=text, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def n_rows(connection: psycopg.Connection, views: list[str]) -> list[int]:
    """Count the rows of views."""
    return [connection.execute(f"SELECT count(*) FROM science.{view}").fetchone()[0] for view in views]


@pytest.mark.parametrize("form", ["fits-basic", "votable"])
def test_stilts_exports_every_view(
    door: Any,
    program: Callable[[str, str], str],
    delivered: psycopg.Connection,
    tmp_path: Path,
    form: str,
) -> None:
    stilts = program("stilts", "stilts libpostgresql-jdbc-java")
    if not JDBC_DRIVER.exists():
        pytest.skip("the JDBC driver is not installed: apt-get install libpostgresql-jdbc-java")
    # One Java machine reads all of them.
    out = tmp_path / "views"
    tables = [
        f"in{place}={door.jdbc}#SELECT * FROM science.{view}"
        for place, view in enumerate(door.views, start=1)
    ]
    ask(
        [
            stilts,
            "-classpath",
            str(JDBC_DRIVER),
            "-Djdbc.drivers=org.postgresql.Driver",
            "tmultin",
            f"nin={len(door.views)}",
            *tables,
            f"out={out}",
            f"ofmt={form}",
        ],
        door.environment,
    )
    if form == "votable":
        found = [len(table.array) for table in parse(out).iter_tables()]
    else:
        with fits.open(out) as hdus:
            found = [len(hdu.data) for hdu in hdus[1:]]
    assert found == n_rows(delivered, door.views)


def test_isql_reads_every_view_over_odbc(
    door: Any, program: Callable[[str, str], str], delivered: psycopg.Connection
) -> None:
    isql = program("isql", "unixodbc odbc-postgresql")
    queries = "".join(f"SELECT * FROM science.{view} LIMIT 3\n" for view in door.views)
    answer = ask([isql, "-b", "epochdb"], door.environment, queries)
    assert "ERROR" not in answer
    counts = [int(line.split()[-1]) for line in answer.splitlines() if line.startswith("SQLRowCount")]
    assert counts == [min(3, n) for n in n_rows(delivered, door.views)]


def test_isql_sees_the_reader(door: Any, program: Callable[[str, str], str]) -> None:
    isql = program("isql", "unixodbc odbc-postgresql")
    query = "SELECT current_user::text AS who\n"
    answer = ask([isql, "-b", "epochdb"], door.environment, query)
    assert "epochdb_reader" in answer


DUCKDB = """
from pathlib import Path
import duckdb, duckdb_extension_postgres_scanner as package
(extension,) = Path(package.__file__).parent.glob("extensions/*/postgres_scanner.duckdb_extension")
connection = duckdb.connect()
connection.execute(f"LOAD '{extension}'")
connection.execute("ATTACH '' AS epochdb (TYPE postgres, READ_ONLY)")
for view in VIEWS:
    print(connection.sql(f"SELECT count(*) FROM (SELECT * FROM epochdb.science.{view})").fetchone()[0])
"""


def test_duckdb_scans_every_view(
    door: Any, installed: Callable[[str], object], delivered: psycopg.Connection
) -> None:
    installed("duckdb_extension_postgres_scanner")
    # In a process of its own: the extension has its own libpq, which reads the environment at its start.
    answer = ask([sys.executable, "-c", f"VIEWS = {door.views!r}\n{DUCKDB}"], door.environment)
    assert [int(line) for line in answer.split()] == n_rows(delivered, door.views)
