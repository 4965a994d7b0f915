"""R3, science.variable_sources, on light curves whose deviations are worked out by hand."""

from collections.abc import Mapping, Sequence

import psycopg
import pytest

from tests.survey import add_image

QUERY = "SELECT source_id, n_epoch, mean_flux, max_deviation, mjd FROM science.variable_sources(%s, %s, %s)"
# The one detection with a magnitude fixes its image's zero point: 17.5 + 2.5 log10(1000) = 25 exactly.
ANCHOR: dict[str, object] = {"source_id": 0, "flux_1": 1000.0, "mag_1": 17.5}


def test_a_constant_source_is_not_variable(database: psycopg.Connection) -> None:
    _add_epochs(database, [{"flux_1": 1000.0}] * 3)
    assert _variables(database, 0.0) == []


def test_the_strongest_epoch_is_given_with_its_date(database: psycopg.Connection) -> None:
    # 100, 100, 160 +- 1: mean 120, deviations 20, 20, 40; the last is at MJD 57002
    _add_epochs(database, [{"flux_1": flux, "flux_1_err": 1.0} for flux in (100.0, 100.0, 160.0)])
    assert _variables(database, 39.0) == [(7, 3, 120.0, 40.0, 57002.0)]


@pytest.mark.parametrize("calibration", ["catalogue", "raw"])
def test_a_deviation_at_the_threshold_is_not_above_it(database: psycopg.Connection, calibration: str) -> None:
    # 1000 and 1400 +- 10: mean 1200, both deviate by 200/10 = 20 exactly; of equals the earlier is given
    _add_epochs(database, [{"flux_1": 1000.0}, {"flux_1": 1400.0}])
    assert _variables(database, 20.0, calibration) == []
    assert _variables(database, 19.999, calibration) == [(7, 2, 1200.0, 20.0, 57000.0)]


def test_a_source_with_one_epoch_is_left_out(database: psycopg.Connection) -> None:
    # Any deviation exceeds -1, so only the number of epochs decides
    add_image(database, 1, [ANCHOR, {"source_id": 7}], mjd=57000.0)
    add_image(database, 2, [ANCHOR], mjd=57001.0)
    assert [row[0] for row in _variables(database, -1.0)] == [0]
    assert [row[0] for row in _variables(database, -1.0, "raw")] == [0]


def test_the_bound_on_the_deviation_is_not_taken_for_the_answer(database: psycopg.Connection) -> None:
    # 900 +- 100, 1000 +- 1, 1100 +- 100: deviations 1, 0, 1, though 100 over the smallest error is 100
    errors = [(900.0, 100.0), (1000.0, 1.0), (1100.0, 100.0)]
    _add_epochs(database, [{"flux_1": flux, "flux_1_err": error} for flux, error in errors])
    assert _variables(database, 20.0) == []
    assert _variables(database, 0.5) == [(7, 3, 1000.0, 1.0, 57000.0)]


def test_zero_points_that_differ_do_not_make_a_variable(database: psycopg.Connection) -> None:
    # The second image collects twice the ADU: 2000 at magnitude 17.5. Raw: mean 1500, deviation 500/10 = 50.
    add_image(database, 1, [ANCHOR, {"source_id": 7, "mag_1": None}], mjd=57000.0)
    double = {"flux_1": 2000.0, "mag_1": 17.5}
    add_image(database, 2, [ANCHOR | double, {"source_id": 7, "flux_1": 2000.0, "mag_1": None}], mjd=57001.0)
    assert _variables(database, 0.001) == []
    assert [row[:2] for row in _variables(database, 49.0, "raw")] == [(0, 2), (7, 2)]


def test_zero_points_that_differ_do_not_hide_a_variable(database: psycopg.Connection) -> None:
    # Source 7 has 1000 ADU twice, but on the second image that is half as bright as on the first: scaled,
    # 1000 +- 10 and 500 +- 5, mean 750, deviations 250/10 = 25 and 250/5 = 50.
    add_image(database, 1, [ANCHOR, {"source_id": 7, "mag_1": None}], mjd=57000.0)
    double = {"flux_1": 2000.0, "mag_1": 17.5}
    add_image(database, 2, [ANCHOR | double, {"source_id": 7, "mag_1": None}], mjd=57001.0)
    ((source_id, n_epoch, mean_flux, deviation, mjd),) = _variables(database, 45.0)
    assert (source_id, n_epoch, mjd) == (7, 2, 57001.0)
    assert (mean_flux, deviation) == pytest.approx((750.0, 50.0), rel=1e-6)
    assert _variables(database, 0.0, "raw")[0][0] == 0  # the anchor alone, which has 1000 and 2000 ADU
    assert len(_variables(database, 0.0, "raw")) == 1


@pytest.mark.parametrize("calibration", ["catalogue", "raw"])
def test_epochs_without_flux_or_error_do_not_count(database: psycopg.Connection, calibration: str) -> None:
    # What remains is 1000 and 1400 +- 10, as if the two other epochs had not been
    gaps = [{"flux_1": None, "flux_1_err": None}, {"flux_1": 9000.0, "flux_1_err": None}]
    _add_epochs(database, [{"flux_1": 1000.0}, *gaps, {"flux_1": 1400.0}])
    assert _variables(database, 15.0, calibration) == [(7, 2, 1200.0, 20.0, 57000.0)]


def test_a_negative_flux_takes_part_in_the_mean(database: psycopg.Connection) -> None:
    # -100, 100 +- 1: mean 0, deviation 100
    _add_epochs(database, [{"flux_1": -100.0, "flux_1_err": 1.0}, {"flux_1": 100.0, "flux_1_err": 1.0}])
    assert _variables(database, 20.0) == [(7, 2, 0.0, 100.0, 57000.0)]


def test_a_source_seen_in_two_fields_has_one_light_curve(database: psycopg.Connection) -> None:
    # One epoch in each field: 1000 and 1400 +- 10 together deviate by 20; the earlier field is the source's
    add_image(database, 1, [ANCHOR, {"source_id": 7, "mag_1": None}], field_id=2, mjd=57000.0)
    second = {"source_id": 7, "flux_1": 1400.0, "mag_1": None}
    add_image(database, 2, [ANCHOR, second], field_id=1, mjd=57001.0)
    for calibration in ("catalogue", "raw"):
        query = "SELECT source_id, field_id, n_epoch FROM science.variable_sources(19, %s)"
        assert database.execute(query, [calibration]).fetchall() == [(7, 2, 2)]


@pytest.mark.parametrize("calibration", ["catalogue", "raw"])
def test_a_band_without_running_moments_is_searched_as_well(
    database: psycopg.Connection, calibration: str
) -> None:
    _add_epochs(database, [{"flux_1": 1000.0}, {"flux_1": 1400.0}], band="J")
    assert _variables(database, 20.0, calibration, "J") == []
    assert _variables(database, 19.0, calibration, "J") == [(7, 2, 1200.0, 20.0, 57000.0)]
    assert _variables(database, 19.0, calibration, "Ks") == []


def test_other_bands_do_not_enter_a_light_curve(database: psycopg.Connection) -> None:
    _add_epochs(database, [{"flux_1": 1000.0}, {"flux_1": 1000.0}])
    bright = {"source_id": 7, "flux_1": 9000.0, "mag_1": None}
    add_image(database, 50, [ANCHOR, bright], band="H", mjd=57009.0)
    assert _variables(database, 1.0) == []


def test_without_arguments_it_is_the_question_as_designed(database: psycopg.Connection) -> None:
    # 1000 and 1401 +- 10: deviations 20.05, above the default of 20
    _add_epochs(database, [{"flux_1": 1000.0}, {"flux_1": 1401.0}])
    query = "SELECT source_id FROM science.variable_sources()"
    assert database.execute(query).fetchall() == [(7,)]


def test_a_missing_argument_gives_no_rows(database: psycopg.Connection) -> None:
    _add_epochs(database, [{"flux_1": 1000.0}, {"flux_1": 9000.0}])
    assert database.execute(QUERY, [None, "catalogue", "Ks"]).fetchall() == []
    assert database.execute(QUERY, [20.0, None, "Ks"]).fetchall() == []


def _add_epochs(
    connection: psycopg.Connection, epochs: Sequence[Mapping[str, object]], band: str = "Ks"
) -> None:
    """Give source 7 one image per epoch from MJD 57000 on, each at zero point 25 by the anchor, source 0."""
    for number, epoch in enumerate(epochs):
        detections = [ANCHOR, {"source_id": 7, "mag_1": None, **epoch}]
        add_image(connection, number + 1, detections, band=band, mjd=57000.0 + number)


def _variables(
    connection: psycopg.Connection, n_sigma: float, calibration: str = "catalogue", band: str = "Ks"
) -> list[tuple[int, int, float, float, float]]:
    return connection.execute(f"{QUERY} ORDER BY source_id", [n_sigma, calibration, band]).fetchall()
