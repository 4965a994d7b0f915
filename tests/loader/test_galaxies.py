"""Samples of galaxies: every serialisation goes in, and nothing bad does."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest

from tests.conftest import PHOTOZ
from tests.loader.votables import galaxy_columns, write_votable

Program = Callable[..., tuple[int, str, str]]


def rejection(database: psycopg.Connection) -> tuple[str, str]:
    """Fault and message of the only refusal, after a look that nothing else was left behind."""
    assert database.execute("SELECT count(*) FROM survey.galaxy_sample").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM survey.galaxy").fetchone() == (0,)
    rows = database.execute("SELECT fault, message FROM survey.rejected_file").fetchall()
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize("form", ["tabledata", "binary", "binary2", "fits"])
def test_every_serialisation_gives_the_same_rows(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, form: str
) -> None:
    columns = galaxy_columns(with_errors=True)
    status, _, errors = load_program(write_votable(tmp_path / "some_A.vot", columns, form))
    assert status == 0, errors
    rows = database.execute(
        "SELECT sample, role, counter, mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z, z_spec, u_mag_err,"
        " g_mag_err, r_mag_err, i_mag_err, z_mag_err FROM science.galaxy_photometry ORDER BY counter"
    ).fetchall()
    assert rows == [("some_A", "training", *values) for values in zip(*columns.values(), strict=True)]


def test_order_case_and_further_columns_are_free(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    columns = {name.upper(): values for name, values in reversed(galaxy_columns().items())}
    columns["REMARK"] = np.array(["x"] * 6)
    assert load_program(write_votable(tmp_path / "some_b.vot", columns))[0] == 0
    assert database.execute(
        "SELECT sample, role, n_redshift FROM science.galaxy_sample_overview"
    ).fetchall() == [("some_b", "test", 6)]


def test_a_compressed_sample_under_another_name_and_role(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    plain = write_votable(tmp_path / "plain.vot", galaxy_columns())
    packed = tmp_path / "packed.vot.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert load_program(packed, "--sample", "mine", "--role", "test")[0] == 0
    assert database.execute("SELECT name, role FROM survey.galaxy_sample").fetchall() == [("mine", "test")]


def test_missing_values_are_null_and_counted(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    columns = galaxy_columns()
    columns["g-r"][2] = np.nan
    columns["z_spec"][4] = np.nan
    assert load_program(write_votable(tmp_path / "some_A.vot", columns))[0] == 0
    counts = database.execute("SELECT n_galaxy, n_complete, n_redshift FROM science.galaxy_sample_overview")
    assert counts.fetchone() == (6, 5, 5)
    assert database.execute("SELECT counter FROM survey.galaxy WHERE g_minus_r IS NULL").fetchall() == [(3,)]


def test_redshifts_may_be_absent_where_they_are_to_be_predicted(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    columns = galaxy_columns()
    del columns["z_spec"]
    assert load_program(write_votable(tmp_path / "new.vot", columns), "--role", "application")[0] == 0
    assert database.execute("SELECT count(*), count(z_spec) FROM survey.galaxy").fetchone() == (6, 0)


def _changed(name: str, row: int, value: float) -> dict[str, np.ndarray]:
    columns = galaxy_columns(with_errors=True)
    columns[name] = columns[name].astype("f8") if isinstance(value, float) else columns[name]
    columns[name][row] = value
    return columns


@pytest.mark.parametrize(
    ("columns", "fault", "place"),
    [
        (_changed("Counter", 3, 2), "DuplicateIdentifier", "column Counter, row 4"),
        (_changed("Counter", 3, -2), "InvalidIdentifier", "column Counter, row 4"),
        (_changed("Counter", 3, 2.5), "InvalidIdentifier", "column Counter, row 4"),
        (_changed("u-g", 1, np.inf), "InfiniteValue", "column u-g, row 2"),
        (_changed("z_spec", 0, 15.5), "ImplausibleRedshift", "column z_spec, row 1"),
        (_changed("z_spec", 0, -3.0), "ImplausibleRedshift", "column z_spec, row 1"),
        (_changed("mag_r", 5, 55.0), "ImplausibleMagnitude", "column mag_r, row 6"),
        (_changed("r-i", 5, 44.9), "ImplausibleColour", "column r-i, row 6"),
        (_changed("dmag_z", 5, -0.1), "InvalidError", "column dmag_z, row 6"),
    ],
)
def test_a_bad_value_is_named_and_refused(
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    columns: dict[str, np.ndarray],
    fault: str,
    place: str,
) -> None:
    status, _, errors = load_program(write_votable(tmp_path / "some_A.vot", columns))
    assert status == 1
    named, message = rejection(database)
    assert named == fault
    assert "some_A.vot" in message and place in message and "expected" in message
    assert message in errors


@pytest.mark.parametrize("missing", ["Counter", "i-z", "z_spec", "dmag_u"])
def test_a_missing_column_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, missing: str
) -> None:
    columns = galaxy_columns(with_errors=True)
    del columns[missing]
    assert load_program(write_votable(tmp_path / "some_A.vot", columns))[0] == 1
    fault, message = rejection(database)
    assert fault == "MissingColumn"
    assert f"column {missing}: found 0 columns" in message


def test_text_in_place_of_numbers_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    columns = {**galaxy_columns(), "g-r": np.array(["0.8"] * 6)}
    assert load_program(write_votable(tmp_path / "some_A.vot", columns))[0] == 1
    assert rejection(database)[0] == "InvalidColumn"


def test_another_unit_is_refused(database: psycopg.Connection, load_program: Program, tmp_path: Path) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns(), units={"mag_r": "Jy"})
    assert load_program(path)[0] == 1
    assert rejection(database)[0] == "UnknownUnit"


@pytest.mark.parametrize("form", ["tabledata", "binary", "binary2", "fits"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, form: str, share: float
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns(200), form)
    contents = path.read_bytes()
    path.write_bytes(contents[: int(len(contents) * share)])
    assert load_program(path)[0] == 1
    assert rejection(database)[0] == "TruncatedFile"


@pytest.mark.parametrize("form", ["binary", "binary2"])
def test_a_stream_that_lost_part_of_a_row_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, form: str
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns(50), form)
    text = path.read_text()
    start = text.index(">", text.index("<STREAM")) + 1
    end = text.index("</STREAM>")
    stream = "".join(text[start:end].split())
    path.write_text(text[:start] + stream[:-8] + text[end:])
    assert load_program(path)[0] == 1
    assert rejection(database)[0] == "TruncatedFile"


def test_a_table_with_fewer_rows_than_it_announces_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns(), "tabledata")
    text = re.sub(r"<TABLE(?=[ >])[^>]*>", '<TABLE nrows="7">', path.read_text())
    path.write_text(text)
    assert load_program(path)[0] == 1
    assert rejection(database)[0] == "TruncatedFile"


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"", "EmptyFile"),
        (b"SIMPLE  =                    T", "NotVotable"),
        (b"Counter,mag_r\n1,17\n", "NotVotable"),
        (b"<html><body>not found</body></html>", "NotVotable"),
        (b"<VOTABLE><RESOURCE></TABLE></VOTABLE>", "MalformedVotable"),
        (b"<VOTABLE><RESOURCE/></VOTABLE>", "EmptyFile"),
        (
            b'<VOTABLE><RESOURCE><TABLE><DATA><FITS><STREAM href="http://example.org/a.fits"/></FITS></DATA>'
            b"</TABLE></RESOURCE></VOTABLE>",
            "MalformedVotable",
        ),
    ],
)
def test_what_is_no_votable_with_data_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, contents: bytes, fault: str
) -> None:
    path = tmp_path / "some_A.vot"
    path.write_bytes(contents)
    assert load_program(path)[0] == 1
    assert rejection(database)[0] == fault


def test_an_empty_table_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    assert load_program(write_votable(tmp_path / "some_A.vot", galaxy_columns(0)))[0] == 1
    assert rejection(database)[0] == "EmptyFile"


def test_a_sample_of_unknown_role_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    assert load_program(write_votable(tmp_path / "galaxies.vot", galaxy_columns()))[0] == 1
    fault, message = rejection(database)
    assert fault == "UnknownRole"
    assert "--role" in message


def test_the_same_sample_is_loaded_once(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns())
    assert "1 loaded" in load_program(path)[1]
    assert "1 unchanged" in load_program(path)[1]
    other = tmp_path / "other_B.vot"
    other.write_bytes(path.read_bytes())
    status, _, errors = load_program(other)
    assert status == 1
    assert "RepeatedSample" in errors
    assert database.execute("SELECT count(*) FROM survey.galaxy").fetchone() == (6,)


def test_other_contents_need_replace(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns())
    load_program(path)
    write_votable(path, galaxy_columns(9))
    status, _, errors = load_program(path)
    assert status == 1
    assert "ChangedSample" in errors
    assert database.execute("SELECT count(*) FROM survey.galaxy").fetchone() == (6,)
    assert "1 replaced" in load_program(path, "--replace")[1]
    assert database.execute("SELECT n_galaxy FROM survey.galaxy_sample").fetchall() == [(9,)]
    assert database.execute("SELECT count(*) FROM survey.galaxy").fetchone() == (9,)


def test_a_dry_run_writes_nothing(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns())
    status, output, _ = load_program(path, "--dry-run")
    assert status == 0
    assert "dry run: 1 loaded" in output
    assert database.execute("SELECT count(*) FROM survey.galaxy_sample").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM survey.load").fetchone() == (0,)


def test_a_bad_sample_does_not_stop_the_others(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    bad = write_votable(tmp_path / "bad_A.vot", _changed("u-g", 1, np.inf))
    good = write_votable(tmp_path / "good_A.vot", galaxy_columns())
    assert load_program(bad, good)[0] == 1
    assert database.execute("SELECT name FROM survey.galaxy_sample").fetchall() == [("good_A",)]


def test_the_real_samples_are_whole(database: psycopg.Connection, load_program: Program) -> None:
    if not PHOTOZ.is_dir():
        pytest.skip("the real samples are not beside the repository (../shared/photoz)")
    assert load_program(*sorted(PHOTOZ.glob("*.vot")))[0] == 0
    rows = database.execute(
        "SELECT sample, role, n_complete, n_redshift, n_error FROM science.galaxy_sample_overview"
        " ORDER BY sample"
    ).fetchall()
    assert rows == [
        ("boss_A", "training", 17840, 17840, 0),
        ("boss_A_with_errors", "training", 17840, 17840, 17840),
        ("boss_B", "test", 17840, 17840, 0),
        ("boss_B_with_errors", "test", 17840, 17840, 17840),
        ("sdss_A", "training", 20634, 20634, 0),
        ("sdss_B", "test", 20634, 20634, 0),
    ]
