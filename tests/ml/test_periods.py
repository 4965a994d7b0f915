"""Periods of light curves that were made with one, and their way into the database and back."""

import numpy as np
import psycopg
import pytest

from ml.periods import LightCurve, search, strongest_period
from tests.survey import add_image, analyse


def test_the_period_of_a_sine_is_found() -> None:
    found = strongest_period(_sine(0.5437, 0.2), 0.2, 100)
    assert found.period == pytest.approx(0.5437, rel=1e-4)
    assert found.amplitude_mag == pytest.approx(0.2, rel=0.1)
    assert found.power > 0.9
    assert found.false_alarm_probability < 1e-10


def test_phase_zero_is_the_brightest_moment() -> None:
    curve = _sine(2.71, 0.3)
    found = strongest_period(curve, 0.5, 100)
    at_zero = 15 + 0.3 * np.sin(2 * np.pi * found.epoch_mjd / 2.71)
    assert at_zero == pytest.approx(14.7, abs=0.01)
    assert curve.mjd[0] <= found.epoch_mjd < curve.mjd[0] + found.period


def test_noise_has_no_sure_period() -> None:
    assert strongest_period(_sine(1.0, 0.0), 0.2, 100).false_alarm_probability > 0.01


def test_a_run_writes_the_candidates_periods_and_folds_their_light_curves(
    database: psycopg.Connection,
) -> None:
    # Source 0 pulsates with 3.3 days between 40 constant sources of 1 per cent
    curve = _sine(3.3, 0.2, n_epoch=30)
    rng = np.random.default_rng(4)
    for epoch, (mjd, mag) in enumerate(zip(curve.mjd.tolist(), curve.mag.tolist(), strict=True)):
        mags = [mag, *(15 + rng.normal(0, 0.01, 40))]
        fluxes = [10 ** (0.4 * (25 - m)) for m in mags]
        rows = [
            {"source_id": s, "flux_1": f, "flux_1_err": f / 100, "mag_1_err": 0.0109}
            for s, f in enumerate(fluxes)
        ]
        add_image(database, epoch + 1, rows, mjd=mjd)
    analyse(database)
    database.execute("SELECT science.measure_noise_floor('Ks', 'catalogue')")
    run_id, n_source = search(
        database, band="Ks", calibration="catalogue", score_min=6.0, period_range=(0.5, 50),
        n_epoch_min=20, n_job=1,
    )  # fmt: skip
    assert n_source == 1
    query = "SELECT source_id, period, period_run_id FROM science.periodic_source"
    assert database.execute(query).fetchall() == [(0, pytest.approx(3.3, rel=1e-3), run_id)]
    rows = database.execute("SELECT phase, mag FROM science.folded_light_curve(0)").fetchall()
    phase, mag = np.array(rows).T
    assert len(phase) == 30
    assert ((phase >= 0) & (phase < 1)).all()
    np.testing.assert_allclose(mag, 15 - 0.2 * np.cos(2 * np.pi * phase), atol=0.08)


def _sine(period: float, amplitude: float, n_epoch: int = 50) -> LightCurve:
    rng = np.random.default_rng(11)
    mjd = np.sort(57000 + rng.uniform(0, 300, n_epoch))
    mag = 15 + amplitude * np.sin(2 * np.pi * mjd / period) + rng.normal(0, 0.02, n_epoch)
    return LightCurve(1, mjd, mag, np.full(n_epoch, 0.02))
