"""What is kept of each light curve for R3: the strongest deviation, exact or known not to be."""

from collections.abc import Sequence

import psycopg
import pytest

from tests.survey import add_image, add_images, analyse

# The one detection with a magnitude fixes its image's zero point: 17.5 + 2.5 log10(1000) = 25 exactly.
ANCHOR: dict[str, object] = {"source_id": 0, "flux_1": 1000.0, "mag_1": 17.5}
KEPT = "SELECT max_deviation, chi2, max_deviation_image_id FROM science.flux_moments WHERE source_id = 7"


def test_a_group_that_is_the_whole_light_curve_gives_the_strongest_deviation_and_the_next(
    database: psycopg.Connection,
) -> None:
    # 100, 100, 160 +- 1: mean 120, deviations 20, 20, 40; chi square 400 + 400 + 1600
    _add_group(database, [100.0, 100.0, 160.0])
    assert database.execute(KEPT).fetchall() == [(40.0, 2400.0, 3)]
    assert _rest(database) == pytest.approx(20)
    assert _measure(database) == 0
    assert _differences(database) == []


def test_of_two_epochs_the_strongest_deviation_is_known_whatever_the_order(
    database: psycopg.Connection,
) -> None:
    # 100 +- 1 and 160 +- 1: mean 130, both deviate by 30; the earliest counts
    _add_epochs(database, [100.0])
    _add_epochs(database, [160.0], first=2)
    assert _differences(database) == []
    query = "SELECT source_id, max_deviation, mjd FROM science.variable_sources(29)"
    assert database.execute(query).fetchall() == [(7, 30.0, 57000.0)]


def test_an_epoch_that_outshines_the_rest_is_known_without_reading(database: psycopg.Connection) -> None:
    _add_group(database, [100.0, 101.0, 160.0])
    _add_epochs(database, [101.0], first=4)
    # Mean 115.5: the third deviates by 44.5; the others by at most 20.33 + 4.83, in truth by 15.5
    assert database.execute(KEPT).fetchall() == [(44.5, pytest.approx(2641.0), 3)]
    assert 15.5 < _rest(database) < 25.2
    assert _differences(database) == []


def test_an_epoch_that_may_not_be_the_strongest_is_read_until_it_is_measured(
    database: psycopg.Connection,
) -> None:
    # 100, 130, 100, 130 +- 1: mean 115, all deviate by 15
    _add_group(database, [100.0, 130.0, 100.0, 130.0])
    _add_epochs(database, [190.0], first=5)
    # Mean 130: deviations 30, 0, 30, 0, 60, and the bound on the others is 15 + 15
    assert database.execute(KEPT).fetchall() == [(60.0, pytest.approx(5400.0), 5)]
    _add_epochs(database, [10.0], first=6)
    # Mean 110: deviations 10, 20, 10, 20, 80, 100; the bound on the first five is 80 or more, below 100
    assert database.execute(KEPT).fetchall() == [(100.0, pytest.approx(17400.0), 6)]
    _add_epochs(database, [300.0], first=7)
    # Mean 137.14: the seventh deviates by 162.9, the sixth by 127.1
    query = "SELECT source_id, round(max_deviation::numeric, 2), mjd FROM science.variable_sources(100)"
    assert [(row[0], float(row[1]), row[2]) for row in database.execute(query)] == [(7, 162.86, 57006.0)]
    assert _differences(database) == []


def test_what_is_not_known_is_missing_and_read_by_the_question(database: psycopg.Connection) -> None:
    # Three epochs at 100, 100.1 and 99.9 +- 1, then 104 +- 10: mean 101 moves by 1, more than any deviates by
    _add_group(database, [100.0, 100.1, 99.9])
    add_image(database, 4, [{**_detection(104.0), "flux_1_err": 10.0}, ANCHOR], mjd=57003.0)
    assert database.execute(KEPT).fetchall() == [(None, pytest.approx(3.11, abs=1e-4), None)]
    query = "SELECT source_id, max_deviation, mjd FROM science.variable_sources(1)"
    expected = [(7, pytest.approx(1.1, abs=1e-4), 57002.0)]
    assert database.execute(query).fetchall() == expected
    assert _measure(database) == 1
    known = (pytest.approx(1.1, abs=1e-4), pytest.approx(3.11, abs=1e-4), 3)
    assert database.execute(KEPT).fetchall() == [known]
    assert database.execute(query).fetchall() == expected
    assert _measure(database) == 0
    assert _differences(database) == []


def test_a_detection_without_a_flux_counts_and_leaves_the_light_curve_as_it_is(
    database: psycopg.Connection,
) -> None:
    _add_group(database, [100.0, 160.0])
    add_image(database, 9, [{"source_id": 7, "flux_1": None}, ANCHOR], mjd=57009.0)
    query = "SELECT n_epoch, n_detection FROM survey.source_variability WHERE source_id = 7"
    assert database.execute(query).fetchall() == [(2, 3)]
    assert database.execute(KEPT).fetchall() == [(30.0, 1800.0, 1)]
    assert _differences(database) == []


def test_a_source_without_any_flux_has_no_light_curve_but_counts(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": None}, ANCHOR], mjd=57000.0)
    query = (
        "SELECT n_epoch, n_detection, n_star, flux_mean FROM survey.source_variability WHERE source_id = 7"
    )
    assert database.execute(query).fetchall() == [(0, 1, 1, None)]
    assert database.execute(KEPT).fetchall() == []
    add_image(database, 2, [_detection(100.0), ANCHOR], mjd=57001.0)
    assert database.execute(query).fetchall() == [(1, 2, 2, 100.0)]
    assert _differences(database) == []


def test_taking_a_catalogue_out_leaves_the_strongest_of_the_others(database: psycopg.Connection) -> None:
    _add_group(database, [100.0, 100.0, 160.0])
    database.execute("SELECT upkeep.remove_catalogue(3)")
    assert database.execute(KEPT).fetchall() == [(0.0, 0.0, 1)]
    assert database.execute("SELECT 1 FROM science.variable_sources(20)").fetchall() == []
    assert _differences(database) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "strongest_flux = strongest_flux * (1 + 1e-6)",
        "strongest_flux_err = strongest_flux_err / (1 + 1e-6)",
        "rest_deviation = rest_deviation * (1 - 1e-6)",
        "chi2 = chi2 * (1 + 1e-6)",
        "weight = weight * (1 + 1e-6)",
        "weighted_offset = weighted_offset + 1e-6 * weight * flux_mean",
        "flux_mean = flux_mean * (1 + 1e-6)",
    ],
)
def test_the_check_of_the_summaries_finds_what_was_tampered_with(
    database: psycopg.Connection, tampering: str
) -> None:
    _add_group(database, [100.0, 160.0, 110.0])
    assert _differences(database) == []
    database.execute(f"UPDATE survey.source_variability SET {tampering} WHERE source_id = 7".encode())
    assert _differences(database) == ["source_variability"]


@pytest.mark.parametrize("n_sigma", [0.0, 3.0, 29.9, 30.0, 50.0])
def test_known_and_read_light_curves_give_the_same_answers(
    database: psycopg.Connection, n_sigma: float
) -> None:
    detections = [
        [_detection(100.0), _detection(50.0, 8), _detection(30.0, 9), ANCHOR],
        [_detection(160.0), _detection(50.0, 8), _detection(-30.0, 9), ANCHOR],
        [_detection(130.0), _detection(50.0, 8), _detection(30.5, 9), ANCHOR],
    ]
    add_images(database, {n + 1: found for n, found in enumerate(detections)})
    analyse(database)
    answer = "SELECT * FROM science.variable_sources(%s) ORDER BY source_id"
    known = database.execute(answer, [n_sigma]).fetchall()
    # A bound that says nothing: every light curve that could be one is read
    database.execute("UPDATE survey.source_variability SET rest_deviation = 1e9")
    assert database.execute(answer, [n_sigma]).fetchall() == [pytest.approx(row) for row in known]


def _add_group(connection: psycopg.Connection, fluxes: Sequence[float]) -> None:
    """Give source 7 an image for each flux, from MJD 57000 on, with an error of 1, all by one load."""
    add_images(connection, {n + 1: [_detection(flux), ANCHOR] for n, flux in enumerate(fluxes)})


def _add_epochs(connection: psycopg.Connection, fluxes: Sequence[float], first: int = 1) -> None:
    """Give source 7 an image for each flux, with an error of 1, each by a load of its own."""
    for image_id, flux in enumerate(fluxes, start=first):
        add_image(connection, image_id, [_detection(flux), ANCHOR], mjd=56999.0 + image_id)


def _detection(flux: float, source_id: int = 7) -> dict[str, object]:
    return {"source_id": source_id, "flux_1": flux, "flux_1_err": 1.0, "mag_1": None}


def _rest(connection: psycopg.Connection) -> float:
    query = "SELECT rest_deviation FROM survey.source_variability WHERE source_id = 7"
    ((value,),) = connection.execute(query).fetchall()
    return float(value)


def _measure(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT sum(upkeep.measure_deviations(field_id)) FROM survey.field").fetchone()
    assert row is not None
    return int(row[0])


def _differences(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT summary FROM science.verify_summaries()")]
