"""Two loaders at once, as processes of their own: nothing twice, nothing left out, no deadlock."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from example import ExampleSurvey, write
from tests import survey
from tests.conftest import REPOSITORY, load
from tests.loader import contents


def _start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "loader", "--json", *map(str, arguments)],
        cwd=REPOSITORY,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _load_at_once(database: psycopg.Connection, *commands: Iterable[object]) -> list[dict[str, Any]]:
    """Run a loader for each command line, all off at the same moment, and give their summaries."""
    with database.transaction():
        # Each loader begins with a row in this table
        database.execute("LOCK TABLE survey.load IN EXCLUSIVE MODE")
        loaders = [_start(*arguments) for arguments in commands]
        while _n_waiting(database) < len(loaders):
            assert all(loader.poll() is None for loader in loaders)
            time.sleep(0.02)
    ended = [loader.communicate() for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0] * len(loaders), [log for _, log in ended]
    return [json.loads(out) for out, _ in ended]


def _n_waiting(database: psycopg.Connection) -> int:
    query = (
        "SELECT count(*) FROM pg_catalog.pg_locks"
        " WHERE relation = 'survey.load'::regclass AND database = (SELECT oid FROM pg_catalog.pg_database"
        " WHERE datname = current_database()) AND NOT granted"
    )
    row = database.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _assert_all_in_once(
    database: psycopg.Connection, summaries: list[dict[str, Any]], n_image: int, *paths: Path
) -> None:
    """Hold what two loaders did against a load by one alone."""
    assert sum(summary["n_loaded"] for summary in summaries) == n_image
    assert sum(summary["n_loaded"] + summary["n_unchanged"] for summary in summaries) == n_image * len(
        summaries
    )
    n_row = database.execute("SELECT count(*), count(DISTINCT (source_id, image_id)) FROM survey.detection")
    assert n_row.fetchone() == (sum(summary["n_row"] for summary in summaries),) * 2
    assert contents.differences(database) == []
    together = contents.tables(database)
    contents.clear(database)
    assert load(database, *paths).faults == []
    contents.assert_same(contents.tables(database), together)


def test_three_loaders_of_the_same_fields_load_each_catalogue_once(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    directory = tmp_path / "example"
    n_image = write(directory, ExampleSurvey(n_field=3, n_source=300, n_epoch=4)).n_image
    summaries = _load_at_once(database, *[[directory]] * 3)
    _assert_all_in_once(database, summaries, n_image, directory)


def test_loaders_of_one_field_load_each_catalogue_once(database: psycopg.Connection, tmp_path: Path) -> None:
    directory = tmp_path / "example"
    n_image = write(directory, ExampleSurvey(n_field=1, n_source=500, n_epoch=16)).n_image
    summaries = _load_at_once(database, [directory], [directory])
    _assert_all_in_once(database, summaries, n_image, directory)


def test_loaders_that_come_from_opposite_ends_load_each_catalogue_once(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    directory = tmp_path / "example"
    n_image = write(directory, ExampleSurvey(n_field=2, n_source=300, n_epoch=6)).n_image
    (manifest,) = directory.glob("*.csv")
    header, *lines = manifest.read_text().splitlines()
    backwards = tmp_path / "backwards"
    backwards.mkdir()
    (backwards / "manifest.csv").write_text("\n".join([header, *reversed(lines)]) + "\n")
    for file in directory.glob("Field-*.fits"):
        (backwards / file.name).symlink_to(file)
    summaries = _load_at_once(database, [directory], [backwards])
    _assert_all_in_once(database, summaries, n_image, directory)


def test_loaders_of_two_fields_that_share_their_sources_wait_for_each_other(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    # Every StarID is in both fields, in opposite orders of brightness, class and position.
    n = 1000
    directories = []
    for field_id in (1, 2):
        directory = tmp_path / f"field-{field_id}"
        directory.mkdir()
        lines = [
            f"{10 * field_id + i},{field_id},x.fits,Ks,{57000 + 10 * i - field_id},1,16" for i in range(6)
        ]
        survey.write_manifest(directory, lines)
        for epoch in range(6):
            columns = survey.catalogue_columns(n, flux=500.0 + 10 * epoch + field_id)
            columns["Ra"] = np.linspace(1, 2, n).astype("f4") + np.float32(1e-5 * field_id)
            columns["Dec"] = np.zeros(n, "f4")
            survey.write_catalogue(directory / f"Field-{field_id}-Ks-E{epoch + 1:03d}.fits", columns)
        directories.append(directory)
    summaries = _load_at_once(database, *[[directory] for directory in directories])
    assert [summary["n_loaded"] for summary in summaries] == [6, 6]
    assert database.execute("SELECT DISTINCT n_detection FROM science.photometry").fetchall() == [(12,)]
    assert contents.differences(database) == []
    together = contents.tables(database)
    contents.clear(database)
    assert load(database, *directories).faults == []
    contents.assert_same(contents.tables(database), together)


def test_loaders_that_replace_the_same_catalogues_replace_each_once(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    directory = tmp_path / "example"
    n_image = write(directory, ExampleSurvey(n_field=2, n_source=300, n_epoch=3, seed=1)).n_image
    assert load(database, directory).faults == []
    write(directory, ExampleSurvey(n_field=2, n_source=300, n_epoch=3, seed=2), overwrite=True)
    summaries = _load_at_once(database, *[["--replace", "--max-separation", 180, directory]] * 2)
    assert sum(summary["n_replaced"] for summary in summaries) == n_image
    assert sum(summary["n_loaded"] for summary in summaries) == 0
    assert contents.differences(database) == []
    replaced = contents.tables(database)
    contents.clear(database)
    assert load(database, directory).faults == []
    contents.assert_same(contents.tables(database), replaced)
