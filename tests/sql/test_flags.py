"""Flags of detections: what is good, and answers from good detections only."""

import psycopg
import pytest

from tests import survey


def describe(database: psycopg.Connection, bad_flags: int) -> None:
    """Say which bits are bad on all images."""
    database.execute("UPDATE survey.image SET bad_flags = %s", [bad_flags])


def test_a_detection_is_good_if_none_of_its_flags_is_bad(database: psycopg.Connection) -> None:
    # 4 and 12 have bit 2 in common; 3 and 12 none
    row = database.execute("SELECT science.is_good(4, 12), science.is_good(3, 12), science.is_good(0, 0)")
    assert row.fetchone() == (False, True, True)


def test_detections_that_say_nothing_of_flags_have_none(database: psycopg.Connection) -> None:
    survey.add_image(database, 1, [{"source_id": 5}])
    assert database.execute("SELECT flags FROM survey.detection").fetchall() == [(0,)]
    assert database.execute("SELECT * FROM science.flagged_detection").fetchall() == []


def test_flags_cannot_be_negative(database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="detection_flags_not_negative"):
        survey.add_image(database, 1, [{"source_id": 5, "flags": -1}])


@pytest.fixture
def flagged(database: psycopg.Connection) -> psycopg.Connection:
    """
    Source 5 has fluxes 1000, 1000, 1600, the last with bit 2 set, which is bad; source 6 has no flags.

    Source 7 has bit 0 set throughout, which is not bad. Errors are 10.
    """
    survey.add_images(
        database,
        {
            image_id: [
                {"source_id": 5, "flux_1": flux, "flags": 4 if image_id == 3 else 0},
                {"source_id": 6, "flux_1": flux},
                {"source_id": 7, "flux_1": flux, "flags": 1},
            ]
            for image_id, flux in ((1, 1000.0), (2, 1000.0), (3, 1600.0))
        },
    )
    describe(database, 4)
    return database


@pytest.mark.parametrize("calibration", ["catalogue", "raw"])
def test_r3_of_good_epochs_leaves_out_a_source_that_deviates_on_a_bad_one(
    flagged: psycopg.Connection, calibration: str
) -> None:
    # The mean is 1200, the third epoch 40 sigma above it
    query = "SELECT source_id FROM science.variable_sources(20, %s, good_only => %s) ORDER BY 1"
    assert flagged.execute(query, [calibration, False]).fetchall() == [(5,), (6,), (7,)]
    assert flagged.execute(query, [calibration, True]).fetchall() == [(6,), (7,)]


def test_r3_of_good_epochs_takes_the_mean_of_the_good_ones(database: psycopg.Connection) -> None:
    # Without the bad 9000 the mean of 1000, 1000, 1600 is 1200, and 1600 is 40 sigma above it
    fluxes = {1: 1000.0, 2: 1000.0, 3: 1600.0, 4: 9000.0}
    survey.add_images(
        database,
        {k: [{"source_id": 5, "flux_1": f, "flags": 4 if k == 4 else 0}] for k, f in fluxes.items()},
    )
    describe(database, 4)
    query = (
        "SELECT n_epoch, mean_flux, max_deviation, mjd FROM science.variable_sources(20, good_only => true)"
    )
    (row,) = database.execute(query).fetchall()
    assert row == (3, pytest.approx(1200, rel=1e-6), pytest.approx(40, rel=1e-5), 57002.0)


def test_r1_of_good_detections_counts_only_those(flagged: psycopg.Connection) -> None:
    query = "SELECT image_id, n_star, n_object FROM science.images_between(56000, 58000, %s, good_only => %s)"
    assert flagged.execute(query, [5, True]).fetchall() == [(1, 3, 3), (2, 3, 3), (3, 2, 2)]
    assert flagged.execute(query, [5, False]).fetchall() == [(1, 3, 3), (2, 3, 3), (3, 3, 3)]
    # The flagged one has a signal-to-noise of 160: above that there is none to take away
    assert flagged.execute(query, [170, True]).fetchall() == [(1, 0, 0), (2, 0, 0), (3, 0, 0)]


def test_r2_of_good_detections_needs_both_reference_detections_good(database: psycopg.Connection) -> None:
    for image_id, band, mag, flags in ((1, "J", 16.0, 4), (2, "H", 14.0, 0)):
        rows = [{"source_id": 5, "mag_1": mag, "flags": flags}, {"source_id": 6, "mag_1": mag}]
        survey.add_image(database, image_id, rows, band=band)
    describe(database, 4)
    query = "SELECT source_id FROM science.red_sources(1.5, %s) ORDER BY 1"
    assert database.execute(query, [False]).fetchall() == [(5,), (6,)]
    assert database.execute(query, [True]).fetchall() == [(6,)]


def test_r5_of_good_detections_needs_all_five_good(database: psycopg.Connection) -> None:
    for image_id, band in enumerate(("Z", "Y", "J", "H", "Ks"), start=1):
        rows = [{"source_id": 5, "flags": 4 if band == "H" else 0}, {"source_id": 6}]
        survey.add_image(database, image_id, rows, band=band)
    describe(database, 4)
    query = "SELECT source_id FROM science.five_band_photometry(1, 30, %s) ORDER BY 1"
    assert database.execute(query, [False]).fetchall() == [(5,), (6,)]
    assert database.execute(query, [True]).fetchall() == [(6,)]


def test_a_light_curve_of_good_detections_has_no_others(flagged: psycopg.Connection) -> None:
    query = "SELECT image_id FROM science.light_curve(5, good_only => %s)"
    assert flagged.execute(query, [False]).fetchall() == [(1,), (2,), (3,)]
    assert flagged.execute(query, [True]).fetchall() == [(1,), (2,)]


def test_which_bits_are_bad_is_said_by_image_and_can_be_said_anew(flagged: psycopg.Connection) -> None:
    count = "SELECT count(*) FROM science.flagged_detection"
    assert flagged.execute(count).fetchone() == (1,)
    describe(flagged, 5)
    assert flagged.execute(count).fetchone() == (4,)  # and the three of source 7
