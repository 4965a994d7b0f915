"""Catalogues of others: whatever their columns are called, matched, and again when the survey grows."""

from collections.abc import Callable
from pathlib import Path

import astropy.units as u
import numpy as np
import psycopg
import pytest
from astropy.table import MaskedColumn, Table

from db.maintenance import maintain
from tests.survey import add_image

Program = Callable[..., tuple[int, str, str]]
ARCSEC = 1 / 3600
MAP = ("--map", "ra=RAJ2000", "dec=DEJ2000", "id=Name", "pm_ra=pmRA", "pm_dec=pmDE")


def _file(path: Path) -> Path:
    """Write three rows: at source 1, at source 2 fifteen years ago, and where nothing is."""
    # Images are of MJD 57023.25, which is 2000 + (57023.25 - 51544.5) / 365.25 = 2015.0. Source 2 lies at
    # (10.1, 60): proper motions of 200 mas/yr in right ascension (which is times cos 60 deg = 0.5) and 100 in
    # declination are 6 arcsec of right ascension and 1.5 of declination in fifteen years.
    table = Table(
        {
            "Name": ["one", "fast", "lost"],
            "RAJ2000": [10, 10.1 - 6 * ARCSEC, 200] * u.deg,
            "DEJ2000": [60, 60 - 1.5 * ARCSEC, -20] * u.deg,
            "pmRA": MaskedColumn([0, 200, 0], mask=[True, False, True], unit="mas / yr"),
            "pmDE": MaskedColumn([0, 0.1, 0], mask=[True, False, True], unit="arcsec / yr"),
            "Jmag": MaskedColumn([12.5, 13.5, 0], mask=[False, False, True], unit="mag", description="J."),
            "type": ["RRab", "EA", ""],
        }
    )
    table.write(path)
    return path


@pytest.fixture
def sources(database: psycopg.Connection) -> psycopg.Connection:
    detections = [
        {"source_id": 1, "ra": 10.0, "dec": 60 + 0.3 * ARCSEC},
        {"source_id": 2, "ra": 10.1, "dec": 60.0},
    ]
    add_image(database, 1, detections, mjd=57023.25)
    return database


def _matches(database: psycopg.Connection) -> list[tuple[object, ...]]:
    query = (
        "SELECT source_id, external_id, rank, round((distance * 3600)::numeric, 3)::float8"
        " FROM science.matched_source ORDER BY source_id"
    )
    return database.execute(query).fetchall()


def test_rows_find_their_sources_along_their_proper_motions(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _file(tmp_path / "others.vot.fits")
    status, out, err = load_program(
        "external", "others", path, *MAP, "--columns", "Jmag", "type", "--epoch", "2000"
    )
    assert (status, "3 rows; 2 found a source (2 sources)" in out) == (0, True), err
    assert _matches(sources) == [(1, "one", 1, 0.3), (2, "fast", 1, pytest.approx(0, abs=0.001))]
    query = "SELECT external_id, number, text FROM science.external_value('others', %s)"
    assert sources.execute(query, ["Jmag"]).fetchall() == [
        ("one", 12.5, None),
        ("fast", 13.5, None),
        ("lost", None, None),
    ]
    assert [row[2] for row in sources.execute(query, ["type"])] == ["RRab", "EA", ""]
    query = "SELECT column_name, unit, description FROM science.external_column WHERE is_number"
    assert sources.execute(query).fetchall() == [("Jmag", "mag", "J.")]


def test_without_an_epoch_nothing_moves(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    assert load_program("external", "others", _file(tmp_path / "others.fits"), *MAP)[0] == 0
    assert _matches(sources) == [(1, "one", 1, 0.3)]


def test_a_match_that_the_survey_has_outgrown_is_stale_until_the_housekeeping_makes_it_again(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    assert load_program("external", "others", _file(tmp_path / "others.fits"), *MAP)[0] == 0
    stale = "SELECT is_stale FROM science.external_catalogue"
    assert sources.execute(stale).fetchall() == [(False,)]
    # A source at the third row
    add_image(sources, 2, [{"source_id": 3, "ra": 200.0, "dec": -20.0}], mjd=57023.25, field_id=2)
    assert sources.execute(stale).fetchall() == [(True,)]
    assert len(_matches(sources)) == 1
    maintain(sources)
    assert sources.execute(stale).fetchall() == [(False,)]
    assert _matches(sources) == [(1, "one", 1, 0.3), (3, "lost", 1, 0)]


def test_chance_matches_are_told_by_density_and_by_shifted_positions(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    rng = np.random.default_rng(4)
    # 3600 sources on 0.1 x 0.1 deg: one in 36 square arcsec; 1000 rows anywhere among them, so that within
    # 1 arcsec of a row there are pi / 36 = 0.0873, and 1000 (1 - exp(-0.0873)) = 83.6 find one by chance
    places = rng.uniform(0, 0.1, (3600, 2))
    detections = [{"source_id": n, "ra": ra, "dec": dec} for n, (ra, dec) in enumerate(places.tolist())]
    add_image(database, 1, detections)
    path = tmp_path / "others.csv"
    Table(rng.uniform(0.03, 0.06, (1000, 2)), names=["ra", "dec"]).write(path, format="ascii.csv")
    assert load_program("external", "others", path)[0] == 0
    query = "SELECT n_matched, n_chance_by_density, n_chance_by_shift FROM science.external_catalogue"
    found = database.execute(query).fetchone()
    assert found == pytest.approx((83.6, 83.6, 83.6), rel=0.35)


def test_a_file_is_loaded_once_and_gives_way_only_on_request(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _file(tmp_path / "others.fits")
    assert load_program("external", "others", path, *MAP)[0] == 0
    assert "unchanged" in load_program("external", "others", path, *MAP)[1]
    other = tmp_path / "other.csv"
    other.write_text("ra,dec\n10,60\n")
    status, _, err = load_program("external", "others", other)
    assert (status, "Load with --replace" in err) == (1, True)
    assert load_program("external", "others", other, "--replace")[0] == 0
    assert _matches(sources) == [(1, None, 1, 0.3)]


def test_sexagesimal_positions_are_understood_and_a_row_may_lack_its_identifier(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    # 10 deg is 40 m of right ascension, 10.1 deg 24 s more
    path = tmp_path / "ogle.csv"
    path.write_text("name,ra,dec\nfirst,0:40:00,60 00 00.0\n,00h40m24s,+60:00:00\n")
    status, _, err = load_program("external", "OGLE", path, "--map", "id=name")
    assert (status, err) == (0, "")
    assert _matches(sources) == [(1, "first", 1, 0.3), (2, None, 1, 0.0)]


@pytest.mark.parametrize(
    ("contents", "arguments", "said"),
    [
        ("a,b\n1,2\n", (), "MissingColumn"),
        ("ra,dec\n1,200\n", (), "column dec, row 1: found 200.0, expected -90 to 90 degrees"),
        ("ra,dec\nx,2\n", (), "column ra, row 1"),
        ("ra,dec\n", (), "EmptyFile"),
        ("ra,dec\n1,2\n", ("--columns", "K"), "column K"),
    ],
)
def test_a_file_that_cannot_be_placed_is_refused(
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    contents: str,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    path = tmp_path / "others.csv"
    path.write_text(contents)
    status, _, err = load_program("external", "others", path, *arguments)
    assert (status, said in err) == (1, True), err
    assert database.execute("SELECT * FROM survey.external_list").fetchall() == []
