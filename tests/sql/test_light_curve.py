"""science.light_curve: the detections of a source in a band, in order of time."""

from datetime import UTC, datetime

import psycopg
import pytest

from tests.survey import add_image


def test_epochs_count_the_images_on_which_the_source_is_missing(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}], mjd=57002.0)
    add_image(database, 2, [{"source_id": 8}], mjd=57001.0)
    add_image(database, 3, [{"source_id": 7}], mjd=57000.0)
    assert _rows(database, "image_id, epoch, mjd") == [(3, 1, 57000.0), (1, 3, 57002.0)]


def test_images_of_other_bands_and_fields_are_no_epochs(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}], band="J", mjd=56000.0)
    add_image(database, 2, [{"source_id": 8}], field_id=2, mjd=56001.0)
    add_image(database, 3, [{"source_id": 7}], mjd=57000.0)
    assert _rows(database, "image_id, epoch") == [(3, 1)]
    assert _rows(database, "image_id, epoch", band="J") == [(1, 1)]


def test_epochs_at_the_same_mjd_follow_the_image_id(database: psycopg.Connection) -> None:
    add_image(database, 9, [{"source_id": 7}], mjd=57000.0)
    add_image(database, 4, [{"source_id": 7}], mjd=57000.0)
    assert _rows(database, "image_id, epoch") == [(4, 1), (9, 2)]


def test_a_source_seen_in_two_fields_has_the_epochs_of_each(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 8}], field_id=1, mjd=56000.0)
    add_image(database, 2, [{"source_id": 7}], field_id=1, mjd=57000.0)
    add_image(database, 3, [{"source_id": 7}], field_id=2, mjd=57001.0)
    assert _rows(database, "image_id, epoch") == [(2, 2), (3, 1)]


def test_fluxes_are_scaled_to_zero_point_25(database: psycopg.Connection) -> None:
    # 2000 +- 10 ADU at magnitude 17.5 is 1000 +- 5 at zero point 25; the signal-to-noise stays 200
    add_image(database, 1, [{"source_id": 7, "flux_1": 2000.0, "mag_1": 17.5}])
    ((flux, error, snr, mag),) = _rows(database, "flux, flux_err, snr, mag")
    assert (flux, error) == pytest.approx((1000.0, 5.0), rel=1e-9)
    assert (snr, mag) == (200.0, 17.5)


def test_a_detection_without_flux_stays_in_with_what_it_has(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": None, "class": 0}, {"source_id": 8}])
    assert _rows(database, "image_id, flux, snr, mag, class") == [(1, None, None, None, 0)]


def test_an_image_without_a_zero_point_gives_no_calibrated_flux(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": -5.0}])
    assert _rows(database, "flux, flux_err, snr") == [(None, None, -0.5)]


def test_the_date_stands_beside_the_mjd(database: psycopg.Connection) -> None:
    # MJD 57023 is 2015-01-01; 0.25 d later it is six o'clock
    add_image(database, 1, [{"source_id": 7}], mjd=57023.25)
    assert _rows(database, "observed_at") == [(datetime(2015, 1, 1, 6, tzinfo=UTC),)]


def test_an_unknown_source_has_an_empty_light_curve(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}])
    assert database.execute("SELECT * FROM science.light_curve(8)").fetchall() == []


def _rows(connection: psycopg.Connection, columns: str, band: str = "Ks") -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT {columns} FROM science.light_curve(7, %s)", [band]).fetchall()
