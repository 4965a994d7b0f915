"""Periods of two stages, false alarms, and the forest of classes, on light curves made for it."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier

from ml.variables.candidates import HARMONICS, _at_steady_alias, _Fit, relation, search
from ml.variables.classifier import calibration_error, cross_validate, fit_forest, sharpened
from ml.variables.false_alarms import calibrate, highest_power, shuffled
from ml.variables.features import COLOURS, NAMES, searched_features
from ml.variables.harmonics import solve, sums
from ml.variables.light_curve import LightCurve, prepare
from ml.variables.random_walk import TIME_SCALES, damped_random_walk


def _times(n: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.sort(np.floor(rng.uniform(0, 1500, n)) + rng.uniform(0, 0.4, n))


def _binary(period: float, depths: tuple[float, float], seed: int = 1) -> LightCurve:
    time = _times(80, seed)
    phase = time / period % 1
    mag = sum(
        depth * np.exp(-0.5 * (((phase - at + 0.5) % 1 - 0.5) / 0.05) ** 2)
        for depth, at in zip(depths, (0.2, 0.7), strict=True)
    )
    noise = np.random.default_rng(seed).normal(0, 0.01, len(time))
    return LightCurve.of_one_band(time, 15 + mag + noise, np.full(len(time), 0.01))


def test_harmonics_equal_least_squares() -> None:
    curve = prepare(_binary(2.7, (0.5, 0.3)))
    angle = 2 * np.pi * np.multiply.outer(curve.time / 2.7, np.arange(1, 4))
    design = np.column_stack([np.ones(len(curve.time)), np.cos(angle), np.sin(angle)])
    root = np.sqrt(curve.weight)
    _, (expected,), *_ = np.linalg.lstsq(design * root[:, None], curve.value * root)
    chi2, _ = solve(sums(curve, np.array([1 / 2.7]), 3), 3, 0.0)
    assert chi2[0] == pytest.approx(expected, rel=1e-9)


def test_harmonics_of_two_bands_have_an_offset_each() -> None:
    one = _binary(2.7, (0.5, 0.3))
    band = np.arange(len(one.time)) % 2
    two = LightCurve(one.time, one.mag + 3.0 * band, one.mag_err, band)
    assert search(two, 0.3, 100).candidates[0].period == pytest.approx(2.7, rel=1e-3)


@pytest.mark.parametrize("depths", [(0.5, 0.3), (0.4, 0.4)])
def test_an_eclipsing_binary_is_told_at_its_full_period(depths: tuple[float, float]) -> None:
    first = search(_binary(2.7183, depths), 0.3, 100).candidates[0]
    assert first.period == pytest.approx(2.7183, rel=1e-3)
    assert first.relation == "first"


def test_a_sine_keeps_its_period() -> None:
    time = _times(60)
    curve = LightCurve.of_one_band(time, 15 + 0.3 * np.sin(2 * np.pi * time / 40), np.full(60, 0.01))
    assert search(curve, 0.3, 300).candidates[0].period == pytest.approx(40, rel=1e-3)


@pytest.mark.parametrize(
    ("frequency", "said"),
    [
        (4.0, "half"),
        (1.0, "double"),
        (6.0, "multiple"),
        (3.0, "alias of a day"),
        (2.0 + 1 / 29.530589, "alias of a month"),
        (2.0 + 1 / 365.2422, "alias of a year"),
        (2.27, "none"),
    ],
)
def test_a_candidate_says_what_it_is_to_the_first(frequency: float, said: str) -> None:
    assert relation(frequency, 2.0, 3000.0) == said


def test_one_per_cent_of_shuffled_light_curves_has_a_probability_below_one_per_cent() -> None:
    # 600 trials of 0.01: 6 expected; beyond 1 to 14 lies a chance of one in 300.
    curves = [_binary(1.7, (0.5, 0.4), seed) for seed in range(10)]
    calibration = calibrate(curves, 0.5, 50, n_shuffled=300, seed=1)
    rng = np.random.default_rng(2)
    below = 0
    for number in range(600):
        power, n_epoch, span = highest_power(shuffled(curves[number % 10], rng), 0.5, 50)
        below += calibration.probability(power, n_epoch, span, 0.5, 50) < 0.01
    assert 1 <= below <= 14


def _clumped(seed: int) -> LightCurve:
    """Give 72 epochs of noise, six within twenty minutes each in twelve nights."""
    rng = np.random.default_rng(seed)
    time = np.repeat(np.floor(rng.uniform(0, 1000, 12)), 6) + rng.uniform(0, 0.014, 72)
    return LightCurve.of_one_band(time, rng.normal(15, 0.1, 72), np.full(72, 0.1))


def test_epochs_in_clumps_do_not_make_noise_periodic() -> None:
    # 400 trials of 0.01 are 4: of 11 or more the chance is 0.003. Were each epoch counted, the mean of a
    # clump, which all frequencies share, would make four times as many.
    curves = [_clumped(seed) for seed in range(10)] + [_binary(1.7, (0.5, 0.4), seed) for seed in range(10)]
    calibration = calibrate(curves, 0.5, 50, n_shuffled=300, seed=1)
    rng = np.random.default_rng(2)
    below = 0
    for number in range(400):
        found = highest_power(shuffled(curves[number % 10], rng), 0.5, 50)
        below += calibration.probability(*found, 0.5, 50) < 0.01
    assert below <= 10


def test_a_light_curve_of_a_night_has_no_period_that_is_sure() -> None:
    time = np.linspace(0, 0.03, 30)
    curve = LightCurve.of_one_band(time, 15 + np.sin(200 * time), np.full(30, 0.01))
    calibration = calibrate([curve], 0.5, 50, n_shuffled=3, seed=1)
    assert calibration.probability(*highest_power(curve, 0.5, 50), 0.5, 50) == 1.0


def test_a_damped_random_walk_is_as_likely_as_its_covariance_makes_it() -> None:
    # The same likelihood from the whole matrix: exp(-|dt| / tau) beside the noise on the diagonal.
    time = np.array([0.0, 0.4, 3.0, 3.1, 40.0, 41.0, 300.0])
    mag = 15 + np.array([0.1, 0.12, -0.05, -0.06, 0.2, 0.18, -0.1])
    err = np.full(7, 0.02)
    scatter = mag.std() + 1e-6
    value = (mag - mag.mean()) / scatter
    found = []
    for scale in TIME_SCALES:
        matrix = np.exp(-np.abs(time[:, None] - time) / scale) + np.diag((err / scatter) ** 2)
        found.append(-0.5 * (np.linalg.slogdet(matrix)[1] + value @ np.linalg.solve(matrix, value)))
    alone = -0.5 * np.sum(np.log(1 + (err / scatter) ** 2) + value**2 / (1 + (err / scatter) ** 2))
    time_scale, gain = damped_random_walk(time, mag, err)
    assert time_scale == TIME_SCALES[int(np.argmax(found))]
    assert gain == pytest.approx((max(found) - alone) / 7, rel=1e-9)


def test_among_aliases_that_fit_alike_the_one_that_fits_with_any_number_of_harmonics_is_first() -> None:
    # Around 2 / d and its alias 3 / d, by 1, 2, 4, 6 harmonics: the second one's best is better by 5, but
    # all it has is its two harmonics.
    criteria = {2.0: (-80.0, -95.0, -90.0, -85.0), 3.0: (-40.0, -100.0, -92.0, -84.0)}
    fits = [
        _Fit(frequency, k, criterion, np.zeros((k, 2)), 1.0)
        for frequency, every in criteria.items()
        for k, criterion in zip(HARMONICS, every, strict=True)
    ]
    ranked = [fits[5], fits[1]]
    assert _at_steady_alias(ranked, fits, 1000.0)[0].frequency == 2.0
    # By more than 10 the criterion decides.
    better = [replace(fits[5], criterion=-106.0), fits[1]]
    assert _at_steady_alias(better, fits, 1000.0) == better


def test_features_do_not_depend_on_the_zero_point() -> None:
    curve = _binary(2.7, (0.5, 0.3))
    brighter = LightCurve(curve.time, curve.mag - 4.0, curve.mag_err, curve.band)
    first = searched_features(curve, 0.3, 100)
    assert len(first) == len(NAMES)
    assert np.isfinite(first[: -len(COLOURS)]).all()
    np.testing.assert_allclose(searched_features(brighter, 0.3, 100), first, rtol=1e-4, atol=1e-4)


def test_a_forest_as_rows_is_the_forest_and_knows_what_it_does_not_know() -> None:
    rng = np.random.default_rng(3)
    features = np.float64(np.float32(rng.normal(size=(300, 4))))
    truth = np.where(features[:, 0] > 0, "a", "b")
    done = cross_validate(features, truth, n_tree=20, seed=0)
    assert done.error < 0.1
    forest = fit_forest(features, truth, n_tree=20, seed=0, power=done.power)
    trees = ExtraTreesClassifier(20, max_features=0.35, random_state=0, class_weight="balanced").fit(
        features, truth
    )
    np.testing.assert_allclose(forest.share(features), trees.predict_proba(features), atol=1e-12)
    assert forest.is_unknown(features).mean() < 0.05
    assert forest.is_unknown(np.full((1, 4), 9.0)).all()


def test_the_median_of_the_labelled_stars_stands_for_what_is_missing() -> None:
    # Colours 1 of a and 3 of b, unknown of the last two: the median is 2, where the threshold lies, too.
    features = np.column_stack([[1.0] * 5 + [3.0] * 5 + [np.nan] * 2, np.full(12, np.nan)])
    truth = np.array(["a"] * 5 + ["b"] * 5 + ["a", "b"])
    forest = fit_forest(features, truth, n_tree=5, seed=0, power=1.0)
    assert forest.fill.tolist() == [2.0, 0.0]
    asked = np.array([[1.0, 7.0], [3.0, np.nan]])
    assert forest.classes[forest.share(asked).argmax(axis=1)].tolist() == ["a", "b"]
    # What no labelled star has cannot be outside of what they have.
    assert forest.n_outside(asked).tolist() == [0, 0]


def test_sharpened_shares_and_their_calibration_error() -> None:
    # 0.8 and 0.2 squared are 0.64 and 0.04: 16 to 1
    np.testing.assert_allclose(sharpened(np.array([[0.8, 0.2]]), 2.0), [[16 / 17, 1 / 17]])
    # Two at 0.8, one of them right: |0.8 - 0.5|
    assert calibration_error(np.array([[0.8, 0.2]] * 2), np.array([True, False])) == pytest.approx(0.3)
