"""Who may do what, tried as each role."""

import psycopg
import pytest

from db import schema

WRITERS = [
    "summarise_detection_pages()",
    "measure_catalogues(ARRAY[1])",
    "merge_sources(ARRAY[1], 0, 9)",
    "merge_source_variability(ARRAY[1], 0, 9)",
    "measure_deviations(1)",
    "lock_fields(ARRAY[1], 0, 9)",
    "add_catalogues(ARRAY[1])",
    "remove_catalogue(1)",
]
WRITES = [
    "INSERT INTO survey.field VALUES (9)",
    "UPDATE survey.source SET is_star = true",
    "DELETE FROM survey.detection",
    "TRUNCATE survey.detection",
    "DELETE FROM survey.schema_version",
    "UPDATE survey.science_version SET manifest_sha256 = ''",
    "INSERT INTO survey.band VALUES ('I', 0.8, false)",
]
CREATIONS = [
    "CREATE TABLE public.mine (a integer)",
    "CREATE TABLE survey.mine (a integer)",
    "CREATE VIEW science.mine AS SELECT 1 AS a",
    "CREATE SCHEMA mine",
    "DROP VIEW science.help",
]
LOADS = [
    "INSERT INTO survey.field VALUES (9)",
    "UPDATE survey.image SET airmass = 1.5",
    "DELETE FROM survey.detection",
    "INSERT INTO survey.load (path, program_version) VALUES ('', '')",
    "SELECT upkeep.remove_catalogue(1)",
    "SELECT upkeep.summarise_detection_pages()",
]


@pytest.mark.parametrize("role", ["epochdb_reader", "epochdb_ml", "epochdb_loader"])
def test_every_role_reads_all_tables_and_views(installed: psycopg.Connection, role: str) -> None:
    query = (
        "SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.relnamespace IN"
        " ('survey'::regnamespace, 'science'::regnamespace) AND c.relkind IN ('r', 'v')"
        " AND NOT has_table_privilege(%s, c.oid, 'SELECT')"
    )
    assert installed.execute(query, [role]).fetchall() == []


def test_a_reader_asks_every_question(installed: psycopg.Connection) -> None:
    calls = installed.execute("SELECT sample_call FROM science.help WHERE subject LIKE 'R_'").fetchall()
    assert len(calls) == 5
    with installed.transaction(force_rollback=True):
        installed.execute("INSERT INTO survey.field VALUES (1)")
        installed.execute("SET LOCAL ROLE epochdb_reader")
        for (call,) in calls:
            installed.execute(call)


@pytest.mark.parametrize("role", ["epochdb_reader", "epochdb_ml"])
@pytest.mark.parametrize("statement", [*WRITES, *CREATIONS, *(f"SELECT upkeep.{call}" for call in WRITERS)])
def test_readers_and_models_change_nothing_of_the_survey(
    installed: psycopg.Connection, role: str, statement: str
) -> None:
    _assert_refused(installed, role, statement)


@pytest.mark.parametrize("statement", CREATIONS)
def test_the_loader_creates_nothing(installed: psycopg.Connection, statement: str) -> None:
    _assert_refused(installed, "epochdb_loader", statement)


@pytest.mark.parametrize("statement", WRITES[3:])
def test_the_loader_leaves_the_versions_and_bands_alone(
    installed: psycopg.Connection, statement: str
) -> None:
    _assert_refused(installed, "epochdb_loader", statement)


@pytest.mark.parametrize("statement", LOADS)
def test_the_loader_writes_what_a_load_brings(installed: psycopg.Connection, statement: str) -> None:
    with installed.transaction(force_rollback=True):
        installed.execute("SET LOCAL ROLE epochdb_loader")
        installed.execute(statement)


def test_no_writer_is_open_to_readers(installed: psycopg.Connection) -> None:
    """A function that writes is volatile; none is among the answers, and upkeep is closed to readers."""
    query = (
        "SELECT n.nspname::text FROM pg_proc AS p INNER JOIN pg_namespace AS n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('science', 'upkeep') AND p.provolatile = 'v'"
        " AND has_schema_privilege(%s, n.oid, 'USAGE')"
    )
    for role in ("epochdb_reader", "epochdb_ml"):
        assert installed.execute(query, [role]).fetchall() == []
    assert len(installed.execute(query, ["epochdb_loader"]).fetchall()) >= len(WRITERS)


def test_a_reader_begins_read_only_with_a_time_limit_and_a_connection_limit(
    installed: psycopg.Connection,
) -> None:
    query = "SELECT rolconfig, rolconnlimit FROM pg_roles WHERE rolname = 'epochdb_reader'"
    ((settings, limit),) = installed.execute(query).fetchall()
    assert "default_transaction_read_only=on" in settings
    assert any(setting.startswith("statement_timeout=") for setting in settings)
    assert 0 < limit <= 100


LOCKS_AND_LARGE_OBJECTS = [
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_cancel_backend(1)",
    "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT field_id FROM survey.field FOR KEY SHARE",
    "LOCK TABLE survey.schema_version IN ROW SHARE MODE",
    "LOCK TABLE survey.field IN SHARE MODE",
]


@pytest.mark.parametrize("statement", LOCKS_AND_LARGE_OBJECTS)
def test_a_reader_takes_no_lock_that_a_load_needs_and_keeps_no_large_object(
    empty_database: psycopg.Connection, statement: str
) -> None:
    schema.upgrade(empty_database, alone=True)
    for role in ("epochdb_reader", "epochdb_ml"):
        _assert_refused(empty_database, role, statement)


@pytest.mark.parametrize("role", ["epochdb_owner", "epochdb_loader", "epochdb_ml", "epochdb_reader"])
def test_every_role_has_a_connection_limit_and_does_not_idle_in_a_transaction(
    installed: psycopg.Connection, role: str
) -> None:
    query = "SELECT rolconfig, rolconnlimit FROM pg_roles WHERE rolname = %s"
    ((settings, limit),) = installed.execute(query, [role]).fetchall()
    assert any(setting.startswith("idle_in_transaction_session_timeout=") for setting in settings)
    assert 0 < limit <= 40
    if role in ("epochdb_reader", "epochdb_ml"):
        assert any(setting.startswith("temp_file_limit=") for setting in settings)


def test_no_role_of_ours_is_more_than_a_login(installed: psycopg.Connection) -> None:
    query = (
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'epochdb\\_%' AND (rolsuper OR rolcreaterole"
        " OR rolcreatedb OR rolreplication OR rolbypassrls OR NOT rolcanlogin)"
    )
    assert installed.execute(query).fetchall() == []
    query = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'epochdb\\_%'"
    assert installed.execute(query).fetchone() == (4,)


def test_public_has_nothing(empty_database: psycopg.Connection) -> None:
    """Privileges on the database do not travel with a clone, so this one is upgraded here."""
    schema.upgrade(empty_database, alone=True)
    query = """
        SELECT 'database ' || a.privilege_type
        FROM pg_database AS d
        CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
        WHERE d.datname = current_database() AND a.grantee = 0
        UNION ALL
        SELECT n.nspname || ' ' || a.privilege_type
        FROM pg_namespace AS n
        CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
        WHERE n.nspname IN ('public', 'survey', 'science', 'upkeep') AND a.grantee = 0
        UNION ALL
        SELECT c.relname || ' ' || a.privilege_type
        FROM pg_class AS c
        CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a
        WHERE c.relnamespace IN ('survey'::regnamespace, 'science'::regnamespace) AND a.grantee = 0
        UNION ALL
        SELECT p.proname || ' ' || a.privilege_type
        FROM pg_proc AS p
        CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
        WHERE p.pronamespace::regnamespace::text IN ('science', 'upkeep') AND a.grantee = 0
    """
    assert empty_database.execute(query).fetchall() == []
    _assert_refused(empty_database, "epochdb_reader", "CREATE TEMPORARY TABLE mine (a integer)")


def _assert_refused(connection: psycopg.Connection, role: str, statement: str) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
