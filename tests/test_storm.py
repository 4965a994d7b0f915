"""Kills at random instants leave the tables of an undisturbed load; more of them by ``make test-storm``."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from db.server import embedded
from example import ExampleSurvey, write
from tests import storm
from tests.loader import contents

N_KILL = int(os.environ.get("EPOCHDB_TEST_KILLS") or 4)
SEED = int(os.environ.get("EPOCHDB_TEST_SEED") or 1)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server of its own, which may be killed."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    directory = Path(mkdtemp(prefix="epochdb-test-storm-", dir=memory))
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EPOCHDB_HOME", str(directory))
    monkeypatch.setenv("EPOCHDB_SHARED_BUFFERS", "64MB")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    yield directory
    embedded.stop()
    shutil.rmtree(directory)


def test_a_storm_of_kills_ends_in_the_tables_of_an_undisturbed_load(home: Path, tmp_path: Path) -> None:
    delivery = tmp_path / "example"
    write(delivery, ExampleSurvey(n_field=2, n_source=500, n_epoch=6))
    storm.run("db", "upgrade")
    blown = storm.Storm(
        SEED,
        [
            ("loader", str(delivery)),
            ("loader", str(delivery), "--jobs", "1"),
            ("loader", "--replace", str(delivery)),
            ("db", "maintain"),
            ("db", "upgrade"),
        ],
    )
    blown.blow(N_KILL)
    assert blown.tracebacks == []
    assert sum(blown.n_killed.values()) == N_KILL
    storm.run("db", "upgrade")
    storm.run("loader", str(delivery))
    storm.run("db", "maintain")
    with storm.connect() as connection:
        assert contents.differences(connection) == []
        stormy = contents.tables(connection)
        contents.clear(connection)
    storm.run("loader", str(delivery))
    storm.run("db", "maintain")
    with storm.connect() as connection:
        contents.assert_same(stormy, contents.tables(connection))
