"""Kills at random instants leave the tables of an undisturbed load; more of them by ``make test-storm``."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from astropy.io import fits

from db.server import embedded
from example import ExampleSurvey, write
from tests import storm
from tests.loader import contents

N_KILL = int(os.environ.get("EPOCHDB_TEST_KILLS") or 2)
N_STEP = int(os.environ.get("EPOCHDB_TEST_STEPS") or 4)
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


def _altered(delivery: Path, copy: Path, chance: random.Random) -> Path:
    """Give a copy of a delivery in which some catalogues have other fluxes."""
    shutil.copytree(delivery, copy, dirs_exist_ok=True)
    for path in chance.sample(sorted(copy.glob("*.fits")), 3):
        with fits.open(delivery / path.name) as read:
            read[1].data["Flux1"] *= chance.uniform(0.8, 1.25)
            read.writeto(path, overwrite=True)
    return copy


def test_summaries_stay_true_through_loads_replacements_removals_ties_and_kills_in_a_row(
    home: Path, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    delivery, copy = tmp_path / "example", tmp_path / "altered"
    write(delivery, ExampleSurvey(n_field=2, n_source=300, n_epoch=6))
    storm.run("db", "upgrade")

    def load() -> None:
        # Another version of a catalogue may be in, where a replacement was killed: that one is refused
        storm.run("loader", str(copy), "--jobs", chance.choice("12"), status=None)

    def replace() -> None:
        storm.run("loader", "--replace", str(_altered(delivery, copy, chance)))

    def remove() -> None:
        with storm.connect() as connection:
            images = contents.images(connection)
            for image_id in chance.sample(images, min(len(images), chance.randint(1, 8))):
                connection.execute("SELECT upkeep.remove_catalogue(%s)", [image_id])

    def tie() -> None:
        with storm.connect() as connection, suppress(psycopg.errors.RaiseException, psycopg.DataError):
            connection.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")

    def untie() -> None:
        with storm.connect() as connection:
            connection.execute("SELECT upkeep.use_no_tie('Ks')")

    def maintain() -> None:
        storm.run("db", "maintain")

    def kill() -> None:
        blown = storm.Storm(
            chance.randrange(10**6), [("loader", str(copy)), ("loader", "--replace", str(copy))]
        )
        blown.blow(1)
        assert blown.tracebacks == []

    replace()
    steps = [load, replace, remove, remove, tie, untie, maintain, kill]
    for number in range(N_STEP):
        step = chance.choice(steps)
        step()
        with storm.connect() as connection:
            assert contents.differences(connection) == [], f"step {number}, {step.__name__}"
