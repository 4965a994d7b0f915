"""What surrounds the embedded server does not reach it: environment, odd homes, users without entries."""

import os
import signal
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db import address
from db.faults import NoSurvey
from db.server import account, embedded, place
from db.server.faults import HomeNotOurs, NoUnprivilegedUser
from db.server.tuning import Machine, settings_for
from tests.db.test_embedded import in_memory, new_home, set_environment, shared_home

__all__ = ["new_home", "shared_home"]
REPOSITORY = Path(__file__).parents[2]
# What a cloud's shell sets for its own servers
CLOUD = {
    "PGCHANNELBINDING": "require",
    "PGSSLMODE": "verify-full",
    "PGSSLNEGOTIATION": "direct",
    "PGSSLROOTCERT": "system",
    "PGSSLCERTMODE": "require",
    "PGREQUIREAUTH": "gss",
    "PGGSSENCMODE": "require",
    "PGTARGETSESSIONATTRS": "standby",
    "PGOPTIONS": "-c work_mem=no",
    "PGCONNECT_TIMEOUT": "soon",
    "PGMINPROTOCOLVERSION": "3.2",
    "PGUSER": "somebody",
    "PGPASSWORD": "wrong",
}


@pytest.fixture
def server(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    set_environment(monkeypatch, shared_home)
    embedded.start()
    yield shared_home
    embedded.stop()


@pytest.mark.parametrize("variable", CLOUD)
def test_the_environment_of_the_client_does_not_reach_the_embedded_server(
    server: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, CLOUD[variable])
    with address.connect() as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            "postgres",
            "epochdb",
        )


def test_which_database_is_meant_the_environment_says_here_too(
    server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATABASE", "mine")
    with pytest.raises(NoSurvey, match="python -m db upgrade -d mine"):
        address.connect()
    embedded.ensure("mine")
    with address.connect() as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("mine",)
    assert embedded.uri().endswith("/mine")


def test_psql_is_reached_by_none_of_it(server: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in CLOUD.items():
        monkeypatch.setenv(variable, value)
    command = [sys.executable, "-m", "db", "psql", "--role", "superuser", "-XAt", "-c", "SELECT 1"]
    asked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (asked.stdout, asked.stderr, asked.returncode) == ("1\n", "", 0)


def test_a_start_waits_while_the_server_recovers_from_the_kill_of_a_backend(server: Path) -> None:
    """Its own process goes on and says ready, while it refuses whoever connects."""
    for _ in range(5):
        with psycopg.connect(embedded.conninfo(), autocommit=True) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
            failures: list[Exception] = []

            def begin(failures: list[Exception] = failures) -> None:
                try:
                    assert embedded.start() is False
                except Exception as error:
                    failures.append(error)

            starts = [threading.Thread(target=begin) for _ in range(2)]
            for start in starts:
                start.start()
            for start in starts:
                start.join()
            assert failures == []
            connection.close()


@pytest.mark.parametrize(
    "name", ["$HOME", "it's", 'so "called"', "`touch ran`", "$(touch ran)", "a b;c", "ä"]
)
def test_a_home_of_any_name_works_and_runs_nothing(
    new_home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_home.chmod(0o755)
    home = new_home / name
    monkeypatch.setenv("EPOCHDB_HOME", str(home))
    assert embedded.start() is True
    try:
        with psycopg.connect(embedded.conninfo()) as connection:
            shown = connection.execute("SHOW data_directory").fetchone()
        assert shown == (str(home.resolve() / place.current_place().data.name),)
        assert embedded.start() is False
        assert embedded.status().running
    finally:
        embedded.stop()
    assert [path.name for path in new_home.iterdir()] == [name]
    assert not Path("/ran").exists()
    assert in_memory() is None or not Path(in_memory() or "", "ran").exists()


def test_a_home_with_a_control_character_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPOCHDB_HOME", "/tmp/two\nlines")
    with pytest.raises(HomeNotOurs, match="control character"):
        place.current_place()


def test_a_home_that_nobody_knows_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "EPOCHDB_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(place, "is_root", lambda: False)
    monkeypatch.setattr("pwd.getpwuid", _no_entry)
    with pytest.raises(HomeNotOurs, match=r"HOME is not set.*Set EPOCHDB_HOME"):
        place.current_place()


def test_a_user_without_an_entry_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "is_root", lambda: False)
    monkeypatch.setattr("pwd.getpwuid", _no_entry)
    with pytest.raises(NoUnprivilegedUser, match=r"no entry in the list of users.*PGHOST"):
        account.server_account(place.current_place())


def _no_entry(uid: int) -> object:
    raise KeyError(uid)


def test_wal_takes_at_most_a_quarter_of_what_is_free_on_the_disk() -> None:
    gib = 2**30

    def wal(free: int | None) -> str:
        machine = Machine(16 * gib, 2, 18, disk=free)
        return {setting.name: setting.value for setting in settings_for(machine)}["max_wal_size"]

    assert wal(None) == "8192MB"
    assert wal(100 * gib) == "8192MB"
    assert wal(2 * gib) == "512MB"
    assert wal(0) == "64MB"


def test_status_warns_when_a_tenth_of_the_disk_is_free(
    server: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from db.__main__ import main

    usage = namedtuple("usage", ["f_bavail", "f_blocks", "f_frsize"])
    monkeypatch.setattr("db.server.disk.os.statvfs", lambda _: usage(9, 100, 2**20))
    assert main(["status"]) == 0
    assert "disk:    9 MiB of 100 MiB free (9 %); make room" in capsys.readouterr().out
    monkeypatch.setattr("db.server.disk.os.statvfs", lambda _: usage(11, 100, 2**20))
    main(["status"])
    assert "make room" not in capsys.readouterr().out
