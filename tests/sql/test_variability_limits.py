"""The depth of an image, and the epochs on which a source was not found."""

import psycopg
import pytest

from tests.survey import add_image


def test_a_limit_is_five_times_the_error_of_the_faintest_tenth(database: psycopg.Connection) -> None:
    # Twenty detections: the faintest two have errors 8 and 12, median 10: 25 - 2.5 log10(50) = 20.7526
    faint = [{"source_id": s, "flux_1": 50.0 + s, "flux_1_err": 8.0 + 4 * s} for s in range(2)]
    bright = [{"source_id": s, "flux_1": 1000.0, "flux_1_err": 30.0} for s in range(2, 20)]
    add_image(database, 1, faint + bright)
    (depth,) = database.execute("SELECT limit_mag, n_faint FROM survey.image_depth").fetchall()
    assert depth == (pytest.approx(20.7526, abs=1e-4), 2)


def test_an_image_without_the_source_is_a_row_when_asked_for(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 8}], mjd=57001.0)
    add_image(database, 3, [{"source_id": 9}], mjd=57002.0, field_id=2)
    query = "SELECT epoch, mag, limit_mag FROM science.light_curve(7, 'Ks', 'catalogue', %s)"
    assert database.execute(query, [False]).fetchall() == [(1, 17.5, None)]
    # 25 - 2.5 log10(5 * 10) = 20.7526
    limit = pytest.approx(20.7526, abs=1e-4)
    assert database.execute(query, [True]).fetchall() == [(1, 17.5, limit), (2, None, limit)]


def test_a_source_found_in_another_band_only_has_limits_alone(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}], band="J")
    add_image(database, 2, [{"source_id": 8}], mjd=57001.0)
    query = "SELECT mag, flux, class, limit_mag FROM science.light_curve(7, 'Ks', 'catalogue', true)"
    assert database.execute(query).fetchall() == [(None, None, None, pytest.approx(20.7526, abs=1e-4))]


def test_an_unknown_source_has_no_limits(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}])
    assert database.execute("SELECT * FROM science.light_curve(8, 'Ks', 'catalogue', true)").fetchall() == []
