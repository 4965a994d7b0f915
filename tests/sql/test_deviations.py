"""What is kept of each light curve for R3: measured once, gone with the next epoch, never wrong."""

from collections.abc import Sequence

import psycopg
import pytest

from tests.survey import add_image, analyse

# The one detection with a magnitude fixes its image's zero point: 17.5 + 2.5 log10(1000) = 25 exactly.
ANCHOR: dict[str, object] = {"source_id": 0, "flux_1": 1000.0, "mag_1": 17.5}
KEPT = (
    "SELECT source_id, max_deviation, chi2, max_deviation_image_id FROM survey.source_variability"
    " WHERE source_id > 0 ORDER BY source_id"
)
ANSWERS = "SELECT * FROM upkeep.deviating_sources(%s, 'catalogue', 'Ks', false, %s) ORDER BY source_id"


def test_the_strongest_deviation_its_image_and_chi_square_are_kept(database: psycopg.Connection) -> None:
    # 100, 100, 160 +- 1: mean 120, deviations 20, 20, 40; chi square 400 + 400 + 1600
    _add_epochs(database, [100.0, 100.0, 160.0])
    assert database.execute(KEPT).fetchall() == [(7, None, None, None)]
    assert _measure(database) == 2
    assert database.execute(KEPT).fetchall() == [(7, 40.0, 2400.0, 3)]
    assert _differences(database) == []


def test_what_is_measured_is_not_measured_again(database: psycopg.Connection) -> None:
    _add_epochs(database, [100.0, 160.0])
    assert _measure(database) == 2
    assert _measure(database) == 0


def test_an_epoch_more_takes_away_what_was_measured_of_its_sources_alone(
    database: psycopg.Connection,
) -> None:
    _add_epochs(database, [100.0, 160.0])
    add_image(database, 8, [{"source_id": 8, "mag_1": None}, ANCHOR], mjd=57008.0)
    _measure(database)
    add_image(database, 9, [_detection(400.0), ANCHOR], mjd=57009.0)
    # 100, 160, 400 +- 1: mean 220, the last deviates by 180
    assert database.execute(KEPT).fetchall() == [(7, None, None, None), (8, 0.0, 0.0, 8)]
    query = "SELECT source_id, max_deviation, mjd FROM science.variable_sources(100)"
    assert database.execute(query).fetchall() == [(7, 180.0, 57009.0)]
    assert _measure(database) == 2
    assert database.execute(query).fetchall() == [(7, 180.0, 57009.0)]


def test_a_detection_without_a_flux_counts_and_leaves_the_light_curve_as_it_is(
    database: psycopg.Connection,
) -> None:
    _add_epochs(database, [100.0, 160.0])
    _measure(database)
    add_image(database, 9, [{"source_id": 7, "flux_1": None}, ANCHOR], mjd=57009.0)
    query = "SELECT n_epoch, n_detection, max_deviation FROM survey.source_variability WHERE source_id = 7"
    assert database.execute(query).fetchall() == [(2, 3, 30.0)]
    assert _differences(database) == []


def test_a_source_without_any_flux_has_no_light_curve_but_counts(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": None}, ANCHOR], mjd=57000.0)
    query = (
        "SELECT n_epoch, n_detection, n_star, flux_mean FROM survey.source_variability WHERE source_id = 7"
    )
    assert database.execute(query).fetchall() == [(0, 1, 1, None)]
    assert database.execute("SELECT 1 FROM science.flux_moments WHERE source_id = 7").fetchall() == []
    assert _measure(database) == 1  # the anchor's
    add_image(database, 2, [_detection(100.0), ANCHOR], mjd=57001.0)
    assert database.execute(query).fetchall() == [(1, 2, 2, 100.0)]
    assert _differences(database) == []


def test_taking_a_catalogue_out_takes_away_what_was_measured_with_it(database: psycopg.Connection) -> None:
    _add_epochs(database, [100.0, 100.0, 160.0])
    _measure(database)
    database.execute("SELECT upkeep.remove_catalogue(3)")
    assert database.execute(KEPT).fetchall() == [(7, None, None, None)]
    assert database.execute("SELECT 1 FROM science.variable_sources(20)").fetchall() == []
    assert _differences(database) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "max_deviation = max_deviation * (1 + 1e-6)",
        "chi2 = chi2 * (1 + 1e-6)",
        "flux_mean = flux_mean * (1 + 1e-6)",
    ],
)
def test_the_check_of_the_summaries_finds_what_was_tampered_with(
    database: psycopg.Connection, tampering: str
) -> None:
    _add_epochs(database, [100.0, 160.0])
    _measure(database)
    assert _differences(database) == []
    database.execute(f"UPDATE survey.source_variability SET {tampering} WHERE source_id = 7".encode())
    assert _differences(database) == ["source_variability"]


@pytest.mark.parametrize("n_sigma", [0.0, 3.0, 29.9, 30.0, 50.0])
@pytest.mark.parametrize("by_score", [False, True])
def test_measured_and_read_light_curves_give_the_same_answers(
    database: psycopg.Connection, n_sigma: float, *, by_score: bool
) -> None:
    # By score an epoch without light is left out, so the source that has one must be read all the same
    detections = [
        [_detection(100.0), _detection(50.0, 8), _detection(30.0, 9), ANCHOR],
        [_detection(160.0), _detection(50.0, 8), _detection(-30.0, 9), ANCHOR],
        [_detection(130.0), _detection(50.0, 8), _detection(30.5, 9), ANCHOR],
    ]
    for image_id, found in enumerate(detections, start=1):
        add_image(database, image_id, found, mjd=57000.0 + image_id)
    analyse(database)
    read = database.execute(ANSWERS, [n_sigma, by_score]).fetchall()
    _measure(database)
    assert database.execute(ANSWERS, [n_sigma, by_score]).fetchall() == [pytest.approx(row) for row in read]


def _add_epochs(connection: psycopg.Connection, fluxes: Sequence[float]) -> None:
    """Give source 7 an image for each flux, from MJD 57000 on, with an error of 1 at zero point 25."""
    for epoch, flux in enumerate(fluxes):
        add_image(connection, epoch + 1, [_detection(flux), ANCHOR], mjd=57000.0 + epoch)


def _detection(flux: float, source_id: int = 7) -> dict[str, object]:
    return {"source_id": source_id, "flux_1": flux, "flux_1_err": 1.0, "mag_1": None}


def _measure(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT sum(upkeep.measure_deviations(field_id)) FROM survey.field").fetchone()
    assert row is not None
    return int(row[0])


def _differences(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT summary FROM science.verify_summaries()")]
