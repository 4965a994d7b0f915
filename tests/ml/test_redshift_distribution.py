"""Distributions of redshift: quantiles, PIT and CRPS against cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import kstest, norm

from ml.redshift.calibration import best_stretch, stretched
from ml.redshift.measures import normalised_error
from ml.redshift.mixture import RedshiftMixture
from ml.redshift.prediction import QUANTILES, crps_of_draws, from_draws, from_mixture, pit_of_draws


def gaussian(mean: float, sigma: float) -> RedshiftMixture:
    return RedshiftMixture(np.array([[1.0]]), np.array([[mean]]), np.array([[sigma]]))


UNKNOWN = np.array([np.nan])
TWO_PEAKS = RedshiftMixture(np.array([[0.7, 0.3]]), np.array([[0.1, 0.5]]), np.array([[0.02, 0.05]]))


def test_the_crps_of_a_gaussian_at_its_mean_is_known() -> None:
    # CRPS(N(m, s), m) = s (sqrt 2 - 1) / sqrt pi = 0.2336950 s (Gneiting & Raftery 2007).
    assert gaussian(0.3, 0.1).crps(np.array([0.3]))[0] == pytest.approx(0.02336950, abs=1e-8)


def test_two_halves_of_a_gaussian_score_as_the_whole() -> None:
    halves = RedshiftMixture(np.array([[0.5, 0.5]]), np.array([[0.3, 0.3]]), np.array([[0.1, 0.1]]))
    z = np.array([0.37])
    assert halves.crps(z)[0] == pytest.approx(gaussian(0.3, 0.1).crps(z)[0], abs=1e-14)


@pytest.mark.parametrize("z", [0.05, 0.3, 0.6])
def test_the_crps_of_two_peaks_is_the_integral_of_the_squared_step(z: float) -> None:
    def squared(x: float) -> float:
        return float((TWO_PEAKS.cdf(np.array([x]))[0] - (x >= z)) ** 2)

    integral = quad(squared, -0.2, z, limit=200)[0] + quad(squared, z, 1.0, limit=200)[0]
    assert TWO_PEAKS.crps(np.array([z]))[0] == pytest.approx(integral, abs=1e-7)


def test_the_pit_is_the_probability_below_the_truth() -> None:
    assert gaussian(0.3, 0.1).cdf(np.array([0.3]))[0] == pytest.approx(0.5)
    # 0.7 Phi(10) + 0.3 Phi(-4) = 0.7 + 0.3 * 3.167e-5
    assert TWO_PEAKS.cdf(np.array([0.3]))[0] == pytest.approx(0.7 + 0.3 * norm.cdf(-4), abs=1e-12)


def test_quantiles_of_a_gaussian_are_those_of_the_tables() -> None:
    expected = 0.3 + 0.1 * norm.ppf(QUANTILES)
    np.testing.assert_allclose(gaussian(0.3, 0.1).quantiles(QUANTILES)[0], expected, atol=1e-9)


def test_a_quantile_between_two_far_peaks_is_found() -> None:
    peaks = RedshiftMixture(np.array([[0.5, 0.5]]), np.array([[0.1, 3.0]]), np.array([[0.001, 0.001]]))
    level = np.array([0.4999999, 0.5000001])
    found = peaks.quantiles(tuple(level))[0]
    np.testing.assert_allclose([peaks.cdf(np.array([z]))[0] for z in found], level, atol=1e-10)


def test_the_window_sits_on_the_higher_peak_and_the_median_need_not() -> None:
    narrow_and_wide = RedshiftMixture(
        np.array([[0.45, 0.55]]), np.array([[0.1, 0.3]]), np.array([[0.004, 0.08]])
    )
    median = from_mixture(narrow_and_wide, UNKNOWN)
    window = from_mixture(narrow_and_wide, UNKNOWN, half_width=0.01)
    assert window.z_phot[0] == pytest.approx(0.1, abs=0.004)
    assert median.z_phot[0] > 0.15
    np.testing.assert_array_equal(median.quantiles, window.quantiles)


def test_a_galaxy_without_a_spectrum_gets_no_scores() -> None:
    for prediction in (from_mixture(TWO_PEAKS, UNKNOWN), from_draws(np.zeros(1), np.zeros((1, 3)), UNKNOWN)):
        assert np.isnan([prediction.pit[0], prediction.crps[0]]).all()
        assert np.isfinite(prediction.quantiles).all()


def test_scores_of_draws_are_those_worked_out_by_hand() -> None:
    # Draws 0, 1 and truth 0: E|X - z| = 1/2, E|X - X'| = (0 + 1 + 1 + 0) / 4 = 1/2, CRPS = 1/2 - 1/4.
    draws = np.array([[1.0, 0.0]])
    assert crps_of_draws(draws, np.array([0.0]))[0] == pytest.approx(0.25)
    # One of two draws equals the truth and counts half: PIT = 1/4.
    assert pit_of_draws(draws, np.array([0.0]))[0] == pytest.approx(0.25)
    assert pit_of_draws(draws, np.array([0.5]))[0] == pytest.approx(0.5)


def test_the_uncertainty_is_half_the_68_per_cent_interval() -> None:
    draws = np.linspace(0, 1, 101)[None, :]
    prediction = from_draws(np.array([0.9]), draws, UNKNOWN)
    assert prediction.z_phot[0] == 0.9
    assert prediction.z_err[0] == pytest.approx(0.34)
    np.testing.assert_allclose(prediction.quantiles[0], QUANTILES)


def test_too_narrow_distributions_are_stretched_to_the_truth() -> None:
    n = 4000
    truth = np.random.default_rng(3).normal(0.0, 0.03, n)
    narrow = RedshiftMixture(np.ones((n, 1)), np.zeros((n, 1)), np.full((n, 1), 0.02))
    stretch = best_stretch(narrow, truth)
    assert stretch == pytest.approx(1.5, rel=0.05)
    assert kstest(stretched(narrow, stretch).cdf(truth), "uniform").statistic < 0.02


def test_measures_of_four_galaxies_are_those_worked_out_by_hand() -> None:
    z_spec = np.array([0.0, 1.0, 0.0, 1.0])
    z_phot = np.array([0.1, 1.4, -0.3, 0.2])
    # |d| = 0.1, 0.2, 0.3, 0.4: median 0.25.
    assert normalised_error(z_spec, z_phot) == pytest.approx(0.25)
