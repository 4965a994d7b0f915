"""The summaries: what a load in any order makes of them, and the check that recomputes them."""

import psycopg
import pytest

from tests.survey import add_image


def test_an_earlier_image_that_comes_later_takes_the_reference(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": 1000.0, "ra": 10.0}], mjd=57001.0)
    add_image(database, 2, [{"source_id": 7, "flux_1": 10000.0, "ra": 11.0, "class": 1}], mjd=57000.0)
    query = (
        "SELECT ks_image_id, s.ks_mjd, s.ks_mag, s.ks_class, p.ra, first_image_id, p.n_detection"
        " FROM survey.source AS s INNER JOIN science.photometry AS p USING (source_id)"
    )
    assert database.execute(query).fetchall() == [(2, 57000.0, 15.0, 1, 11.0, 2, 2)]
    assert _differences(database) == []


def test_a_later_image_leaves_the_reference_alone(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": 1000.0, "ra": 10.0}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 7, "flux_1": 10000.0, "ra": 11.0, "class": 1}], mjd=57001.0)
    query = (
        "SELECT s.ks_image_id, p.ks_mag, p.ks_class, p.ra, p.n_detection, p.n_star, p.is_star"
        " FROM survey.source AS s INNER JOIN science.photometry AS p USING (source_id)"
    )
    assert database.execute(query).fetchall() == [(1, 17.5, -1, 10.0, 2, 1, False)]


@pytest.mark.parametrize("order", [(4, 9), (9, 4)])
def test_of_two_images_at_one_mjd_the_lower_image_id_is_the_reference(
    database: psycopg.Connection, order: tuple[int, int]
) -> None:
    for image_id in order:
        add_image(database, image_id, [{"source_id": 7, "ra": float(image_id)}], mjd=57000.0)
    query = "SELECT ks_image_id, first_image_id, ra FROM survey.source"
    assert database.execute(query).fetchall() == [(4, 4, 4.0)]
    assert _differences(database) == []


def test_each_band_has_its_own_reference_and_all_bands_one_position(database: psycopg.Connection) -> None:
    for image_id, band in enumerate(("Z", "Y", "J", "H", "Ks"), 1):
        add_image(
            database, image_id, [{"source_id": 7, "ra": float(image_id)}], band=band, mjd=57009.0 - image_id
        )
    query = (
        "SELECT z_image_id, y_image_id, j_image_id, h_image_id, ks_image_id, first_image_id, ra, first_mjd"
        " FROM survey.source"
    )
    assert database.execute(query).fetchall() == [(1, 2, 3, 4, 5, 5, 5.0, 57004.0)]
    assert _differences(database) == []


def test_a_source_across_ra_zero_keeps_its_earliest_position(database: psycopg.Connection) -> None:
    # A mean of the two would lie on the other side of the sky, at 180 degrees
    add_image(database, 1, [{"source_id": 7, "ra": 359.99995}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 7, "ra": 0.00005}], mjd=57001.0)
    assert database.execute("SELECT ra FROM science.photometry").fetchall() == [(359.99995,)]


@pytest.mark.parametrize(("ra", "dec"), [(0.0, 90.0), (359.9999, -90.0), (0.0, 0.0)])
def test_the_poles_and_ra_zero_are_positions(database: psycopg.Connection, ra: float, dec: float) -> None:
    add_image(database, 1, [{"source_id": 7, "ra": ra, "dec": dec}])
    assert database.execute('SELECT ra, "dec" FROM science.photometry').fetchall() == [(ra, dec)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ra", 360.0), ("ra", -1e-9), ("ra", "NaN"), ("dec", 90.000001), ("dec", "NaN"),
        ("flux_1", "NaN"), ("flux_2", "Infinity"), ("flux_3", "-Infinity"), ("flux_1_err", 0.0),
        ("flux_1_err", "NaN"), ("mag_1", "NaN"), ("mag_2_err", -0.1), ("mag_3_err", "Infinity"),
        ("x", "NaN"), ("y", "Infinity"), ("class", 2), ("class", -3),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_by_its_constraint(
    database: psycopg.Connection, column: str, value: object
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        add_image(database, 1, [{"source_id": 7, "mag_1": 17.5, column: value}])
    assert (refusal.value.diag.constraint_name or "").startswith(f"detection_{column}_")


@pytest.mark.parametrize("mjd", [2457000.5, 2015.0, "NaN", "Infinity"])
def test_an_mjd_that_cannot_be_is_refused(database: psycopg.Connection, mjd: object) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="image_mjd_plausible"):
        add_image(database, 1, [{"source_id": 7}], mjd=mjd)  # type: ignore[arg-type]


TAMPERING = [
    ("source", "UPDATE survey.source SET ks_mag = ks_mag + 0.001 WHERE source_id = 7"),
    ("source", "UPDATE survey.source SET n_unmonitored_star = 0 WHERE source_id = 7"),
    ("source", "UPDATE survey.source SET is_star = NOT is_star WHERE source_id = 8"),
    ("source", "UPDATE survey.source SET ra = 10.0000001 WHERE source_id = 7"),
    ("source", "UPDATE survey.source SET first_image_id = 2 WHERE source_id = 7"),
    ("source", "UPDATE survey.source SET field_id = 2 WHERE source_id = 7"),
    ("source", "DELETE FROM survey.source WHERE source_id = 7"),
    (
        "source",
        "INSERT INTO survey.source"
        " (source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star,"
        " is_star) VALUES (99, 10, 20, 57000, 1, 1, 1, 1, true)",
    ),
    ("source_variability", "UPDATE survey.source_variability SET flux_mean = flux_mean * (1 + 1e-8)"),
    ("source_variability", "UPDATE survey.source_variability SET flux_m2 = flux_m2 * (1 + 1e-8)"),
    ("source_variability", "UPDATE survey.source_variability SET flux_min = flux_min - 1e-6"),
    ("source_variability", "UPDATE survey.source_variability SET flux_max = flux_max + 1e-6"),
    ("source_variability", "UPDATE survey.source_variability SET flux_err_min = flux_err_min / 2"),
    ("source_variability", "UPDATE survey.source_variability SET n_epoch = n_epoch - 1 WHERE n_epoch > 1"),
    ("source_variability", "UPDATE survey.source_variability SET n_detection = n_detection + 1"),
    ("source_variability", "UPDATE survey.source_variability SET n_star = n_star - 1"),
    ("source_variability", "DELETE FROM survey.source_variability WHERE source_id = 7"),
    ("catalogue_count", "UPDATE survey.catalogue_count SET n_detection = n_detection + 1 WHERE snr_min = 5"),
    ("catalogue_count", "UPDATE survey.catalogue_count SET snr[1] = 101 WHERE snr[1] = 100"),
    ("catalogue_count", "DELETE FROM survey.catalogue_count WHERE image_id = 1 AND snr_min = 100"),
    ("catalogue", "UPDATE survey.catalogue SET n_detection = 3 WHERE image_id = 1"),
    ("catalogue", "DELETE FROM survey.detection WHERE image_id = 1 AND source_id = 8"),
    ("image", "UPDATE survey.image SET zero_point_2 = zero_point_2 + 1e-4 WHERE image_id = 3"),
    ("image", "UPDATE survey.image SET zero_point_1 = NULL WHERE image_id = 3"),
    ("source", "UPDATE survey.image SET mjd = 57009 WHERE image_id = 1"),
    ("source", "UPDATE survey.detection SET class = 0 WHERE image_id = 3 AND source_id = 7"),
    ("source_variability", "UPDATE survey.detection SET flux_1 = 1001 WHERE image_id = 1 AND source_id = 7"),
]


@pytest.mark.parametrize(("summary", "tampering"), TAMPERING)
def test_the_check_of_the_summaries_finds_what_was_tampered_with(
    database: psycopg.Connection, summary: str, tampering: str
) -> None:
    apertures: dict[str, object] = {"flux_2": 2000.0, "mag_2": 16.7}
    add_image(database, 1, [{"source_id": 7}, {"source_id": 8}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 7, "flux_1": 1500.0}], mjd=57001.0)
    add_image(database, 3, [{"source_id": 7} | apertures], band="J", mjd=57002.0)
    database.execute("INSERT INTO survey.field VALUES (2)")
    assert _differences(database) == []
    assert database.execute(tampering).rowcount > 0
    assert summary in _differences(database)


def test_taking_a_catalogue_out_leaves_what_the_others_make(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "ra": 1.0}, {"source_id": 8}], mjd=57000.0)
    add_image(database, 2, [{"source_id": 7, "ra": 2.0, "flux_1": 1500.0}], mjd=57001.0)
    without = _summaries(database)
    add_image(database, 3, [{"source_id": 7, "ra": 3.0, "flux_1": 9.0}, {"source_id": 9}], mjd=56000.0)
    assert _summaries(database) != without
    assert database.execute("SELECT upkeep.remove_catalogue(3)").fetchall() == [(2,)]
    # The same to the byte, but for the order in which sums were made
    assert _summaries(database) == [pytest.approx(row) for row in without]
    assert _differences(database) == []
    query = (
        "SELECT (SELECT count(*) FROM survey.image WHERE image_id = 3)"
        " + (SELECT count(*) FROM survey.catalogue_count WHERE image_id = 3)"
        " + (SELECT count(*) FROM survey.detection WHERE image_id = 3)"
    )
    assert database.execute(query).fetchone() == (0,)


def test_taking_out_the_only_catalogue_leaves_no_source(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}])
    database.execute("SELECT upkeep.remove_catalogue(1)")
    query = "SELECT source_id FROM survey.source UNION ALL SELECT source_id FROM survey.source_variability"
    assert database.execute(query).fetchall() == []


def test_taking_out_a_catalogue_that_is_not_there_does_nothing(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}])
    assert database.execute("SELECT upkeep.remove_catalogue(2)").fetchall() == [(0,)]
    assert _differences(database) == []


def test_an_image_without_its_ledger_row_is_not_taken_in(database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="image 5 has no row in survey"):
        database.execute("SELECT upkeep.add_catalogues(ARRAY[5])")


def test_a_catalogue_is_not_taken_in_twice(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7}])
    refused = pytest.raises(psycopg.errors.UniqueViolation, match="is in the summaries already")
    with refused, database.transaction():
        database.execute("SELECT upkeep.add_catalogues(ARRAY[1])")
    assert _differences(database) == []


def _differences(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT summary FROM science.verify_summaries()")]


def _summaries(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    sources = connection.execute("SELECT * FROM survey.source ORDER BY source_id").fetchall()
    return (
        sources + connection.execute("SELECT * FROM survey.source_variability ORDER BY source_id").fetchall()
    )
