"""Loads as a whole: what is in after them, and that a catalogue goes in and out as one."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest

from loader import adding, groups
from tests import survey
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return survey.write_delivery(tmp_path / "delivery")


def _everything(database: psycopg.Connection) -> dict[str, list[str]]:
    """Give every row of every survey table, the logs included."""
    return contents.tables(database) | {name: contents.rows(database, name) for name in contents.LOGS}


def test_a_delivery_is_in_with_its_images_ledger_and_summaries(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    assert database.execute(
        "SELECT i.image_id, i.field_id, i.band, i.file_name, i.mjd, i.airmass, i.exposure_time,"
        " round(i.zero_point_1::numeric, 4)::float8, c.path, c.n_detection, c.load_id"
        " FROM survey.image AS i INNER JOIN survey.catalogue AS c USING (image_id) ORDER BY 1"
    ).fetchall() == [
        (1, 1, "Z", "Z-image.fits", 57267.1, 1.6, 40, 25, str(delivery / "Field-1-Z.fits"), 5, 1),
        (2, 1, "J", "J-image.fits", 57257, 1, 48, 25, str(delivery / "Field-1-J.fits"), 5, 1),
        (3, 1, "Ks", "Ks-image.fits", 56788.3, 1, 16, 25, str(delivery / "Field-1-Ks-E002.fits"), 5, 1),
        (4, 1, "Ks", "Ks-other.fits", 56561, 1.1, 16, 25, str(delivery / "Field-1-Ks-E001.fits"), 5, 1),
    ]
    # Source 100 has a flux of 500 in Z, 800 in J, and 1000 then 1100 in Ks, each with an error of 10.
    mean, m2 = database.execute(
        "SELECT flux_mean, flux_m2 FROM survey.source_variability WHERE source_id = 100 AND n_epoch = 2"
    ).fetchone() or (0, 0)
    assert (mean, m2) == (pytest.approx(1050, rel=1e-5), pytest.approx(5000, rel=1e-4))
    assert database.execute(
        "SELECT z_snr, j_snr, ks_snr, n_detection, is_star FROM science.photometry WHERE source_id = 100"
    ).fetchone() == (50, 80, 100, 4, True)
    assert contents.differences(database) == []


def test_a_second_run_loads_nothing_and_says_so(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    before = contents.tables(database)
    pages = database.execute("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'detection'")
    status, out, log = load_program(delivery)
    assert status == 0
    assert "load 2: 0 loaded, 0 replaced, 4 unchanged, 0 rejected; 0 rows" in out
    assert "nothing to do: everything is in" in out
    assert log.count("unchanged image ") == 4
    assert contents.tables(database) == before
    assert pages.fetchone() is not None
    assert database.execute(
        "SELECT load_id, n_loaded, n_unchanged, n_row, is_complete FROM science.load_log"
    ).fetchall() == [(2, 0, 4, 0, True), (1, 4, 0, 20, True)]


def test_compressed_and_plain_files_have_one_ledger_entry(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    before = contents.tables(database)
    for plain in delivery.glob("*.fits"):
        plain.with_suffix(".fits.gz").write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    status, out, _ = load_program(delivery)
    assert (status, "4 unchanged" in out) == (0, True)
    assert contents.tables(database) == before


def test_one_catalogue_alone_is_loaded(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery / "Field-1-Ks-E002.fits")[0] == 0
    assert database.execute("SELECT image_id, mjd FROM survey.image").fetchall() == [(3, 56788.3)]


def test_a_manifest_can_be_named_instead_of_its_directory(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery / "manifest.csv")[0] == 0
    assert contents.images(database) == [1, 2, 3, 4]


def test_an_earlier_monitored_image_in_a_second_delivery_takes_its_place_in_time(
    database: psycopg.Connection, load_program: Program, delivery: Path, tmp_path: Path
) -> None:
    assert load_program(delivery)[0] == 0
    late = tmp_path / "late"
    late.mkdir()
    # In its own delivery it is the first epoch, and in the survey too: 56000 is before 56561.
    survey.write_manifest(late, ["9,1,Ks-late.fits,Ks,56000.0,1.0,16.0"])
    survey.write_catalogue(late / "Field-1-Ks-E001.fits", survey.catalogue_columns(flux=900))
    assert load_program(late)[0] == 0
    assert database.execute(
        "SELECT image_id, epoch FROM science.image_epoch WHERE band = 'Ks' ORDER BY epoch"
    ).fetchall() == [(9, 1), (4, 2), (3, 3)]
    assert database.execute("SELECT DISTINCT ks_image_id, ks_mjd FROM survey.source").fetchall() == [
        (9, 56000)
    ]
    assert contents.differences(database) == []


def test_replacing_equals_a_fresh_load(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    # Fewer sources, a new one, other fluxes, classes and a missing value: of the earliest epoch
    changed = survey.catalogue_columns(4, first_id=102, flux=1300)
    changed["Class"][:2] = (0, 1)
    changed["Flux1"][1] = np.nan
    survey.write_catalogue(delivery / "Field-1-Ks-E001.fits", changed)
    status, out, _ = load_program("--replace", delivery)
    assert (status, "0 loaded, 1 replaced, 3 unchanged, 0 rejected; 4 rows" in out) == (0, True)
    assert contents.differences(database) == []
    replaced = contents.tables(database)
    contents.clear(database)
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.tables(database), replaced)


def test_replacing_metadata_moves_an_image_in_time_and_field(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    assert load_program(delivery)[0] == 0
    manifest = delivery / "manifest.csv"
    moved = manifest.read_text().replace("1,1,Z-image.fits,Z,57267.1", "1,7,Field-1-Z.fits,Z,56000")
    manifest.write_text(moved)
    assert load_program("--replace", delivery)[0] == 0
    assert contents.differences(database) == []
    replaced = contents.tables(database)
    contents.clear(database)
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.tables(database), replaced)


@pytest.mark.parametrize(
    ("fault", "bad"),
    [
        ("NotFits", lambda path: path.write_text("no table")),
        ("UnknownClass", lambda path: _with(path, "Class", 7)),
        ("RefusedByDatabase", lambda path: _with(path, "Flux1", 3e38)),
        ("RepeatedCatalogue", lambda path: shutil.copy(path.with_name("Field-1-Z.fits"), path)),
    ],
)
def test_a_bad_replacement_leaves_the_old_rows(
    database: psycopg.Connection,
    load_program: Program,
    delivery: Path,
    fault: str,
    bad: Callable[[Path], object],
) -> None:
    assert load_program(delivery)[0] == 0
    before = contents.tables(database)
    bad(delivery / "Field-1-J.fits")
    status, _, log = load_program("--replace", delivery)
    assert (status, f"REJECTED {fault}" in log) == (1, True)
    assert contents.tables(database) == before


def _with(path: Path, column: str, value: float) -> None:
    columns = survey.catalogue_columns()
    columns[column][:] = value
    columns["dFlux1"][:] = 0.5
    survey.write_catalogue(path, columns)


def test_a_repeated_catalogue_can_be_put_right_as_its_message_says(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    # The two epochs were dated the wrong way round: each image now has what the other has in the ledger.
    assert load_program(delivery)[0] == 0
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("56788.3", "56000.0"))
    status, _, log = load_program("--jobs", 1, "--replace", delivery)
    assert (status, "SELECT upkeep.remove_catalogue(4) first" in log) == (1, True)
    database.execute("SELECT upkeep.remove_catalogue(4)")
    assert load_program("--jobs", 1, "--replace", delivery)[0] == 0
    assert database.execute(
        "SELECT image_id, substring(path FROM 'E00.') FROM survey.catalogue WHERE image_id > 2 ORDER BY 1"
    ).fetchall() == [(3, "E001"), (4, "E002")]
    assert contents.differences(database) == []


def test_an_image_numbered_zero_is_one_like_any_other(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("4,1,Ks-other", "0,1,Ks-other"))
    assert load_program(delivery)[0] == 0
    assert contents.images(database) == [0, 1, 2, 3]
    assert contents.differences(database) == []
    database.execute("SELECT upkeep.remove_catalogue(2)")
    assert contents.differences(database) == []


# Dry runs


def test_a_dry_run_writes_nothing_at_all(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    before = _everything(database)
    status, out, _ = load_program("--dry-run", delivery)
    assert status == 0
    assert out.startswith("dry run: 4 loaded, 0 replaced, 0 unchanged, 0 rejected; 20 rows")
    assert _everything(database) == before


def test_a_dry_run_finds_the_faults_and_writes_nothing_at_all(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    before = _everything(database)
    (delivery / "Field-1-J.fits").write_text("no table")
    (delivery / "Field-9-Z.fits").touch()
    status, out, log = load_program("--dry-run", delivery)
    assert status == 1
    assert "3 loaded, 0 replaced, 0 unchanged, 2 rejected" in out
    assert ("REJECTED NotFits" in log, "REJECTED UnlistedCatalogue" in log) == (True, True)
    assert _everything(database) == before


@pytest.mark.parametrize("replace", [False, True])
def test_a_dry_run_says_what_the_real_one_would_do(
    database: psycopg.Connection, load_program: Program, delivery: Path, replace: bool
) -> None:
    assert load_program(delivery)[0] == 0
    before = _everything(database)
    shutil.copy(delivery / "Field-1-Z.fits", delivery / "Field-2-Z.fits")
    survey.write_catalogue(delivery / "Field-1-J.fits", survey.catalogue_columns(flux=801))
    survey.write_catalogue(delivery / "Field-2-J.fits", survey.catalogue_columns(flux=80))
    shutil.copy(delivery / "Field-2-J.fits", delivery / "Field-2-H.fits")
    more = [f"{20 + i},2,x.fits,{band},57000,1,1" for i, band in enumerate("ZJH")]
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text() + "\n".join(more))
    arguments = ["--jobs", 1, *(["--replace"] if replace else []), delivery]
    dry = load_program("--dry-run", *arguments)
    assert _everything(database) == before
    wet = load_program(*arguments)
    counts = (
        "1 loaded, 1 replaced, 3 unchanged, 2 rejected"
        if replace
        else "1 loaded, 0 replaced, 3 unchanged, 3 rejected"
    )
    assert (dry[0], counts in dry[1]) == (1, True)
    assert (wet[0], counts in wet[1]) == (1, True)
    assert [line.split(": ", 1)[1] for line in dry[2].splitlines()] == [
        line.split(": ", 1)[1] for line in wet[2].splitlines()
    ]


# A load that is cut off


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("lock_fields", "image_ids integer[], source_id_min bigint, source_id_max bigint"),
        ("merge_sources", "image_ids integer[], source_id_min bigint, source_id_max bigint"),
        ("merge_source_variability", "image_ids integer[], source_id_min bigint, source_id_max bigint"),
    ],
)
def test_a_load_that_breaks_off_after_its_copy_leaves_nothing(
    database: psycopg.Connection, load_program: Program, delivery: Path, function: str, arguments: str
) -> None:
    before = contents.tables(database)
    database.execute(
        f"CREATE OR REPLACE FUNCTION upkeep.{function}({arguments}) RETURNS void"
        " LANGUAGE plpgsql STRICT AS $$ BEGIN RAISE disk_full; END $$"
    )
    status, _, log = load_program(delivery)
    assert (status, "broken off: " in log) == (1, True)
    assert contents.tables(database) == before
    assert database.execute("SELECT is_complete, n_loaded FROM science.load_log").fetchall() == [(False, 0)]


def test_a_load_that_breaks_off_keeps_the_groups_before_and_the_next_run_loads_the_rest(
    database: psycopg.Connection, load_program: Program, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_pieces = adding.copy_pieces

    def cut_off(connection: psycopg.Connection, *arguments: object) -> None:
        copy_pieces(connection, *arguments)
        if connection.execute("SELECT count(DISTINCT image_id) FROM survey.detection").fetchone() == (3,):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(groups, "GROUP_BYTES", 1)
        patched.setattr(adding, "copy_pieces", cut_off)
        status, _, log = load_program("--jobs", 1, delivery)
    assert (status, "broken off: interrupted by SIGINT; what is loaded stays" in log) == (1, True)
    assert database.execute("SELECT n_loaded, n_row, is_complete FROM science.load_log").fetchall() == [
        (2, 10, False)
    ]
    assert contents.images(database) == [1, 2]
    assert contents.differences(database) == []
    assert load_program(delivery)[0] == 0
    loaded = contents.summaries(database)
    assert contents.images(database) == [1, 2, 3, 4]
    contents.clear(database)
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.summaries(database), loaded)


def test_a_server_that_ends_the_connection_is_reported_in_a_line(
    database: psycopg.Connection, load_program: Program, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_pieces = adding.copy_pieces

    def end_connection(connection: psycopg.Connection, *arguments: object) -> None:
        copy_pieces(connection, *arguments)
        database.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])

    monkeypatch.setattr(adding, "copy_pieces", end_connection)
    status, _, log = load_program(delivery)
    assert (status, "broken off: " in log) == (1, True)
    assert contents.images(database) == []
