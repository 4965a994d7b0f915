"""R1, science.images_between: which images it gives, and what it counts on them."""

import psycopg

from tests.survey import add_image

QUERY = "SELECT image_id, n_star, n_object FROM science.images_between(%s, %s, %s)"


def test_both_ends_of_the_interval_are_inclusive(database: psycopg.Connection) -> None:
    for image_id, mjd in ((1, 56999.5), (2, 57000.0), (3, 57001.0), (4, 57001.5)):
        add_image(database, image_id, [{"source_id": 1}], mjd=mjd)
    assert _images(database, 57000.0, 57001.0) == [2, 3]
    assert _images(database, 57000.0, 57000.0) == [2]
    assert _images(database, 57002.0, 57003.0) == []


def test_images_at_the_same_mjd_are_all_given_and_ranked_by_image_id(database: psycopg.Connection) -> None:
    add_image(database, 8, [{"source_id": 1}], mjd=57000.0)
    add_image(database, 3, [{"source_id": 1}], mjd=57000.0)
    query = "SELECT image_id, epoch FROM science.images_between(57000, 57000)"
    assert database.execute(query).fetchall() == [(3, 1), (8, 2)]


def test_epoch_counts_the_images_outside_the_interval_too(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 1}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 1}], mjd=57001.0)
    add_image(database, 3, [{"source_id": 1}], mjd=57001.0, field_id=2)
    add_image(database, 4, [{"source_id": 1}], mjd=57001.0, band="J")
    query = "SELECT image_id, epoch FROM science.images_between(57001, 57001)"
    assert database.execute(query).fetchall() == [(2, 2), (3, 1), (4, 1)]


def test_stars_are_counted_by_the_class_on_that_image(database: psycopg.Connection) -> None:
    # Source 1 is a star on image 1 only; on image 2 it counts as an object and not as a star.
    add_image(database, 1, [{"source_id": 1, "class": -1}, {"source_id": 2, "class": 1}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 1, "class": -2}, {"source_id": 2, "class": 0}], mjd=57001.0)
    assert _rows(database, 5.0) == [(1, 1, 2), (2, 0, 2)]


def test_a_signal_to_noise_at_a_standard_threshold_is_not_above_it(database: psycopg.Connection) -> None:
    # 50/10 = 5 exactly, 50.5/10 = 5.05, 49/10 = 4.9
    add_image(database, 1, _with_fluxes(50.0, 50.5, 49.0))
    assert _rows(database, 5.0) == [(1, 1, 1)]
    assert _rows(database, 3.0) == [(1, 3, 3)]


def test_a_signal_to_noise_at_any_other_threshold_is_not_above_it(database: psycopg.Connection) -> None:
    # 72.5/10 = 7.25, exact in binary
    add_image(database, 1, _with_fluxes(72.5, 73.0, 72.0))
    assert _rows(database, 7.25) == [(1, 1, 1)]


def test_kept_and_fresh_counts_agree_at_every_standard_threshold(database: psycopg.Connection) -> None:
    add_image(database, 1, _with_fluxes(*[float(flux) for flux in range(-20, 1200, 10)]))
    # flux/err runs -2, -1, 0 .. 119: above t there are 119 - t of them
    for threshold in (0, 3, 5, 10, 20, 30, 50, 100):
        assert _rows(database, float(threshold)) == [(1, 119 - threshold, 119 - threshold)]
        assert _rows(database, threshold + 0.5) == [(1, 119 - threshold, 119 - threshold)]


def test_a_detection_without_flux_or_error_is_above_no_threshold(database: psycopg.Connection) -> None:
    detections = [{"source_id": 1, "flux_1": None}, {"source_id": 2, "flux_1_err": None}, {"source_id": 3}]
    add_image(database, 1, detections)
    assert _rows(database, 0.0) == [(1, 1, 1)]
    assert _rows(database, -1000.0) == [(1, 1, 1)]


def test_an_image_with_nothing_above_the_threshold_is_given_with_zeros(database: psycopg.Connection) -> None:
    add_image(database, 1, _with_fluxes(20.0))
    assert _rows(database, 5.0) == [(1, 0, 0)]
    assert _rows(database, 7.0) == [(1, 0, 0)]


def test_the_threshold_is_five_when_none_is_given(database: psycopg.Connection) -> None:
    add_image(database, 1, _with_fluxes(50.0, 51.0))
    query = "SELECT n_object FROM science.images_between(56999, 57001)"
    assert database.execute(query).fetchall() == [(1,)]


def test_a_missing_argument_gives_no_rows(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 1}])
    assert database.execute(QUERY, [None, 58000.0, 5.0]).fetchall() == []


def _with_fluxes(*fluxes: float) -> list[dict[str, object]]:
    return [{"source_id": number, "flux_1": flux} for number, flux in enumerate(fluxes)]


def _images(connection: psycopg.Connection, mjd_min: float, mjd_max: float) -> list[int]:
    return [row[0] for row in connection.execute(QUERY, [mjd_min, mjd_max, 5.0])]


def _rows(connection: psycopg.Connection, snr_min: float) -> list[tuple[int, int, int]]:
    return connection.execute(QUERY, [50000.0, 60000.0, snr_min]).fetchall()
