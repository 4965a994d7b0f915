"""Who only reads holds no load up, whatever locks they take, in a database that others use too."""

from pathlib import Path

import psycopg
import pytest

from example import ExampleSurvey, write
from loader import adding
from tests.conftest import load


def test_a_load_passes_by_whoever_holds_its_advisory_locks(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All keys that EpochDB ever took are held by a reader of another session."""
    monkeypatch.setattr(adding, "PATIENCE", "20ms")
    n_image = write(tmp_path / "example", ExampleSurvey(n_field=1, n_source=100, n_epoch=2)).n_image
    at = database.info
    with psycopg.connect(
        host=at.host, port=at.port, user=at.user, password=at.password, dbname=at.dbname
    ) as reader:
        reader.execute("SET LOCAL ROLE epochdb_reader")
        for name in ("schema", "galaxy_sample"):
            reader.execute(f"SELECT pg_advisory_lock(hashtext('epochdb.{name}'))")
        for name in ("image", "field"):
            reader.execute(
                f"SELECT pg_advisory_lock(hashtext('epochdb.{name}'), n) FROM generate_series(0, 20) AS n"
            )
        assert len(load(database, tmp_path / "example").faults) == 0
    assert database.execute("SELECT count(*) FROM survey.catalogue").fetchone() == (n_image,)
    assert database.execute("SELECT count(*) FROM science.verify_summaries()").fetchone() == (0,)
