"""Loads that end before their time, and what puts right what is not as it should be."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from db import maintenance
from tests import survey
from tests.conftest import REPOSITORY
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return survey.write_delivery(tmp_path / "delivery")


def _wait_until(database: psycopg.Connection, query: str, *arguments: object) -> None:
    for _ in range(600):
        row = database.execute(query, arguments).fetchone()
        if row and row[0]:
            return
        time.sleep(0.1)
    raise AssertionError(f"still not: {query}")


# Not pg_stat_activity, which a transaction sees but once
IS_WAITING = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'survey.source_variability'::regclass"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT granted)"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_signal_gives_the_statement_up_and_ends_in_a_line(
    number: signal.Signals, jobs: int, database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery / "Field-1-Z.fits")[0] == 0
    before = contents.tables(database)
    command = [sys.executable, "-m", "loader", "--jobs", str(jobs), str(delivery)]
    with database.transaction():
        # The statement waits for this lock, which is given back only after the loader has ended
        database.execute("LOCK TABLE survey.source_variability IN ACCESS EXCLUSIVE MODE")
        loader = subprocess.Popen(
            command, cwd=REPOSITORY, env=dict(os.environ), stderr=subprocess.PIPE, text=True
        )
        _wait_until(database, IS_WAITING)
        loader.send_signal(number)
        _, log = loader.communicate(timeout=60)
        assert loader.returncode == 1
        _wait_until(database, IS_WAITING.replace("SELECT EXISTS", "SELECT NOT EXISTS"))
    lines = [line for line in log.splitlines() if "unchanged image" not in line]
    assert lines == [
        f"BrokenOff: the load was broken off: interrupted by {number.name};"
        " what is loaded stays, load again for the rest"
    ]
    assert contents.tables(database) == before
    assert database.execute(
        "SELECT n_loaded, n_unchanged, is_complete FROM science.load_log WHERE load_id = 2"
    ).fetchall() == [(0, 0, False)]


@pytest.mark.parametrize(
    ("spoil", "mend", "said"),
    [
        (
            "REVOKE INSERT ON survey.catalogue FROM epochdb_loader",
            "GRANT INSERT ON survey.catalogue TO epochdb_loader",
            "permission denied for table catalogue",
        ),
        (
            "ALTER ROLE epochdb_loader SET default_transaction_read_only = on",
            "ALTER ROLE epochdb_loader RESET default_transaction_read_only",
            None,
        ),
        (
            "ALTER TABLE survey.image ADD COLUMN spoilt integer NOT NULL",
            "ALTER TABLE survey.image DROP COLUMN spoilt",
            'null value in column "spoilt"',
        ),
    ],
)
def test_an_error_of_the_database_ends_in_a_line(
    spoil: str,
    mend: str,
    said: str | None,
    database: psycopg.Connection,
    load_program: Program,
    delivery: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if said is None:
        spoil = mend = "SELECT 1"
        monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")
        said = "cannot execute INSERT in a read-only transaction"
    database.execute(spoil)
    status, out, log = load_program("--jobs", 1, delivery)
    database.execute(mend)
    assert (status, out) == (1, "")
    assert log.startswith(f"BrokenOff: the load was broken off: {said}")
    assert log.count("\n") == 1
    assert contents.images(database) == []


def test_rows_without_their_catalogue_are_refused_and_replaced(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    database.execute(
        "INSERT INTO survey.detection (source_id, ra, dec, image_id, running_id, class)"
        " VALUES (100, 1, 1, 2, 1, -1)"
    )
    assert load_program(delivery)[0] == 1
    ((fault, message),) = database.execute("SELECT fault, message FROM survey.rejected_file").fetchall()
    assert fault == "RefusedByDatabase"
    assert "Rows of this image are there without their catalogue: load it with --replace." in message
    assert contents.images(database) == [1, 3, 4]
    assert load_program("--replace", delivery)[0] == 0
    assert contents.images(database) == [1, 2, 3, 4]
    assert contents.differences(database) == []


SPOILS = {
    "a flux": "UPDATE survey.detection SET flux_1 = flux_1 + 1 WHERE image_id = 2 AND source_id = 101",
    "a value that is gone": "UPDATE survey.detection SET x = NULL WHERE image_id = 2 AND source_id = 101",
    "a detection that is gone": "DELETE FROM survey.detection WHERE image_id = 2 AND source_id = 101",
    "a source": "UPDATE survey.source SET j_mag = 3 WHERE source_id = 101",
    "a source that is gone": "DELETE FROM survey.source WHERE source_id = 101",
    "a mean": "UPDATE survey.source_variability SET flux_mean = flux_mean + 1 WHERE source_id = 101",
    "a count": "UPDATE survey.catalogue_count SET n_detection = 7 WHERE image_id = 2 AND snr_min = 5",
    "a zero point": "UPDATE survey.image SET zero_point_1 = 24 WHERE image_id = 2",
}


@pytest.mark.parametrize("spoilt", SPOILS)
def test_replace_loads_again_what_is_not_as_its_file_has_it(
    spoilt: str, database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    good = contents.tables(database)
    database.execute(SPOILS[spoilt])
    status, out, _ = load_program("--dry-run", "--replace", delivery)
    assert (status, " 0 replaced" in out) == (0, False)
    assert load_program("--replace", delivery)[0] == 0
    assert contents.differences(database) == []
    contents.assert_same(contents.tables(database), good)
    assert "4 unchanged" in load_program("--replace", delivery)[1]


@pytest.mark.parametrize("is_monitored", [False, True])
def test_a_band_added_as_the_message_advises_works(
    is_monitored: bool, database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    # Images 7 and 8 in L: the first is earlier than any other and alone shows sources 103 to 107
    lines = ["7,1,x.fits,L,56000,1,10", "8,1,y.fits,L,57500,1,10"]
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text() + "\n".join(lines) + "\n")
    for name, flux in (("x.fits", 700), ("y.fits", 720)):
        columns = survey.catalogue_columns(8, flux=flux)
        survey.write_catalogue(delivery / name, {key: values[3:] for key, values in columns.items()})
    status, _, log = load_program(delivery)
    assert (status, "add the band to survey.band" in log) == (1, True)
    database.execute("INSERT INTO survey.band VALUES ('L', 3.8, %s)", [is_monitored])
    assert load_program(delivery)[0] == 0
    assert contents.images(database) == [1, 2, 3, 4, 7, 8]
    assert database.execute(
        "SELECT source_id, first_image_id, j_mag IS NOT NULL FROM survey.source ORDER BY 1"
    ).fetchall() == [
        (100, 4, True), (101, 4, True), (102, 4, True), (103, 7, True), (104, 7, True), (105, 7, False),
        (106, 7, False), (107, 7, False),
    ]  # fmt: skip
    assert contents.differences(database) == []
    database.execute("SELECT upkeep.remove_catalogue(7)")
    assert contents.differences(database) == []
    by_hand = contents.tables(database)
    contents.clear(database)
    manifest.write_text(manifest.read_text().replace(lines[0] + "\n", ""))
    (delivery / "x.fits").unlink()
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.tables(database), by_hand)
    assert maintenance.maintain(database).differences == ()
