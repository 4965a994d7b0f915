"""Bringing a database to head and back: what changes, what does not, and what is refused."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from db import frozen, schema
from tests.survey import add_image

REPOSITORY = Path(__file__).resolve().parents[2]
Program = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what an upgrade reads, to be edited; upgrades of this process read it."""
    for name in ("sql", "migrations"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "alembic.ini", tmp_path)
    monkeypatch.setattr(schema, "SQL", tmp_path / "sql")
    monkeypatch.setattr(frozen, "SQL", tmp_path / "sql")
    return tmp_path


def test_both_roads_give_the_same_schema(
    empty_database: psycopg.Connection, other_empty_database: psycopg.Connection, client_program: Program
) -> None:
    schema.upgrade(empty_database)
    install = REPOSITORY / "sql" / "install.sql"
    client_program("psql", other_empty_database, "-v", "ON_ERROR_STOP=1", "-q", "-f", install)
    assert _dump(client_program, empty_database) == _dump(client_program, other_empty_database)


def test_a_database_installed_by_psql_is_taken_over_by_an_upgrade(
    empty_database: psycopg.Connection, client_program: Program
) -> None:
    install = REPOSITORY / "sql" / "install.sql"
    client_program("psql", empty_database, "-v", "ON_ERROR_STOP=1", "-q", "-f", install)
    before = _dump(client_program, empty_database)
    assert schema.upgrade(empty_database)
    assert _dump(client_program, empty_database) == before
    assert not schema.upgrade(empty_database)


def test_a_second_upgrade_changes_nothing(empty_database: psycopg.Connection) -> None:
    assert schema.upgrade(empty_database)
    before = _objects(empty_database)
    assert not schema.upgrade(empty_database)
    assert _objects(empty_database) == before


def test_down_takes_everything_away_and_up_brings_it_back(
    empty_database: psycopg.Connection, client_program: Program
) -> None:
    schema.upgrade(empty_database)
    before = _dump(client_program, empty_database)
    schema.downgrade(empty_database, "base")
    tables = "SELECT tablename FROM pg_tables WHERE schemaname IN ('survey', 'science') ORDER BY tablename"
    assert _column(empty_database, tables) == ["schema_version", "science_version"]
    assert _column(empty_database, "SELECT nspname FROM pg_namespace WHERE nspname = 'science'") == []
    empty_database.commit()
    schema.upgrade(empty_database)
    assert _dump(client_program, empty_database) == before


def test_upgrades_of_a_new_database_at_the_same_time_all_succeed(empty_database: psycopg.Connection) -> None:
    environment = os.environ | {"PGDATABASE": empty_database.info.dbname}
    command = [sys.executable, "-m", "db", "upgrade"]
    upgrades = [
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(upgrade.communicate()[1], upgrade.returncode) for upgrade in upgrades] == [("", 0)] * 3
    assert _column(empty_database, "SELECT version_num FROM survey.schema_version") == [_head(REPOSITORY)]
    assert _column(empty_database, "SELECT count(*) FROM survey.science_version") == [1]


def test_an_edited_table_file_is_refused_by_name(empty_database: psycopg.Connection, project: Path) -> None:
    with (project / "sql" / "tables" / "0001_survey.sql").open("a") as file:
        file.write("\n")
    with pytest.raises(frozen.EditedTableFile, match=r"sql/tables/0001_survey\.sql was edited"):
        schema.upgrade(empty_database)
    empty_database.rollback()
    assert _column(empty_database, "SELECT nspname FROM pg_namespace WHERE nspname = 'survey'") == []


def test_every_revision_names_the_hash_of_its_table_file() -> None:
    revisions = "".join(
        path.read_text() for path in sorted((REPOSITORY / "migrations/versions").glob("*.py"))
    )
    files = sorted((REPOSITORY / "sql" / "tables").glob("*.sql"))
    assert files
    for file in files:
        assert file.name in revisions
        assert hashlib.sha256(file.read_bytes()).hexdigest() in revisions


def test_an_edited_view_has_schema_science_built_anew(
    empty_database: psycopg.Connection, project: Path
) -> None:
    schema.upgrade(empty_database)
    view = project / "sql" / "science" / "sources" / "star.sql"
    view.write_text(view.read_text().replace("WHERE p.is_star", "WHERE p.is_star AND p.n_star > 1"))
    assert schema.upgrade(empty_database)
    definition = _column(empty_database, "SELECT pg_get_viewdef('science.star'::regclass)")
    assert "n_star > 1" in definition[0]


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        (
            "CREATE VIEW mine.bright AS SELECT source_id FROM science.photometry WHERE j_mag < 12",
            "mine.bright",
        ),
        ("CREATE TABLE mine.kept AS SELECT 1 AS a; ALTER TABLE mine.kept ADD s science.star", "mine.kept"),
        (
            "CREATE FUNCTION mine.mag(f float8) RETURNS float8 LANGUAGE sql RETURN science.mag_from_flux(f)",
            "mine.mag",
        ),
    ],
)
def test_an_upgrade_refuses_to_drop_what_others_built_on_science(
    empty_database: psycopg.Connection, project: Path, definition: str, name: str
) -> None:
    schema.upgrade(empty_database)
    empty_database.execute("CREATE SCHEMA mine")
    empty_database.execute(definition)
    empty_database.commit()
    before = _objects(empty_database)
    with (project / "sql" / "science" / "sources" / "star.sql").open("a") as file:
        file.write("-- another version\n")
    with pytest.raises(schema.DependentObjects, match=name):
        schema.upgrade(empty_database)
    empty_database.rollback()
    assert _objects(empty_database) == before
    with pytest.raises(schema.DependentObjects, match=name):
        schema.downgrade(empty_database, "base")
    empty_database.rollback()
    assert _objects(empty_database) == before


def test_an_upgrade_that_has_nothing_to_replace_minds_nobody(empty_database: psycopg.Connection) -> None:
    schema.upgrade(empty_database)
    empty_database.execute(
        "CREATE SCHEMA mine CREATE VIEW bright AS SELECT source_id FROM science.photometry"
    )
    empty_database.commit()
    assert not schema.upgrade(empty_database)


def test_an_upgrade_that_fails_leaves_everything_as_it_was(
    empty_database: psycopg.Connection, project: Path
) -> None:
    schema.upgrade(empty_database)
    empty_database.commit()
    before = _objects(empty_database)
    head = _column(empty_database, "SELECT version_num FROM survey.schema_version")
    _add_revision(project, "CREATE TABLE survey.survivor (survivor_id integer NOT NULL);")
    with (project / "sql" / "grants.sql").open("a") as file:
        file.write("SELECT 1 / 0;\n")
    with pytest.raises(psycopg.errors.DivisionByZero):
        schema.upgrade(empty_database)
    empty_database.rollback()
    assert _objects(empty_database) == before
    assert _column(empty_database, "SELECT version_num FROM survey.schema_version") == head


def test_a_new_revision_keeps_the_data_and_opens_its_tables_to_readers(
    empty_database: psycopg.Connection, project: Path
) -> None:
    schema.upgrade(empty_database)
    empty_database.commit()
    add_image(empty_database, 1, [{"source_id": 7}])
    empty_database.commit()
    released = _head(project)
    _add_revision(project, "CREATE TABLE survey.finding (finding_id integer NOT NULL);")
    schema.upgrade(empty_database)
    assert _column(empty_database, "SELECT version_num FROM survey.schema_version") == ["next"]
    assert _column(empty_database, "SELECT source_id FROM science.photometry") == [7]
    query = "SELECT has_table_privilege('epochdb_reader', 'survey.finding', 'SELECT')"
    assert _column(empty_database, query) == [True]
    empty_database.commit()
    schema.downgrade(empty_database, released)
    schema.upgrade(empty_database, released)
    assert _column(empty_database, "SELECT source_id FROM science.photometry") == [7]


def test_a_server_that_is_too_old_is_refused(empty_database: psycopg.Connection) -> None:
    """No such server is at hand: this one's version is said to be 14."""
    text = (REPOSITORY / "sql" / "foundation.sql").read_text()
    older = text.replace("pg_catalog.current_setting('server_version_num')", "'140012'")
    assert older != text
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="needs PostgreSQL 15 or later"):
        empty_database.execute(older)


def test_who_may_not_create_roles_is_told_what_to_do(empty_database: psycopg.Connection) -> None:
    nobody = f"nobody_in_{empty_database.info.dbname}"
    empty_database.execute(f"CREATE ROLE {nobody}")
    empty_database.execute(f"SET ROLE {nobody}")
    empty_database.commit()
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f'"{nobody}" may not') as refusal:
            schema.upgrade(empty_database)
    finally:
        empty_database.rollback()
        empty_database.execute(f"RESET ROLE; DROP ROLE {nobody}")
        empty_database.commit()
    assert "CREATEROLE" in (refusal.value.diag.message_hint or "")


def _dump(client_program: Program, connection: psycopg.Connection) -> list[str]:
    """Give the schema as pg_dump has it, without the random word by which a dump guards itself."""
    connection.commit()
    lines = client_program("pg_dump", connection, "--schema-only").splitlines()
    assert any("CREATE TABLE survey.detection" in line for line in lines)
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


def _objects(connection: psycopg.Connection) -> list[object]:
    """Give the identity of every relation and function, which one that is dropped and created again loses."""
    query = (
        "SELECT oid::bigint FROM pg_class WHERE relnamespace > 16000"
        " UNION ALL SELECT oid::bigint FROM pg_proc WHERE pronamespace > 16000 ORDER BY 1"
    )
    objects = _column(connection, query)
    connection.commit()
    return objects


def _column(connection: psycopg.Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query)]


def _head(project: Path) -> str:
    head = ScriptDirectory.from_config(Config(str(project / "alembic.ini"))).get_current_head()
    assert head is not None
    return head


def _add_revision(project: Path, statement: str) -> None:
    head = _head(project)
    tables = project / "sql" / "tables"
    (tables / "next.sql").write_text(f"{statement}\n")
    table = statement.split()[2]
    (tables / "next_down.sql").write_text(f"DROP TABLE {table};\n")
    up, down = (
        hashlib.sha256((tables / name).read_bytes()).hexdigest() for name in ("next.sql", "next_down.sql")
    )
    (project / "migrations" / "versions" / "next.py").write_text(
        "from db.frozen import run_frozen\n"
        "revision = 'next'\n"
        f"down_revision = '{head}'\n"
        f"def upgrade():\n    run_frozen('next.sql', '{up}')\n"
        f"def downgrade():\n    run_frozen('next_down.sql', '{down}')\n"
    )
