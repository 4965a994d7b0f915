"""Light curves without images: each star is a field, each of its dates an image; many are entered at once."""

import math
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from loader import groups
from loader.description import shipped
from tests.conftest import DELIVERY
from tests.loader.test_layouts import check_database

Program = Callable[..., tuple[int, str, str]]
LN = 2.5 / math.log(10)
HEADER = "star,band,time,mag,mag_err"
# Stars 1 and 2 have dates in common, star 3 others
STARS = ((1, (53000.1, 53001.1)), (2, (53000.1, 53001.1)), (3, (53000.2, 53009.4, 53010.5)))
LINES = [
    f"{star},{band},{date},{15 + star}.25,0.02" for star, dates in STARS for date in dates for band in "ri"
]
MEASURED = (
    "SELECT d.source_id, i.band, i.mjd, d.mag_1, d.mag_1_err, d.flux_1, d.flux_1_err, d.class"
    " FROM survey.detection AS d INNER JOIN survey.image AS i ON i.image_id = d.image_id ORDER BY 1, 2, 3"
)


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def _with(path: Path, *changes: tuple[str, str]) -> Path:
    """Write the description that comes with EpochDB, changed."""
    text = (shipped.DIRECTORY / "light-curves.toml").read_text()
    for old, new in (('name = "light-curves"', f'name = "{path.stem}"'), *changes):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("line", "place"), [("4,r,,15.0,0.02", "column time"), ("4,,53000.1,15.0,0.02", "column band")]
)
def test_a_measurement_without_date_or_band_is_refused_by_its_row(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, line: str, place: str
) -> None:
    curves = _write(tmp_path / "curves.csv", [*LINES, line])
    status, _, log = load_program(curves, "--survey", "light-curves")
    assert status == 1
    assert f"row {len(LINES) + 1}, {place}: found nothing" in log
    assert database.execute("SELECT count(*) FROM survey.image").fetchone() == (0,)


def test_every_measurement_is_stored_at_its_date(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    """The flux is that of zero point 25; a date of a star in a band is an image, 14 in all."""
    curves = _write(tmp_path / "curves.csv", LINES)
    status, out, log = load_program(curves, "--survey", "light-curves")
    assert (status, "14 loaded" in out) == (0, True), log
    expected = []
    for line in sorted(line.split(",") for line in LINES):
        mag, error = float(line[3]), float(line[4])
        flux = 10 ** (0.4 * (25 - mag))
        row = (int(line[0]), line[1], float(line[2]), mag, error, flux, flux * error / LN, -1)
        expected.append(tuple(pytest.approx(v, rel=3e-7) if isinstance(v, float) else v for v in row))
    assert database.execute(MEASURED).fetchall() == expected
    # Epochs are the star's own
    rows = database.execute("SELECT epoch, mjd FROM science.light_curve(3, 'r')").fetchall()
    assert rows == [(1, 53000.2), (2, 53009.4), (3, 53010.5)]
    check_database(database)


def test_what_is_entered_at_once_is_what_is_entered_one_by_one(
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    curves = _write(tmp_path / "curves.csv", LINES)
    queries = (
        MEASURED,
        "SELECT image_id, class, snr_min, n_detection, snr FROM survey.catalogue_count ORDER BY 1, 2, 3",
        "SELECT * FROM survey.catalogue_range ORDER BY 1, 2",
        "SELECT * FROM survey.image_depth ORDER BY 1",
        "SELECT image_id, path, sha256, n_detection FROM survey.catalogue ORDER BY 1",
        "SELECT * FROM survey.image ORDER BY 1",
        "SELECT source_id, ra, dec, field_id, is_star FROM survey.source ORDER BY 1",
    )
    assert load_program(curves, "--survey", "light-curves")[0] == 0
    at_once = [database.execute(query).fetchall() for query in queries]
    database.execute("SELECT upkeep.remove_catalogue(image_id) FROM survey.catalogue")
    monkeypatch.setattr(groups, "is_streamed", lambda _: False)
    assert load_program(curves, "--survey", "light-curves")[0] == 0
    for query, found in zip(queries, at_once, strict=True):
        there = database.execute(query).fetchall()
        assert len(there) == len(found) > 0
        for row, other in zip(there, found, strict=True):
            assert row == tuple(pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for v in other)


def test_light_curves_that_are_in_are_not_loaded_again_and_further_dates_are(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    curves = _write(tmp_path / "curves.csv", LINES)
    assert load_program(curves, "--survey", "light-curves")[0] == 0
    assert "14 unchanged" in load_program(curves, "--survey", "light-curves")[1]
    _write(curves, [*LINES, "2,r,53002.5,17.25,0.02"])
    status, out, log = load_program(curves, "--survey", "light-curves")
    assert (status, "1 loaded, 0 replaced, 14 unchanged" in out) == (0, True), log
    assert database.execute("SELECT count(*) FROM science.light_curve(2, 'r')").fetchone() == (3,)
    check_database(database)


def test_a_measurement_that_changed_or_stands_twice_is_refused_alone(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    curves = _write(tmp_path / "curves.csv", LINES)
    assert load_program(curves, "--survey", "light-curves")[0] == 0
    changed = [line.replace("53009.4,18.25", "53009.4,18.26") if ",r," in line else line for line in LINES]
    _write(curves, [*changed, "3,r,53011.5,18.25,0.02", "3,i,53012.5,18.25,0.02", "3,i,53012.5,18.3,0.02"])
    status, out, log = load_program(curves, "--survey", "light-curves")
    assert (status, "1 loaded, 0 replaced, 13 unchanged, 2 rejected" in out) == (1, True), out + log
    assert "ChangedCatalogue" in log
    assert "DuplicateIdentifier" in log
    check_database(database)


def test_a_value_that_the_table_does_not_take_is_refused_alone(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    """An error that makes the signal-to-noise of a flux overflow single precision."""
    lines = [*LINES, "3,r,53020.5,-4.0,1e-39"]
    status, out, log = load_program(_write(tmp_path / "c.csv", lines), "--survey", "light-curves")
    assert (status, "14 loaded, 0 replaced, 0 unchanged, 1 rejected" in out) == (1, True), out + log
    check_database(database)


def test_dates_that_are_rounded_are_one_image_of_a_field(load_program: Program, tmp_path: Path) -> None:
    """All stars in one field: 53000 of 1, 2, 3, 53001 of 1 and 2, 53009, 53010 (which is even); two bands."""
    toml = _with(
        tmp_path / "rounded.toml",
        ('field = { column = "star" }\n', ""),
        ('mjd = { column = "time" }', 'mjd = { column = "time", round = 1.0 }'),
    )
    curves = _write(tmp_path / "curves.csv", LINES)
    status, out, log = load_program(curves, "--survey", toml, "--dry-run")
    assert (status, "8 loaded" in out) == (0, True), log


def test_stars_that_are_named_by_texts_get_numbers_that_stay(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    toml = _with(
        tmp_path / "named.toml", ('identifier = "star"', 'identifier = { column = "star", named = true }')
    )
    lines = [f"OGLE-BLG-RRLYR-{int(line[0]):05d}{line[1:]}" for line in LINES]
    curves = _write(tmp_path / "curves.csv", lines)
    assert "14 loaded" in load_program(curves, "--survey", toml, "--dry-run")[1]
    assert database.execute("SELECT count(*) FROM science.named_source").fetchone() == (0,)
    assert "14 loaded" in load_program(curves, "--survey", toml)[1]
    named = database.execute(
        "SELECT source_name, source_id FROM science.named_source WHERE source_name LIKE 'OGLE-%' ORDER BY 1"
    ).fetchall()
    assert named == [(f"OGLE-BLG-RRLYR-{k:05d}", k) for k in (1, 2, 3)]
    query = (
        "SELECT count(*) FROM science.light_curve((SELECT n.source_id FROM science.named_source AS n"
        " WHERE n.source_name = %s), 'r')"
    )
    assert database.execute(query, ["OGLE-BLG-RRLYR-00003"]).fetchone() == (3,)
    # In another order, with a new one before: the numbers stay
    _write(curves, ["A new star,r,53000.1,12.5,0.01", *reversed(lines)])
    assert "1 loaded, 0 replaced, 14 unchanged" in load_program(curves, "--survey", toml)[1]
    query = "SELECT source_id FROM science.named_source WHERE source_name = 'A new star'"
    assert database.execute(query).fetchone() == (4,)
    check_database(database)


def test_a_source_without_a_name_and_names_where_numbers_are_expected_are_refused(
    load_program: Program, tmp_path: Path
) -> None:
    toml = _with(
        tmp_path / "named.toml", ('identifier = "star"', 'identifier = { column = "star", named = true }')
    )
    curves = _write(tmp_path / "curves.csv", [*LINES, ",r,53000.1,12.5,0.01"])
    status, _, log = load_program(curves, "--survey", toml)
    assert (status, "MissingValue" in log, "row 15" in log) == (1, True, True), log
    _write(curves, ["V1,r,53000.1,12.5,0.01"])
    status, _, log = load_program(curves, "--survey", "light-curves")
    assert (status, "named = true" in log) == (1, True), log


def test_real_light_curves_have_the_magnitudes_of_their_file(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    """Five stars of SDSS Stripe 82; mean and standard deviation against numpy."""
    import csv
    import gzip

    import numpy as np

    curves = DELIVERY.parent / "light_curves" / "stripe82.csv.gz"
    if not curves.exists():
        pytest.skip("no light curves of Stripe 82 on this machine")
    with gzip.open(curves, "rt") as file:
        rows = list(csv.DictReader(file))
    stars = sorted({row["star"] for row in rows})[:5]
    chosen = [row for row in rows if row["star"] in stars]
    _write(tmp_path / "curves.csv", [",".join(row.values()) for row in chosen])
    status, _, log = load_program(tmp_path / "curves.csv", "--survey", "light-curves")
    assert status == 0, log
    query = (
        "SELECT mag_mean, mag_stddev, n_epoch FROM science.light_curve_statistics"
        " WHERE source_id = %s AND band = 'r' AND calibration = 'catalogue'"
    )
    for star in stars:
        mags = np.array([row["mag"] for row in chosen if (row["star"], row["band"]) == (star, "r")], "f4")
        mean, stddev, n_epoch = database.execute(query, [int(star)]).fetchone() or (None,) * 3
        assert n_epoch == len(mags)
        expected = mags.mean(dtype="f8"), mags.std(ddof=1, dtype="f8")
        assert (mean, stddev) == pytest.approx(expected, rel=1e-6)
