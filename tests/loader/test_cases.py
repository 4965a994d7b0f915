"""The small inputs of ../shared/cases: each gives what its README says is right."""

from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import REPOSITORY
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]
CASES = REPOSITORY.parent / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="no small inputs in ../shared/cases")

REFUSED = {
    "tnull_astropy_table": ("MissingValue", ["column StarID, row 3", "found nothing (TNULL)"]),
    "checksum": ("DamagedFile", ["DATASUM"]),
    "naxis1": ("WidthMismatch", ["NAXIS1 = 81", "80, the sum of the columns' widths"]),
    "comma_A.vot": ("InvalidCell", ["column mag_r, row 4", "'17,3'", "a number (double)"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_case_that_is_wrong_is_refused(
    case: str, database: psycopg.Connection, load_program: Program
) -> None:
    before = contents.tables(database)
    assert load_program(CASES / case)[0] == 1
    fault, words = REFUSED[case]
    ((found, message),) = database.execute("SELECT fault, message FROM survey.rejected_file").fetchall()
    assert found == fault
    assert all(word in message for word in words), message
    assert contents.tables(database) == before


def test_decimal_commas_are_refused_with_their_line(
    database: psycopg.Connection, load_program: Program
) -> None:
    assert load_program(CASES / "decimal_comma")[0] == 1
    faults = database.execute("SELECT fault, message FROM survey.rejected_file ORDER BY 1").fetchall()
    assert [fault for fault, _ in faults] == ["InvalidManifestRow", "UnlistedCatalogue"]
    assert "line 2: found 10 values, expected 7, as the header has" in faults[0][1]
    assert contents.images(database) == []


def test_nulls_are_missing_with_their_errors(database: psycopg.Connection, load_program: Program) -> None:
    status, out, log = load_program(CASES / "tnull_int")
    assert (status, "2 values taken as missing" in out, "Flux1 1, Mag1 1" in log) == (0, True, True)
    assert database.execute(
        "SELECT source_id, flux_1, flux_1_err, mag_1, mag_1_err FROM survey.detection ORDER BY 1"
    ).fetchall() == [
        (101, 1000, 10, 14, pytest.approx(0.01)),
        (102, 2000, 10, 15, pytest.approx(0.01)),
        (103, None, None, None, None),
        (104, 3000, 10, 16, pytest.approx(0.01)),
        (105, 4000, 10, 17, pytest.approx(0.01)),
    ]
    assert database.execute("SELECT n_missing FROM science.load_log").fetchone() == (2,)


def test_a_null_is_looked_for_before_scaling(database: psycopg.Connection, load_program: Program) -> None:
    assert load_program(CASES / "tnull_scaled")[0] == 0
    rows = database.execute("SELECT mag_1 FROM survey.detection ORDER BY source_id").fetchall()
    assert rows == [(14,), (15,), (None,), (16,), (17,)]


def test_sentinels_are_missing_and_zero_is_a_magnitude(
    database: psycopg.Connection, load_program: Program
) -> None:
    status, out, _ = load_program(CASES / "sentinel_mag")
    assert (status, "12 values taken as missing" in out) == (0, True)
    query = "SELECT count(*) FROM survey.detection WHERE {0} IS NULL AND {0}_err IS NULL"
    for column in ("mag_1", "mag_2", "mag_3"):
        assert database.execute(query.format(column)).fetchone() == (4,)
    assert database.execute("SELECT count(*) FROM survey.detection WHERE mag_1 = 0").fetchone() == (1,)
    assert database.execute("SELECT max(j_minus_h) < 20 FROM science.red_sources(1.5)").fetchone() == (True,)
    assert database.execute("SELECT n_missing FROM science.load_log").fetchone() == (12,)
    assert contents.differences(database) == []


def test_a_table_a_detector_makes_one_catalogue(database: psycopg.Connection, load_program: Program) -> None:
    assert load_program(CASES / "two_tables")[0] == 0
    assert database.execute(
        "SELECT count(*), min(source_id), max(source_id) FROM survey.detection"
    ).fetchone() == (10, 201, 210)
    assert database.execute("SELECT n_detection FROM survey.catalogue").fetchall() == [(10,)]
    assert contents.differences(database) == []


def test_whole_numbers_with_a_zero_point_are_read(
    database: psycopg.Connection, load_program: Program
) -> None:
    assert load_program(CASES / "tzero_int64")[0] == 0
    assert contents.images(database) == [9510, 9511, 9512, 9513, 9514]
    assert database.execute(
        "SELECT min(source_id) FROM survey.detection WHERE image_id = 9511"
    ).fetchone() == (61001100,)


def test_a_number_used_twice_on_the_sky_is_refused_with_both_positions(
    database: psycopg.Connection, load_program: Program
) -> None:
    assert load_program(CASES / "star_id_collision" / "first")[0] == 0
    before = contents.tables(database)
    assert load_program(CASES / "star_id_collision" / "second")[0] == 1
    ((fault, message),) = database.execute("SELECT fault, message FROM survey.rejected_file").fetchall()
    assert fault == "SourceElsewhere"
    assert all(word in message for word in ["image 9403", " degrees from where it is, ra ", "4 more"])
    assert contents.tables(database) == before
    assert load_program("--max-separation", 180, CASES / "star_id_collision" / "second")[0] == 0
    assert contents.images(database) == [9401, 9402, 9403]
    assert contents.differences(database) == []
