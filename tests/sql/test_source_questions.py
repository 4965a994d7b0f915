"""R2, R4 and R5: red sources, the catalogues of a field, and five-band photometry."""

from collections.abc import Mapping

import psycopg
import pytest

from tests.survey import add_image

BANDS = ("Z", "Y", "J", "H", "Ks")


def test_a_source_is_red_by_its_reference_magnitudes(database: psycopg.Connection) -> None:
    # J - H: source 1 16 - 14 = 2, source 2 16 - 14.5 = 1.5 exactly, source 3 15 - 14 = 1
    add_image(database, 1, [_mag(1, 16.0), _mag(2, 16.0), _mag(3, 15.0)], band="J", mjd=57000.0)
    add_image(database, 2, [_mag(1, 14.0), _mag(2, 14.5), _mag(3, 14.0)], band="H", mjd=57001.0)
    # A later J image, in which source 3 would be red, is not the reference
    add_image(database, 3, [_mag(3, 19.0)], band="J", mjd=57002.0)
    query = "SELECT source_id, j_mag, h_mag, j_minus_h FROM science.red_sources()"
    assert database.execute(query).fetchall() == [(1, 16.0, 14.0, 2.0)]


def test_a_red_source_may_have_any_class(database: psycopg.Connection) -> None:
    classes = (-2, -1, 0, 1)
    add_image(database, 1, [_mag(n, 16.0) | {"class": n} for n in classes], band="J")
    add_image(database, 2, [_mag(n, 14.0) | {"class": n} for n in classes], band="H")
    query = "SELECT source_id, is_star FROM science.red_sources(1.5) ORDER BY source_id"
    assert database.execute(query).fetchall() == [(-2, False), (-1, True), (0, False), (1, False)]


def test_a_source_without_one_of_the_two_magnitudes_is_not_red(database: psycopg.Connection) -> None:
    add_image(database, 1, [_mag(1, 16.0), _mag(2, None), _mag(3, 16.0)], band="J")
    add_image(database, 2, [_mag(2, 14.0), _mag(3, None)], band="H")
    assert database.execute("SELECT source_id FROM science.red_sources(-99)").fetchall() == []


def test_catalogues_of_a_field_are_the_loaded_and_the_refused(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 1}, {"source_id": 2}], mjd=57001.0)
    add_image(database, 2, [{"source_id": 1}], mjd=57000.0)
    add_image(database, 9, [{"source_id": 1}], field_id=5)
    _refuse(database, path="bad.fits", image_id=3)
    _refuse(database, path="elsewhere.fits", image_id=4, field_id=5)
    query = "SELECT image_id, epoch, catalogue, is_loaded, n_detection FROM science.catalogues_of_field(1)"
    assert database.execute(query).fetchall() == [
        (1, 2, "image-1.fits", True, 2),
        (2, 1, "image-2.fits", True, 1),
        (3, None, "bad.fits", False, None),
    ]


def test_a_refused_catalogue_is_listed_once_where_it_was_last(database: psycopg.Connection) -> None:
    _refuse(database, path="first.fits", image_id=3)
    _refuse(database, path="second.fits", image_id=3)
    query = "SELECT image_id, catalogue FROM science.catalogues_of_field(1)"
    assert database.execute(query).fetchall() == [(3, "second.fits")]


def test_a_catalogue_that_was_refused_and_then_loaded_is_loaded(database: psycopg.Connection) -> None:
    _refuse(database, path="bad.fits", image_id=1)
    add_image(database, 1, [{"source_id": 1}])
    query = "SELECT catalogue, is_loaded FROM science.catalogues_of_field(1)"
    assert database.execute(query).fetchall() == [("image-1.fits", True)]


def test_a_catalogue_that_does_not_exist_is_not_among_them(database: psycopg.Connection) -> None:
    _refuse(database, path="manifest.csv:3", image_id=3, fault="MissingCatalogue")
    assert database.execute("SELECT * FROM science.catalogues_of_field(1)").fetchall() == []


def test_five_band_photometry_takes_the_reference_of_each_band(database: psycopg.Connection) -> None:
    # Ks fluxes 1000 and 3000 at zero point 25: reference 17.5, mean 2000 -> 25 - 2.5 log10(2000) = 16.7474
    _add_five_bands(database, {})
    add_image(database, 6, [{"source_id": 7, "flux_1": 3000.0}], band="Ks", mjd=58000.0)
    query = "SELECT source_id, z_mag, ks_mag, ks_mean_mag, ks_n_epoch FROM science.five_band_photometry(1)"
    ((*row, mean_mag, n_epoch),) = database.execute(query).fetchall()
    assert row == [7, 17.5, 17.5]
    assert (mean_mag, n_epoch) == (pytest.approx(16.7474, abs=1e-4), 2)


@pytest.mark.parametrize("band", BANDS)
def test_a_star_must_be_above_the_threshold_in_each_of_the_bands(
    database: psycopg.Connection, band: str
) -> None:
    # 300/10 = 30 exactly is not above 30, and is above 29
    _add_five_bands(database, {band: {"flux_1": 300.0}})
    assert _five_band_sources(database, 30.0) == []
    assert _five_band_sources(database, 29.0) == [7]


def test_a_faint_second_epoch_does_not_take_a_star_out(database: psycopg.Connection) -> None:
    _add_five_bands(database, {})
    add_image(database, 6, [{"source_id": 7, "flux_1": 10.0}], band="Ks", mjd=58000.0)
    assert _five_band_sources(database, 30.0) == [7]


def test_a_source_that_misses_a_band_has_no_five_band_photometry(database: psycopg.Connection) -> None:
    for image_id, band in enumerate(BANDS[1:], 1):
        add_image(database, image_id, [{"source_id": 7}], band=band)
    assert _five_band_sources(database, 0.0) == []


@pytest.mark.parametrize(("n_star", "is_star"), [(2, False), (3, True)])
def test_more_than_half_of_the_detections_make_a_star(
    database: psycopg.Connection, n_star: int, *, is_star: bool
) -> None:
    # Five detections: 3 of 5 are more than half, 2 are not; with a sixth, 3 of 6 are not either
    classes = [-1] * n_star + [1] * (5 - n_star)
    _add_five_bands(database, {band: {"class": value} for band, value in zip(BANDS, classes, strict=True)})
    assert _five_band_sources(database, 30.0) == ([7] if is_star else [])
    add_image(database, 6, [{"source_id": 7, "class": 0}], band="Ks", mjd=58000.0)
    assert _five_band_sources(database, 30.0) == []


def test_five_band_photometry_is_of_one_field(database: psycopg.Connection) -> None:
    _add_five_bands(database, {})
    add_image(database, 6, [{"source_id": 8}], band="Ks", field_id=2)
    assert database.execute("SELECT * FROM science.five_band_photometry(2)").fetchall() == []


def _mag(source_id: int, mag: float | None) -> dict[str, object]:
    flux = None if mag is None else 10 ** (0.4 * (25 - mag))
    return {"source_id": source_id, "flux_1": flux, "mag_1": mag}


def _add_five_bands(connection: psycopg.Connection, changed: Mapping[str, Mapping[str, object]]) -> None:
    for image_id, band in enumerate(BANDS, 1):
        detection = {"source_id": 7, "flux_1": 1000.0, **changed.get(band, {})}
        add_image(connection, image_id, [detection], band=band, mjd=57000.0 + image_id)


def _five_band_sources(connection: psycopg.Connection, snr_min: float) -> list[int]:
    query = "SELECT source_id FROM science.five_band_photometry(1, %s)"
    return [row[0] for row in connection.execute(query, [snr_min])]


def _refuse(
    connection: psycopg.Connection,
    *,
    path: str,
    image_id: int,
    field_id: int = 1,
    fault: str = "TruncatedFile",
) -> None:
    connection.execute(
        "INSERT INTO survey.load (load_id, path, program_version) OVERRIDING SYSTEM VALUE"
        " VALUES (0, '', '') ON CONFLICT DO NOTHING"
    )
    connection.execute(
        "INSERT INTO survey.rejected_file (load_id, path, fault, message, image_id, field_id, band, mjd)"
        " VALUES (0, %s, %s, '', %s, %s, 'Ks', 57000)",
        [path, fault, image_id, field_id],
    )
