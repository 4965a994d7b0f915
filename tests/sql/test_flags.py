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


@pytest.fixture
def flagged_by_day(database: psycopg.Connection) -> psycopg.Connection:
    """Source 5 has magnitudes 16.0, 16.2, 16.4 +- 0.1 a day apart, and 12.0 on the fourth, which is bad."""
    survey.add_images(
        database,
        {
            image_id: [{"source_id": 5, "mag_1": mag, "mag_1_err": 0.1, "flags": 4 if mag == 12 else 0}]
            for image_id, mag in enumerate((16.0, 16.2, 16.4, 12.0), start=1)
        },
    )
    describe(database, 4)
    return database


ONE = "source_id = 5 AND band = 'Ks' AND calibration = 'catalogue'"


def test_statistics_of_good_epochs_leave_out_the_others(flagged_by_day: psycopg.Connection) -> None:
    # Good: mean and median 16.2, half the range 0.2, deviations -0.2, 0, 0.2, so their median is 0.2 and
    # s^2 = 0.08 / 2; chi square (4 + 0 + 4) / 2; steps 0.2, 0.2 within 2 d, so eta = 0.08 / 2 / 0.04.
    # All: 12, 16, 16.2, 16.4 have mean 15.15, median 16.1, half the range 2.2.
    query = (
        "SELECT n_epoch, mag_mean, mag_median, amplitude, mag_mad, mag_stddev, chi2_reduced, von_neumann_eta,"
        " time_span FROM science.selected_light_curve_statistics WHERE selection = %s AND " + ONE
    )
    good = flagged_by_day.execute(query, ["good"]).fetchall()
    assert good == [pytest.approx((3, 16.2, 16.2, 0.2, 0.2, 0.2, 4, 1, 2), rel=1e-5)]
    (every,) = flagged_by_day.execute(query, ["all"]).fetchall()
    assert every[:4] == pytest.approx((4, 15.15, 16.1, 2.2), rel=1e-5)


def test_statistics_are_of_all_epochs_unless_good_ones_are_asked_for(
    flagged_by_day: psycopg.Connection,
) -> None:
    query = "SELECT n_epoch, mag_mean FROM science.light_curve_statistics WHERE " + ONE
    assert flagged_by_day.execute(query).fetchall() == [(4, pytest.approx(15.15, rel=1e-6))]


@pytest.mark.parametrize(
    "relation",
    ["light_curve_statistics WHERE", "selected_light_curve_statistics WHERE selection = 'good' AND"],
)
def test_statistics_read_a_light_curve_once_whichever_epochs_count(
    flagged_by_day: psycopg.Connection, relation: str
) -> None:
    plan = flagged_by_day.execute(f"EXPLAIN SELECT mag_mad FROM science.{relation} {ONE}").fetchall()
    assert sum(" on detection " in line for (line,) in plan) == 1


def test_a_folded_light_curve_of_good_epochs_has_no_others(flagged_by_day: psycopg.Connection) -> None:
    # Dates 57000 to 57003 with a period of 2 d: even ones at phase 0, odd ones at 0.5; 57003 is bad
    query = "SELECT mjd FROM science.folded_light_curve(5, 'Ks', 2, %s) ORDER BY mjd"
    assert len(flagged_by_day.execute(query, [False]).fetchall()) == 4
    assert flagged_by_day.execute(query, [True]).fetchall() == [(57000,), (57001,), (57002,)]
    query = "SELECT phase, n_epoch FROM science.binned_folded_light_curve(5, 'Ks', 2, 2, %s)"
    assert flagged_by_day.execute(query, [False]).fetchall() == [(0.25, 2), (0.75, 2)]
    assert flagged_by_day.execute(query, [True]).fetchall() == [(0.25, 2), (0.75, 1)]


def test_which_bits_are_bad_is_said_by_image_and_can_be_said_anew(flagged: psycopg.Connection) -> None:
    count = "SELECT count(*) FROM science.flagged_detection"
    assert flagged.execute(count).fetchone() == (1,)
    describe(flagged, 5)
    assert flagged.execute(count).fetchone() == (4,)  # and the three of source 7
