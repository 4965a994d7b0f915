"""A backup that is restored elsewhere predicts by what its runs kept, and learns nothing again."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from pytest_postgresql.janitor import DatabaseJanitor

from db.server import binaries
from ml import applying, photoz
from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.density_training import NetworkSettings
from ml.redshift.methods import BEST, METHODS
from ml.redshift.residuals import WithResiduals
from tests.results import add_sample, curved_galaxies

SMALL = (
    NetworkSettings(hidden=(8,), components=2, members=4, epochs=2),
    NetworkSettings(hidden=(8, 8), components=2, members=4, epochs=2),
)
ROWS = (
    "SELECT p.counter, p.z_phot, p.z_q025, p.z_q160, p.z_q500, p.z_q840, p.z_q975 FROM survey.photo_z AS p"
    " JOIN survey.galaxy_sample AS s USING (sample_id) WHERE p.run_id = %s AND s.name = %s ORDER BY p.counter"
)


@pytest.fixture
def restored(database: psycopg.Connection, tmp_path: Path) -> Iterator[psycopg.Connection]:
    """A copy of the database by way of pg_dump and pg_restore, made when it is asked for."""
    newest = max(binaries.INSTALLATIONS)
    if database.info.server_version // 10000 > newest:
        pytest.skip(f"the server is newer than the wheel's client programs, PostgreSQL {newest}")
    _learn(database)
    at: dict[str, Any] = {"host": database.info.host, "port": database.info.port, "user": database.info.user}
    name = f"{database.info.dbname}_restored"
    janitor = DatabaseJanitor(**at, dbname=name, template_dbname="template0")
    janitor.drop()
    with janitor:
        programs, dump = binaries.installed(newest), tmp_path / "epochdb.dump"
        _run(programs / "pg_dump", "--format=custom", f"--file={dump}", database.info.dbname)
        _run(programs / "pg_restore", f"--dbname={janitor.dbname}", dump)
        with closing(psycopg.connect(**at, dbname=janitor.dbname, autocommit=True)) as connection:
            yield connection


def _learn(database: psycopg.Connection) -> None:
    add_sample(database, "some_A", "training", curved_galaxies(150, 1))
    add_sample(database, "some_B", "test", curved_galaxies(40, 2))
    add_sample(database, "again", "application", curved_galaxies(40, 2))
    small = replace(METHODS[BEST], make=lambda seed: MixtureDensityEnsemble(seed, "window", SMALL))
    photoz.train(database, "some_A", "some_B", [small, METHODS["local_linear"]], [1])


def _run(*command: object) -> None:
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_restored_run_gives_the_redshifts_that_it_gave_before(
    database: psycopg.Connection, restored: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("learned again")

    monkeypatch.setattr(MixtureDensityEnsemble, "fit", refuse)
    monkeypatch.setattr(WithResiduals, "fit", refuse)
    runs = [run_id for (run_id,) in restored.execute("SELECT run_id FROM survey.model_run")]
    assert len(runs) == 2
    for run_id in runs:
        applying.apply(restored, run_id, "again")
        before = np.array(database.execute(ROWS, [run_id, "some_B"]).fetchall(), dtype=float)
        after = np.array(restored.execute(ROWS, [run_id, "again"]).fetchall(), dtype=float)
        assert before.shape == (40, 7)
        np.testing.assert_allclose(after, before, rtol=0, atol=1e-6)
