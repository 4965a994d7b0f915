"""The embedded server: started once, closed to strangers, back again after a crash."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from db import address
from db.__main__ import main
from db.server import embedded, postmaster
from db.server.faults import (
    CredentialsLost,
    HomeNotOurs,
    HomeOutOfReach,
    RoleWithoutPassword,
    ServerDidNotStart,
)
from db.server.place import current_place

REPOSITORY = Path(__file__).parents[2]
AS_ROOT = os.geteuid() == 0


def in_memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def set_environment(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in list(os.environ):
        if name.startswith("PG"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("EPOCHDB_HOME", str(home))
    monkeypatch.setenv("EPOCHDB_SHARED_BUFFERS", "16MB")


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    # Not below tmp_path, which pytest closes to the user who runs root's server.
    home = Path(mkdtemp(prefix="epochdb-test-", dir=in_memory()))
    yield home
    shutil.rmtree(home)


@pytest.fixture
def server(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    set_environment(monkeypatch, shared_home)
    embedded.start()
    yield shared_home
    embedded.stop()


@pytest.fixture
def new_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = Path(mkdtemp(prefix="epochdb-test-", dir=in_memory()))
    set_environment(monkeypatch, home)
    yield home
    shutil.rmtree(home)


def running_pid() -> int:
    pid = embedded.status().pid
    assert pid is not None
    return pid


def kill_the_postmaster() -> int:
    pid = running_pid()
    os.kill(pid, signal.SIGKILL)
    while postmaster.running(current_place()):
        time.sleep(0.01)
    return pid


def test_a_second_start_finds_the_server_running(server: Path) -> None:
    pid = running_pid()
    assert embedded.start() is False
    assert running_pid() == pid


def test_two_starts_at_once_give_one_server(new_home: Path) -> None:
    command = [sys.executable, "-m", "db", "start"]
    starts = [
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [start.communicate()[0] for start in starts]
    try:
        assert [start.returncode for start in starts] == [0, 0], said
        assert sorted("already running" in text for text in said) == [False, True]
    finally:
        embedded.stop()


def test_what_is_kept_is_closed_to_other_users(server: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in server.iterdir()}
    place = current_place()
    closed = [place.credentials, place.passfile, place.port_file, place.lock]
    assert {modes[path.name] for path in closed} == {0o600}
    assert {modes[place.data.name], modes[place.log.name]} == {0o700}
    assert stat.S_IMODE(server.stat().st_mode) == (0o711 if AS_ROOT else 0o700)
    assert not list(server.glob(".*password*"))


def test_the_server_listens_on_no_socket_file_and_only_on_the_loopback_address(server: Path) -> None:
    with psycopg.connect(embedded.conninfo()) as connection:
        query = "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"
        assert connection.execute(query).fetchone() == ("127.0.0.1", "")


def test_every_line_of_access_wants_a_scram_password(server: Path) -> None:
    with psycopg.connect(embedded.conninfo()) as connection:
        rules = connection.execute("SELECT type, address, auth_method FROM pg_hba_file_rules").fetchall()
    scram = ("host", "127.0.0.1", "scram-sha-256")
    assert rules == [scram, ("host", "127.0.0.1", "reject"), scram]


def test_a_wrong_password_does_not_get_in(server: Path) -> None:
    wrong = embedded.parameters() | {"password": "guess"}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(psycopg.conninfo.make_conninfo("", **wrong))


def test_pages_are_checked_and_commits_are_durable_and_text_sorts_by_code_point(server: Path) -> None:
    names = ("data_checksums", "fsync", "synchronous_commit", "server_encoding", "shared_buffers")
    with psycopg.connect(embedded.conninfo()) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in names]
        collation = connection.execute(
            "SELECT datcollate FROM pg_database WHERE datname = 'epochdb'"
        ).fetchone()
    assert shown == [("on",), ("on",), ("on",), ("UTF8",), ("16MB",)]
    assert collation == ("C",)


def test_the_roles_get_passwords_once_and_log_in_with_them(server: Path) -> None:
    with psycopg.connect(embedded.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE ROLE epochdb_reader LOGIN")
        try:
            assert embedded.set_passwords() == ["epochdb_reader"]
            first = embedded.uri("epochdb_reader")
            embedded.set_passwords()
            assert embedded.uri("epochdb_reader") == first
            with psycopg.connect(first) as as_reader:
                assert as_reader.execute("SELECT current_user").fetchone() == ("epochdb_reader",)
            assert embedded.everyday_role() == "epochdb_reader"
        finally:
            connection.execute("DROP ROLE epochdb_reader")


def test_a_password_appears_in_no_log(server: Path) -> None:
    with psycopg.connect(embedded.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE ROLE epochdb_ml LOGIN")
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            # A new session is the first to have the new setting for certain.
            embedded.stop()
            embedded.set_passwords()
        finally:
            with psycopg.connect(embedded.conninfo(), autocommit=True) as again:
                again.execute("ALTER SYSTEM RESET log_statement")
                again.execute("DROP ROLE epochdb_ml")
    log = "".join(file.read_text() for file in current_place().log.iterdir())
    assert 'ALTER ROLE "epochdb_ml" PASSWORD' in log
    for password in json.loads(current_place().credentials.read_text()).values():
        assert password not in log


def test_a_role_that_the_schema_does_not_have_is_named_with_the_remedy(server: Path) -> None:
    with pytest.raises(RoleWithoutPassword, match=r"'epochdb_owner'.*python -m db upgrade"):
        embedded.uri("epochdb_owner")


def test_psql_connects_without_a_password_on_its_command_line(server: Path) -> None:
    command = [sys.executable, "-m", "db", "psql", "--role", "superuser", "-X", "-At"]
    query = "SELECT current_user || ' ' || current_database()"
    # The shell's parent is psql: its arguments, which every user can see, and its environment.
    shell = r"\! cat /proc/$PPID/cmdline; env"
    told = subprocess.run(
        [*command, "-c", query, "-c", shell], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("postgres epochdb\npsql\0-X\0")
    assert "PGPASSFILE=" in told.stdout
    assert embedded.parameters()["password"] not in told.stdout


def test_data_survive_the_kill_of_the_postmaster_and_a_stale_pid_file(server: Path) -> None:
    with psycopg.connect(embedded.conninfo()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS answer")
    killed = kill_the_postmaster()
    assert (current_place().data / "postmaster.pid").exists()
    assert embedded.status().running is False
    assert embedded.start() is True
    assert running_pid() != killed
    with psycopg.connect(embedded.conninfo()) as connection:
        assert connection.execute("TABLE kept").fetchone() == (1,)
        connection.execute("DROP TABLE kept")


def test_a_backend_that_outlives_its_postmaster_does_not_stop_the_next_start(server: Path) -> None:
    # The query below neither waits nor reads, so that it does not notice the postmaster's death.
    busy = psycopg.connect(embedded.conninfo(), autocommit=True)
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000) WHERE random() < 0")
    while not any("SELECT" in title(pid) for pid in postmaster.orphans(current_place())):
        time.sleep(0.01)
    kill_the_postmaster()
    assert any("SELECT" in title(pid) for pid in postmaster.orphans(current_place()))
    assert embedded.start() is True
    busy.close()


def title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_a_pid_file_whose_number_is_another_program_is_not_believed(server: Path) -> None:
    embedded.stop()
    place = current_place()
    (place.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{place.data}\n0\n5432\n\n127.0.0.1\n0 0\nready\n"
    )
    assert embedded.status().running is False
    assert embedded.start() is True


def test_a_port_taken_by_another_program_is_exchanged_for_a_free_one(server: Path) -> None:
    port = embedded.status().port
    embedded.stop()
    with socket.create_server(("127.0.0.1", port)):
        assert embedded.start() is True
        assert embedded.status().port != port
    with psycopg.connect(embedded.uri()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_dropped_database_is_created_again_at_the_next_start(server: Path) -> None:
    with psycopg.connect(embedded.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE epochdb")
    with address.connect() as connection:
        assert connection.info.dbname == "epochdb"


def test_a_server_that_cannot_start_shows_the_end_of_its_log(server: Path, monkeypatch) -> None:
    embedded.stop()
    monkeypatch.setenv("EPOCHDB_SHARED_BUFFERS", "much")
    with pytest.raises(ServerDidNotStart, match='invalid value for parameter "shared_buffers": "much"'):
        embedded.start()
    assert main(["start"]) == 1


def test_lost_credentials_are_named_before_anything_is_touched(server: Path) -> None:
    embedded.stop()
    credentials = current_place().credentials
    aside = credentials.rename(credentials.with_suffix(".aside"))
    try:
        with pytest.raises(CredentialsLost, match=r"credentials\.json is missing"):
            embedded.start()
    finally:
        aside.rename(credentials)


def test_a_home_that_holds_something_else_is_refused_and_left_as_it_is(new_home: Path) -> None:
    (new_home / "thesis.tex").touch()
    new_home.chmod(0o755)
    with pytest.raises(HomeNotOurs, match="not made by EpochDB"):
        embedded.start()
    assert stat.S_IMODE(new_home.stat().st_mode) == 0o755
    assert [path.name for path in new_home.iterdir()] == ["thesis.tex"]


def test_a_moved_home_starts_with_its_data(new_home: Path, monkeypatch) -> None:
    embedded.start()
    port = embedded.status().port
    embedded.stop()
    moved = new_home.with_name(f"{new_home.name}-moved")
    new_home.rename(moved)
    try:
        monkeypatch.setenv("EPOCHDB_HOME", str(moved))
        assert embedded.start() is True
        assert embedded.status().port == port
        embedded.stop()
    finally:
        moved.rename(new_home)


@pytest.mark.skipif(AS_ROOT, reason="nothing is closed to root")
def test_a_home_that_cannot_be_entered_is_named(new_home: Path, monkeypatch, capsys) -> None:
    closed = new_home / "closed"
    closed.mkdir(mode=0)
    monkeypatch.setenv("EPOCHDB_HOME", str(closed / "home"))
    commands = ("start", "status", "stop", "password", "psql", "uri")
    try:
        assert {main([command]) for command in commands} == {1}
    finally:
        closed.chmod(0o700)
    assert capsys.readouterr().err.count(f"{new_home}/closed/home: Permission denied") == len(commands)


@pytest.mark.skipif(not AS_ROOT, reason="only root's server runs as another user")
def test_a_home_below_a_closed_directory_is_refused_for_root(new_home: Path, monkeypatch) -> None:
    new_home.chmod(0o700)
    monkeypatch.setenv("EPOCHDB_HOME", str(new_home / "below"))
    with pytest.raises(HomeOutOfReach, match=f"{new_home} is closed to"):
        embedded.start()
    assert stat.S_IMODE(new_home.stat().st_mode) == 0o700


def test_stop_and_status_of_a_server_that_never_was_say_so(new_home: Path, capsys) -> None:
    assert main(["stop"]) == 0
    assert main(["status"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("not running\nrunning: no\n")
