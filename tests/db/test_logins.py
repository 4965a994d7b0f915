"""Real logins at an embedded server: who gets in, what a reader can do, and passwords set by command."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from db import address, schema
from db.server import embedded
from db.server.place import current_place

REPOSITORY = Path(__file__).parents[2]
READER = "epochdb_reader"
LIMIT = 40


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A server of its own with the schema and the roles' passwords."""
    # Not below tmp_path, which pytest closes to the user who runs root's server.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    home = Path(mkdtemp(prefix="epochdb-test-", dir=memory))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PG")]:
            patch.delenv(name)
        patch.setenv("EPOCHDB_HOME", str(home))
        patch.setenv("EPOCHDB_SHARED_BUFFERS", "32MB")
        with address.connect() as connection:
            schema.upgrade(connection)
        embedded.set_passwords()
        yield home
        embedded.stop()
    shutil.rmtree(home)


@pytest.fixture
def superuser(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EPOCHDB_HOME", str(home))
    with psycopg.connect(embedded.conninfo(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def reader(superuser: psycopg.Connection) -> Iterator[psycopg.Connection]:
    with as_reader() as connection:
        yield connection


def as_reader(**at: str) -> psycopg.Connection:
    """Log in as the reader, with what differs."""
    return psycopg.connect(**{**embedded.parameters(READER), **at}, autocommit=True)


def log() -> str:
    return "".join(file.read_text() for file in current_place().log.iterdir())


def set_password(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Begin ``python -m db password --set``; it waits for the line."""
    return subprocess.Popen(
        [sys.executable, "-m", "db", "password", "--set", *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT pg_ls_dir('.')",
        "SELECT * FROM pg_hba_file_rules",
        "SELECT lo_import('/etc/hostname')",
        "COPY survey.band TO '/tmp/band'",
        "COPY survey.band TO PROGRAM 'cat'",
        "CREATE TEMPORARY TABLE mine (a integer)",
        "CREATE TABLE public.mine (a integer)",
        "CREATE DATABASE mine",
        "SET ROLE epochdb_loader",
        "ALTER ROLE epochdb_reader CONNECTION LIMIT -1",
        "ALTER SYSTEM SET log_min_duration_statement = -1",
        "SET log_min_duration_statement = -1",
        "SET session_preload_libraries = 'auto_explain'",
        "INSERT INTO survey.field VALUES (9)",
    ],
)
def test_a_reader_cannot_read_secrets_create_or_write_even_in_a_read_write_session(
    reader: psycopg.Connection, statement: str
) -> None:
    reader.execute("SET default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)


def test_a_reader_does_not_see_what_others_ask(
    superuser: psycopg.Connection, reader: psycopg.Connection
) -> None:
    superuser.execute("SELECT 'the secret'")
    query = "SELECT query FROM pg_stat_activity WHERE pid = %s"
    assert superuser.execute(query, [superuser.info.backend_pid]).fetchone() == (query.replace("%s", "$1"),)
    seen = reader.execute(query, [superuser.info.backend_pid]).fetchone()
    assert seen == ("<insufficient privilege>",)


def test_a_reader_logs_in_read_only_with_five_minutes_a_statement(reader: psycopg.Connection) -> None:
    assert reader.execute("SHOW statement_timeout").fetchone() == ("5min",)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        reader.execute("CREATE TABLE public.mine (a integer)")


def test_a_statement_beyond_the_time_limit_is_cancelled(superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER ROLE epochdb_reader SET statement_timeout = '100ms'")
    try:
        with (
            as_reader() as connection,
            pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"),
        ):
            connection.execute("SELECT pg_sleep(60)")
    finally:
        superuser.execute("ALTER ROLE epochdb_reader SET statement_timeout = '5min'")


def test_a_reader_who_lifts_the_time_limit_is_named_in_the_log(superuser: psycopg.Connection) -> None:
    """PostgreSQL lets everybody SET statement_timeout; what nobody but a superuser can stop is the log."""
    assert superuser.execute("SHOW log_min_duration_statement").fetchone() == ("5min",)
    superuser.execute("ALTER ROLE epochdb_reader SET log_min_duration_statement = '50ms'")
    try:
        with as_reader() as connection:
            connection.execute("SET statement_timeout = 0")
            connection.execute("SELECT pg_sleep(0.1) AS lifted")
    finally:
        superuser.execute("ALTER ROLE epochdb_reader RESET log_min_duration_statement")
    assert any(
        "epochdb_reader@epochdb LOG:  duration:" in line and "AS lifted" in line
        for line in log().splitlines()
    )


def test_the_reader_who_is_one_too_many_is_refused(superuser: psycopg.Connection) -> None:
    with ExitStack() as stack:
        for _ in range(LIMIT):
            stack.enter_context(as_reader())
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            as_reader()
        # Others still get in.
        stack.enter_context(psycopg.connect(embedded.conninfo("epochdb_loader")))


def test_a_user_who_is_none_of_ours_does_not_get_in(superuser: psycopg.Connection) -> None:
    superuser.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
    try:
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            as_reader(user="stranger", password="known")
        superuser.execute("GRANT epochdb_reader TO stranger")
        with as_reader(user="stranger", password="known") as connection:
            assert connection.execute("SELECT count(*) FROM science.help").fetchone() > (10,)
    finally:
        superuser.execute("DROP ROLE stranger")


@pytest.mark.parametrize("dbname", ["postgres", "template1"])
def test_a_reader_does_not_get_into_another_database(superuser: psycopg.Connection, dbname: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
        as_reader(dbname=dbname)


def test_another_survey_on_the_server_is_closed_to_who_has_no_right_in_it(
    superuser: psycopg.Connection,
) -> None:
    superuser.execute("CREATE DATABASE other_survey")
    try:
        superuser.execute("REVOKE ALL ON DATABASE other_survey FROM PUBLIC")
        with pytest.raises(psycopg.OperationalError, match='permission denied for database "other_survey"'):
            as_reader(dbname="other_survey")
    finally:
        superuser.execute("DROP DATABASE other_survey")


def test_nobody_gets_in_without_a_password(superuser: psycopg.Connection, tmp_path: Path) -> None:
    for user in ("postgres", READER):
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            as_reader(user=user, password="", passfile=str(tmp_path / "none"))


def test_from_another_address_there_is_nobody_to_ask(superuser: psycopg.Connection) -> None:
    # The whole of 127.0.0.0/8 is this machine; the server has but one address of it.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", int(embedded.parameters()["port"])), timeout=5)


def test_a_server_made_to_listen_everywhere_still_refuses_what_does_not_come_from_this_machine(
    superuser: psycopg.Connection,
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing; asks for the address that this machine has towards others.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but the loopback one")
        outer = probe.getsockname()[0]
    superuser.execute("ALTER SYSTEM SET listen_addresses = '*'")
    try:
        embedded.stop()
        embedded.start()
        with pytest.raises(psycopg.OperationalError, match=rf'no pg_hba\.conf entry for host "{outer}"'):
            as_reader(host=outer)
    finally:
        with psycopg.connect(embedded.conninfo(), autocommit=True) as again:
            again.execute("ALTER SYSTEM RESET listen_addresses")
        embedded.stop()
        embedded.start()


def test_a_password_set_by_command_is_in_no_list_of_processes_and_in_no_log(
    superuser: psycopg.Connection,
) -> None:
    secret = f"a:colon, a back\\slash, a slash / and {secrets.token_hex()}"
    superuser.execute("ALTER ROLE postgres SET log_statement = 'all'")
    try:
        program = set_password("--role", READER, environment=dict(os.environ))
        assert program.stdin is not None
        program.stdin.write(secret + "\n")
        program.stdin.flush()
        seen = ""
        while program.poll() is None:
            seen += "".join(_command_lines())
            query = "SELECT string_agg(query, '') FROM pg_stat_activity"
            seen += str(superuser.execute(query).fetchone())
            time.sleep(0.02)
        said, complaint = program.communicate()
    finally:
        superuser.execute("ALTER ROLE postgres RESET log_statement")
    assert (program.returncode, said) == (0, "epochdb_reader has a new password\n"), complaint
    assert "password\0--set" in seen
    assert "ALTER ROLE" in log()
    assert secret not in seen + log() + said + complaint
    assert json.loads(current_place().credentials.read_text())[READER] == secret
    # libpq's file, in which a colon and a backslash are escaped, opens the door as well.
    with as_reader(password="", passfile=str(current_place().passfile)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (READER,)
    with psycopg.connect(embedded.uri(READER)):
        pass
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        as_reader(password=secret + "x")


def _command_lines() -> Iterator[str]:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield entry.read_text(errors="replace")
        except OSError:
            continue


def test_a_password_is_set_on_a_server_that_the_environment_names(superuser: psycopg.Connection) -> None:
    at = embedded.parameters()
    outside = {
        **{name: value for name, value in os.environ.items() if name != "EPOCHDB_HOME"},
        "PGHOST": at["host"],
        "PGPORT": at["port"],
        "PGUSER": at["user"],
        "PGDATABASE": at["dbname"],
        "PGPASSFILE": str(current_place().passfile),
    }
    before = superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'epochdb_ml'").fetchone()
    secret = secrets.token_hex()
    program = set_password("--role", "epochdb_ml", environment=outside)
    assert program.communicate(secret + "\n") == ("epochdb_ml has a new password\n", "")
    try:
        with as_reader(user="epochdb_ml", password=secret) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("epochdb_ml",)
        assert secret not in log()
        # A reader who asks for it is told what it takes.
        outside |= {"PGUSER": READER}
        program = set_password("--role", "epochdb_ml", environment=outside)
        said, complaint = program.communicate(secret + "\n")
        assert (program.returncode, said) == (1, "")
        assert "epochdb_reader may not set the password of epochdb_ml" in complaint
        assert secret not in complaint
    finally:
        embedded.set_passwords()
    after = superuser.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'epochdb_ml'").fetchone()
    assert before != after
    with psycopg.connect(embedded.conninfo("epochdb_ml")):
        pass


@pytest.mark.parametrize(
    ("arguments", "line", "complaint"),
    [
        (["--role", READER], "\n", "found an empty line"),
        (["--role", READER], "two\twords\n", "found a control character"),
        (["--role", "superuser"], "enough\n", "not EpochDB's to change"),
    ],
)
def test_what_is_no_password_changes_nothing(
    superuser: psycopg.Connection, arguments: list[str], line: str, complaint: str
) -> None:
    program = set_password(*arguments, environment=dict(os.environ))
    said, told = program.communicate(line)
    assert (program.returncode, said) == (1, "")
    assert complaint in told
    with as_reader():
        pass
