"""A database that others use too: what is theirs stays, and they are told when they stand in the way."""

from pathlib import Path

import psycopg
import pytest

from db import schema

PUBLIC = """
    SELECT has_database_privilege('public', current_database(), 'TEMPORARY'),
        has_database_privilege('public', current_database(), 'CONNECT'),
        has_schema_privilege('public', 'public', 'USAGE'),
        has_function_privilege('public', 'pg_advisory_lock(bigint)', 'EXECUTE'),
        has_function_privilege('public', 'lo_create(oid)', 'EXECUTE')
"""


def test_an_upgrade_takes_nothing_from_public_that_is_not_ours(empty_database: psycopg.Connection) -> None:
    schema.upgrade(empty_database)
    assert empty_database.execute(PUBLIC).fetchone() == (True,) * 5


def test_where_nobody_else_uses_the_database_it_takes_all_of_it(empty_database: psycopg.Connection) -> None:
    schema.upgrade(empty_database, alone=True)
    assert empty_database.execute(PUBLIC).fetchone() == (False,) * 5
    empty_database.rollback()
    assert not schema.upgrade(empty_database, alone=True)


@pytest.mark.parametrize("name", ["survey", "science", "upkeep", "tap_schema"])
def test_a_schema_of_somebody_else_is_refused_by_name_before_anything_is_touched(
    empty_database: psycopg.Connection, name: str
) -> None:
    empty_database.execute(f"CREATE SCHEMA {name} CREATE VIEW mine AS SELECT 1 AS a")
    empty_database.commit()
    with pytest.raises(psycopg.errors.DuplicateSchema, match=rf"somebody else .*: {name} \(of ") as refused:
        schema.upgrade(empty_database)
    empty_database.rollback()
    assert "createdb epochdb" in (refused.value.diag.message_hint or "")
    names = "SELECT nspname FROM pg_namespace WHERE nspname IN ('survey', 'science', 'upkeep', 'tap_schema')"
    assert empty_database.execute(names).fetchall() == [(name,)]
    assert empty_database.execute(f"SELECT a FROM {name}.mine").fetchone() == (1,)


def test_beside_the_tap_schema_of_a_tap_service_ours_is_left_out_and_stays_out(
    empty_database: psycopg.Connection,
) -> None:
    empty_database.execute("CREATE SCHEMA tap_schema CREATE VIEW mine AS SELECT 1 AS a")
    empty_database.commit()
    assert schema.upgrade(empty_database, tap_schema=False)
    assert not schema.upgrade(empty_database)
    assert empty_database.execute("SELECT a FROM tap_schema.mine").fetchone() == (1,)
    assert empty_database.execute("SELECT count(*) > 10 FROM science.help").fetchone() == (True,)
    empty_database.commit()
    schema.downgrade(empty_database, "base")
    assert empty_database.execute("SELECT a FROM tap_schema.mine").fetchone() == (1,)


def test_what_a_role_changed_of_itself_is_put_back(empty_database: psycopg.Connection) -> None:
    """In a transaction that is rolled back, since roles belong to all databases of the server."""
    query = "SELECT rolconfig, rolconnlimit FROM pg_roles WHERE rolname = 'epochdb_reader'"
    schema.upgrade(empty_database)
    before = empty_database.execute(query).fetchone()
    name = empty_database.info.dbname
    empty_database.execute("SET LOCAL ROLE epochdb_reader")
    empty_database.execute("ALTER ROLE epochdb_reader SET statement_timeout = 0")
    empty_database.execute("ALTER ROLE epochdb_reader SET search_path = mine")
    empty_database.execute(f"ALTER ROLE epochdb_reader IN DATABASE {name} SET work_mem = '10GB'")
    empty_database.execute("SET LOCAL ROLE NONE")
    assert empty_database.execute(query).fetchone() != before
    empty_database.execute((Path(schema.SQL) / "logins.sql").read_text())
    assert empty_database.execute(query).fetchone() == before
    of_database = (
        "SELECT s.setconfig FROM pg_db_role_setting AS s INNER JOIN pg_database AS d ON d.oid = s.setdatabase"
        " WHERE d.datname = current_database()"
    )
    assert empty_database.execute(of_database).fetchall() == []
    empty_database.rollback()


def test_an_upgrade_that_a_reader_holds_up_gives_up_and_names_them(
    empty_database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    schema.upgrade(empty_database)
    at = {"dbname": empty_database.info.dbname, "password": empty_database.info.password}
    at |= {"host": empty_database.info.host, "port": str(empty_database.info.port)}
    monkeypatch.setattr(schema, "science_statements", lambda **_: "-- another version\n")
    registry = schema.SQL / "registry.sql"
    for file in (*schema.SQL.glob("*.sql"),):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "registry.sql").write_text(registry.read_text().replace("'20s'", "'200ms'"))
    monkeypatch.setattr(schema, "SQL", tmp_path)
    monkeypatch.setattr(schema.command, "upgrade", lambda *_: None)
    user = empty_database.info.user
    with psycopg.connect(**at, user=user, application_name="notebook") as reader:
        reader.execute("SET LOCAL ROLE epochdb_reader")
        reader.execute("SELECT count(*) FROM science.star")
        with pytest.raises(
            schema.SchemaInUse, match=rf"pid {reader.info.backend_pid}, .*\(notebook\), idle in"
        ):
            schema.upgrade(empty_database)
    assert empty_database.execute("SELECT count(*) FROM science.star").fetchone() == (0,)
