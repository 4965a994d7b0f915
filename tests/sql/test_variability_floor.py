"""The noise floor, R3 with it, and the score, on light curves whose noise is known."""

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray
from scipy import stats

from tests.survey import add_image, analyse

N_SOURCE, N_EPOCH = 150, 12
FLOOR = 0.03  # [mag], beside quoted errors of 1 per cent
MAG_PER_RELATIVE = 2.5 / np.log(10)


def test_the_floor_is_what_the_quoted_errors_leave_unexplained(database: psycopg.Connection) -> None:
    # Variance 0.03^2 + 0.0109^2; 150 sources with 11 degrees of freedom each: good to some 5 per cent
    _load(database, _fluxes())
    _measure(database)
    rows = database.execute("SELECT scatter_mag, expected_mag, floor_mag FROM science.noise_model").fetchall()
    scatter, expected, floor = np.array(rows).mean(axis=0)
    assert scatter == pytest.approx(np.hypot(FLOOR, 0.01 * MAG_PER_RELATIVE), rel=0.1)
    assert expected == pytest.approx(0.01 * MAG_PER_RELATIVE, rel=0.02)
    assert floor == pytest.approx(FLOOR, rel=0.1)


@pytest.mark.parametrize("n_sigma", [1, 2, 2.5, 3, 5])
def test_r3_with_floor_gives_what_numpy_gives(database: psycopg.Connection, n_sigma: float) -> None:
    flux = _fluxes()
    _load(database, flux)
    _measure(database)
    query = "SELECT source_id, floor_mag FROM science.flux_floor WHERE calibration = 'catalogue' ORDER BY 1"
    floor = np.array(database.execute(query).fetchall())[:, 1:]
    mean = flux.mean(axis=1, keepdims=True)
    error = np.hypot(flux / 100, floor / MAG_PER_RELATIVE * mean)
    deviation = (np.abs(flux - mean) / error).max(axis=1)
    rows = database.execute(
        "SELECT source_id, max_deviation FROM science.variable_sources(%s, 'catalogue', 'Ks', true)",
        [n_sigma],
    ).fetchall()
    found = dict(rows)
    assert set(found) == set(np.flatnonzero(deviation > n_sigma).tolist())
    assert list(found.values()) == pytest.approx(deviation[list(found)], rel=1e-5)


def test_the_noise_model_is_looked_up_once_for_all_sources(database: psycopg.Connection) -> None:
    _load(database, _fluxes())
    _measure(database)
    rows = database.execute(
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
        " SELECT m.source_id, f.floor_err FROM science.flux_moments AS m"
        " LEFT JOIN science.flux_floor AS f ON f.source_id = m.source_id AND f.band = m.band"
        " AND f.calibration = m.calibration WHERE m.calibration = 'catalogue' AND m.band = 'Ks'"
    ).fetchall()
    plan = [line for (line,) in rows]
    assert [line.strip() for line in plan if line.strip().startswith("CTE ")] == ["CTE quarter"]
    assert [line for line in plan if " on noise_floor" in line and "loops=1)" not in line] == []


def test_a_score_finds_what_varies_a_little_on_every_epoch(database: psycopg.Connection) -> None:
    # Source 0 swings by +-2.5 sigma of errors and floor: no epoch is 5 sigma out, but chi square is
    # 12 * 6.25 / 11 = 6.8 per degree of freedom, 6.4 sigma (Wilson & Hilferty)
    flux = _fluxes()
    swing = 2.5 * np.hypot(FLOOR / MAG_PER_RELATIVE, 0.01)
    flux[0] = flux[0].mean() * (1 + swing * np.tile([1, -1], N_EPOCH // 2))
    _load(database, flux)
    _measure(database)
    with_floor = "SELECT source_id FROM science.variable_sources(5, 'catalogue', 'Ks', true)"
    above = "SELECT source_id FROM science.sources_above_floor(5, 'catalogue', 'Ks')"
    assert database.execute(with_floor).fetchall() == []
    assert database.execute(above).fetchall() == [(0,)]


def test_a_dead_core_is_no_variable_by_score(database: psycopg.Connection) -> None:
    flux = _fluxes()
    flux[0, 3] = -flux[0, 3] / 10
    _load(database, flux)
    _measure(database)
    assert (
        database.execute("SELECT source_id FROM science.sources_above_floor(6, 'catalogue')").fetchall() == []
    )
    strict = "SELECT source_id FROM science.variable_sources(6, 'catalogue', 'Ks', true)"
    assert database.execute(strict).fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("chi2", "n_freedom"), [(49.0, 49), (100.0, 49), (150.0, 49), (13.2, 2), (9.0, 1), (400.0, 299)]
)
def test_significance_of_chi2_is_that_of_a_normal_deviate(
    shared_database: psycopg.Connection, chi2: float, n_freedom: int
) -> None:
    # The approximation is good to some hundredths of a standard deviation
    exact = stats.norm.isf(stats.chi2.sf(chi2, n_freedom))
    query = "SELECT science.significance_of_chi2(%s, %s)"
    assert shared_database.execute(query, [chi2, n_freedom]).fetchone() == (pytest.approx(exact, abs=0.1),)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("variable_sources(20, 'raw', 'Ks', true)", psycopg.errors.InvalidParameterValue),
        ("variable_sources(20, 'catalogue', 'Ks', true)", psycopg.errors.ObjectNotInPrerequisiteState),
        ("variable_sources(20, 'tied', 'Ks')", psycopg.errors.ObjectNotInPrerequisiteState),
        ("light_curve(5, 'Ks', 'tied')", psycopg.errors.ObjectNotInPrerequisiteState),
        ("sources_above_floor()", psycopg.errors.ObjectNotInPrerequisiteState),
    ],
)
def test_what_was_not_measured_is_refused_not_left_out(
    shared_database: psycopg.Connection, call: str, error: type[psycopg.Error]
) -> None:
    with pytest.raises(error) as refusal:
        shared_database.execute(f"SELECT * FROM science.{call}")
    assert isinstance(refusal.value, psycopg.Error)
    assert "SELECT" in (refusal.value.diag.message_hint or "")


def _fluxes() -> NDArray[np.float64]:
    """Fluxes of constant sources of magnitude 15 +- 0.1, shape (source, epoch)."""
    rng = np.random.default_rng(5)
    mag = 15 + rng.uniform(-0.1, 0.1, (N_SOURCE, 1)) + rng.normal(0, FLOOR, (N_SOURCE, N_EPOCH))
    return 10 ** (0.4 * (25 - mag)) * (1 + rng.normal(0, 0.01, mag.shape))


def _load(connection: psycopg.Connection, flux: NDArray[np.float64]) -> None:
    for epoch in range(N_EPOCH):
        detections = [
            {"source_id": source, "flux_1": value, "flux_1_err": abs(value) / 100}
            for source, value in enumerate(flux[:, epoch].tolist())
        ]
        add_image(connection, epoch + 1, detections, mjd=57000.0 + epoch)
    analyse(connection)


def _measure(connection: psycopg.Connection) -> None:
    connection.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")
