"""Non-linear methods on made-up galaxies whose best possible answer is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest

from ml.faults import UnknownMethods
from ml.redshift import density_network
from ml.redshift.boosting import GradientBoosting
from ml.redshift.density_choice import Trial
from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.density_training import NetworkSettings, likelihood_gradient, split_outputs
from ml.redshift.domain import TrainingDomain
from ml.redshift.folds import folds
from ml.redshift.measures import normalised_error
from ml.redshift.methods import BEST, METHODS, methods_named
from ml.redshift.mixture import RedshiftMixture
from ml.redshift.neighbours import LocalLinear, NearestNeighbours
from ml.redshift.perceptron import DecoupledAdam, Perceptrons
from ml.redshift.regressors import ReportNetwork, extra_trees, random_forest, tree_features
from ml.redshift.residuals import PointMethod
from ml.redshift.sample import Galaxies, MissingPhotometry, MissingRedshift, ShapeMismatch, photometry

SCATTER = 0.01
UNKNOWN = np.full(2, np.nan)
SMALL = NetworkSettings(hidden=(16, 16), components=2, members=4, epochs=25)


def curved(n: int, seed: int, scatter: float = SCATTER) -> Galaxies:
    """Galaxies with a curved relation of colour and redshift and a Gaussian scatter about it."""
    rng = np.random.default_rng(seed)
    colours = rng.normal([1.5, 0.8, 0.4, 0.3], 0.2, (n, 4))
    mag_r = rng.normal(18.0, 1.0, n)
    z = 0.2 + 0.1 * np.sin(4 * colours[:, 1]) + 0.01 * (mag_r - 18) + scatter * rng.standard_normal(n)
    return Galaxies(mag_r, colours, z)


def with_outliers(galaxies: Galaxies) -> Galaxies:
    """The same galaxies, one in fifty with a colour or a redshift from nowhere."""
    colours, z = galaxies.colours.copy(), galaxies.redshift.copy()
    colours[::50, 3] = -60.0
    z[25::50] = 0.9
    return Galaxies(galaxies.mag_r, colours, z)


# A perfect estimate leaves |N(0, 0.01)| / (1 + z), z near 0.2: E = 0.6745 * 0.01 / 1.2 = 0.0056.
BEST_POSSIBLE = 0.0056


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (NearestNeighbours, 3.0),
        (LocalLinear, 1.3),
        (lambda: random_forest(1, trees=20), 3.0),
        (lambda: extra_trees(1, trees=20), 3.0),
        (lambda: GradientBoosting(1, iterations=40, rate=0.1), 2.0),
    ],
)
def test_a_curved_truth_is_followed(make: Callable[[], PointMethod], limit: float) -> None:
    training, test = curved(3000, 1), curved(1000, 2)
    method = make()
    method.fit(training)
    error = normalised_error(test.redshift, method.redshifts(test))
    assert error < limit * BEST_POSSIBLE
    assert error > 0.9 * BEST_POSSIBLE


def test_the_one_nearest_neighbour_of_a_training_galaxy_is_itself() -> None:
    training = curved(200, 1)
    method = NearestNeighbours(1)
    method.fit(training)
    np.testing.assert_array_equal(method.redshifts(training), training.redshift)


def test_local_regression_is_exact_on_a_plane() -> None:
    flat = curved(500, 1)
    z = 0.3 + 0.1 * flat.colours[:, 0] - 0.05 * flat.mag_r / 18
    method = LocalLinear(50)
    method.fit(Galaxies(flat.mag_r, flat.colours, z))
    inner = np.argsort(np.abs(flat.inputs - np.median(flat.inputs, axis=0)).max(axis=1))[:50]
    assert np.median(np.abs(method.redshifts(flat.take(inner)) - z[inner])) < 1e-5


def test_the_networks_reach_what_is_possible_with_honest_distributions() -> None:
    training, test = curved(3000, 1), curved(2000, 2)
    model = MixtureDensityEnsemble(7, sizes=(SMALL,))
    model.fit(training)
    prediction = model.predict(test)
    assert normalised_error(test.redshift, prediction.z_phot) < 1.15 * BEST_POSSIBLE
    assert kstest(prediction.pit, "uniform").statistic < 0.05
    # The CRPS of a perfect Gaussian is sigma / sqrt pi on average.
    assert prediction.crps.mean() == pytest.approx(SCATTER / np.sqrt(np.pi), rel=0.12)
    np.testing.assert_array_equal(prediction.z_phot, prediction.quantiles[:, 2])


def test_outliers_do_not_spoil_the_networks() -> None:
    training, test = with_outliers(curved(2000, 1)), curved(500, 2)
    model = MixtureDensityEnsemble(7, "window", (SMALL,))
    model.fit(training)
    prediction = model.predict(test)
    assert normalised_error(test.redshift, prediction.z_phot) < 1.3 * BEST_POSSIBLE
    assert np.isfinite(model.predict(with_outliers(test)).quantiles).all()


def test_one_seed_gives_one_answer_and_another_seed_another() -> None:
    training, test = curved(300, 1), curved(100, 2)
    answers = []
    for seed in (3, 3, 4):
        model = MixtureDensityEnsemble(seed, "window", (SMALL,))
        model.fit(training)
        answers.append(model.predict(test))
    np.testing.assert_array_equal(answers[0].z_phot, answers[1].z_phot)
    np.testing.assert_array_equal(answers[0].quantiles, answers[1].quantiles)
    np.testing.assert_array_equal(answers[0].crps, answers[1].crps)
    assert np.abs(answers[0].z_phot - answers[2].z_phot).max() > 1e-6


@pytest.mark.parametrize("make", [lambda seed: random_forest(seed, trees=5), ReportNetwork])
def test_seeded_methods_repeat_to_the_last_digit(make: Callable[[int], PointMethod]) -> None:
    training = curved(400, 1)
    answers = []
    for seed in (5, 5, 6):
        method = make(seed)
        method.fit(training)
        answers.append(method.redshifts(training))
    np.testing.assert_array_equal(answers[0], answers[1])
    assert np.abs(answers[0] - answers[2]).max() > 0


def test_the_likelihood_gradient_is_that_of_finite_differences() -> None:
    rng = np.random.default_rng(1)
    outputs: Any = rng.normal(size=(1, 3, 6))
    y: Any = rng.normal(size=(1, 3))

    def loss(values: Any) -> float:
        weights, means, log_sigmas = split_outputs(values)
        u = (y[..., None] - means) / np.exp(log_sigmas)
        return float(-np.log((weights * np.exp(-u * u / 2 - log_sigmas)).sum(axis=2)).mean())

    gradient = likelihood_gradient(outputs, y)
    for place in np.ndindex(outputs.shape):
        step = np.zeros_like(outputs)
        step[place] = 1e-6
        slope = (loss(outputs + step) - loss(outputs - step)) / 2e-6
        assert gradient[place] == pytest.approx(slope, abs=1e-6)


def test_backpropagation_is_that_of_finite_differences() -> None:
    rng = np.random.default_rng(2)
    networks = Perceptrons(rng, 2, (3, 5, 4, 1))
    x = rng.normal(size=(2, 6, 3)).astype(np.float32)
    outputs, trace = networks.forward(x)
    networks.backward(outputs, trace)
    gradient = networks.gradient.copy()
    for place in range(0, len(gradient), 7):
        losses = []
        for step in (1e-2, -1e-2):
            networks.parameters[place] += step
            losses.append(float((networks.forward(x)[0].astype(np.float64) ** 2).sum() / 2))
            networks.parameters[place] -= np.float32(step)
        assert gradient[place] == pytest.approx((losses[0] - losses[1]) / 2e-2, abs=2e-3)


def test_the_optimiser_walks_to_the_minimum_of_a_parabola() -> None:
    networks = Perceptrons(np.random.default_rng(1), 1, (1, 1))
    optimiser = DecoupledAdam(networks, steps=300, rate=0.05, shrinkage=0.0)
    target = np.array([0.7, -0.4], np.float32)
    for _ in range(300):
        networks.gradient[:] = networks.parameters - target
        optimiser.step()
    np.testing.assert_allclose(networks.parameters, target, atol=1e-3)


def test_a_galaxy_far_from_all_training_colours_is_outside() -> None:
    training = curved(1000, 1)
    domain = TrainingDomain(training)
    odd = Galaxies(np.array([18.0, 18.0]), np.array([[1.5, 0.8, 0.4, 0.3], [1.5, 0.8, 0.4, 5.0]]), UNKNOWN)
    assert domain.outside(odd).tolist() == [False, True]
    # Half a per cent of the training galaxies themselves are further out than the limit allows.
    assert domain.outside(curved(4000, 3)).mean() < 0.02


def test_a_missing_colour_is_refused_by_name_and_place() -> None:
    galaxies = curved(5, 1)
    colours = galaxies.colours.copy()
    colours[3, 2] = np.nan
    with pytest.raises(MissingPhotometry, match=r"colours\[3, 2\].*finite.*found nan; 1 of 5"):
        Galaxies(galaxies.mag_r, colours, galaxies.z_spec)


def test_a_sample_with_five_colours_is_refused() -> None:
    with pytest.raises(ShapeMismatch, match=r"expected shape \(2, 4\), found \(2, 5\)"):
        Galaxies(np.zeros(2), np.zeros((2, 5)), UNKNOWN)


def test_training_without_spectra_is_refused() -> None:
    galaxies = curved(20, 1)
    galaxies.z_spec[3] = np.nan
    with pytest.raises(MissingRedshift, match="z_spec expected for each, missing for 1"):
        METHODS["linear"].make(1).fit(galaxies)


def test_errors_enter_as_logarithms_and_an_error_of_zero_stays_finite() -> None:
    errors = np.array([[1.0, 0.1, 0.01, 0.001, 0.0]])
    galaxies = Galaxies(np.array([20.0]), np.zeros((1, 4)), UNKNOWN[:1], errors)
    expected = [20.0, 0, 0, 0, 0, *(-np.log(10) * np.arange(5))]
    np.testing.assert_allclose(photometry(galaxies)[0], expected)


def test_an_unknown_method_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownMethods, match=r"magic; .*linear.*mixture_density"):
        methods_named(["linear", "magic"])


def test_every_method_of_the_registry_says_what_it_is() -> None:
    assert BEST in METHODS
    for name, method in METHODS.items():
        assert method.name == name
        assert method.description
        assert "distribution" in method.parameters


def test_a_method_lies_within_its_own_interval_where_it_is_biased() -> None:
    # A straight line through a sine is wrong by more than its neighbours' scatter nearly everywhere
    training, test = curved(3000, 1, scatter=0.001), curved(1000, 2, scatter=0.001)
    model = METHODS["linear"].make(1)
    model.fit(training)
    prediction = model.predict(test)
    assert (prediction.quantiles[:, 1] < prediction.z_phot).all()
    assert (prediction.z_phot < prediction.quantiles[:, 3]).all()
    z = test.redshift
    assert 0.63 < ((prediction.quantiles[:, 1] < z) & (z < prediction.quantiles[:, 3])).mean() < 0.73


def test_galaxies_of_identical_photometry_are_held_out_together() -> None:
    once = curved(50, 1)
    copies = once.take(np.tile(np.arange(50), 20))
    parts = folds(copies)
    assert np.sum(parts, axis=0).tolist() == [1] * 1000
    for part in parts:
        assert (part.reshape(20, 50) == part[:50]).all()


def test_restored_trees_say_what_scikit_learn_would() -> None:
    training, test = curved(400, 1), curved(100, 2)
    method = GradientBoosting(5, iterations=20)
    method.fit(training)
    expected = method._regressor.predict(tree_features(test))
    np.testing.assert_allclose(method.redshifts(test), expected, rtol=0, atol=1e-12)
    again = GradientBoosting(5, iterations=20)
    again.restore(method.arrays(), training)
    np.testing.assert_array_equal(again.redshifts(test), method.redshifts(test))


def test_restored_networks_say_the_same() -> None:
    training, test = curved(300, 1), curved(100, 2)
    model = MixtureDensityEnsemble(3, "window", (SMALL,))
    model.fit(training)
    again = MixtureDensityEnsemble(3, "window", (SMALL,))
    again.restore(model.arrays(), training)
    np.testing.assert_array_equal(again.predict(test).quantiles, model.predict(test).quantiles)
    np.testing.assert_array_equal(again.predict(test).z_phot, model.predict(test).z_phot)


def test_what_has_the_smallest_error_on_held_out_galaxies_is_taken() -> None:
    sizes = (replace(SMALL, hidden=(8,), epochs=1), SMALL)
    model = MixtureDensityEnsemble(3, sizes=sizes)
    model.fit(curved(500, 1))
    assert [trial.sizes for trial in model.trials] == [sizes[:1], sizes[1:], sizes]
    best = model.trials[int(np.argmin([trial.error for trial in model.trials]))]
    assert model.chosen == best.sizes == (SMALL,)
    assert (model.stretch, model.half_width) == (best.stretch, best.half_width)
    assert model.figures["fold_error_8_and_16_16"] == model.trials[2].error


def test_two_sizes_side_by_side_are_kept_and_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    training, test = curved(300, 1), curved(100, 2)
    sizes = (replace(SMALL, hidden=(8,), epochs=5), replace(SMALL, epochs=5))
    pair = Trial(sizes, error=0.01, stretch=1.1, half_width=0.005)
    monkeypatch.setattr(density_network, "try_sizes", lambda *_: (pair,))
    model = MixtureDensityEnsemble(3, "window", sizes)
    model.fit(training)
    # Four networks of two Gaussians each, two of either size, each size half of the weight
    mixture = model.mixture(test)
    assert mixture.weights.shape == (100, 8)
    np.testing.assert_allclose(mixture.weights[:, :4].sum(axis=1), 0.5)
    assert {name: n for name, n in model.figures.items() if "members" in name} == {
        "members_8": 2.0, "members_16_16": 2.0,
    }  # fmt: skip
    again = MixtureDensityEnsemble(3, "window", sizes)
    again.restore(model.arrays(), training)
    np.testing.assert_array_equal(again.predict(test).z_phot, model.predict(test).z_phot)


@pytest.mark.parametrize("steps", [10, 1000])
def test_weights_shrink_as_much_in_few_steps_as_in_many(steps: int) -> None:
    networks = Perceptrons(np.random.default_rng(1), 1, (1, 1))
    before = networks.layers[0][0].copy()
    optimiser = DecoupledAdam(networks, steps=steps, rate=0.005, shrinkage=1.0)
    for _ in range(steps):
        optimiser.step()
    # exp(-1) = 0.368, and (1 - 1 / n)**n is a little less
    assert networks.layers[0][0] / before == pytest.approx(np.exp(-1), rel=0.1)


@pytest.mark.parametrize("name", ["linear", "nearest_neighbours", "local_linear"])
def test_quick_methods_of_the_registry_give_calibrated_intervals(name: str) -> None:
    training, test = curved(3000, 1), curved(1000, 2)
    model = METHODS[name].make(1)
    model.fit(training)
    prediction = model.predict(test)
    z = test.redshift
    inside = (prediction.quantiles[:, 1] < z) & (z < prediction.quantiles[:, 3])
    assert 0.62 < inside.mean() < 0.74
    assert (np.diff(prediction.quantiles, axis=1) >= 0).all()


def test_a_mixture_part_keeps_the_order_of_galaxies() -> None:
    mixture = RedshiftMixture(np.ones((3, 1)), np.array([[0.1], [0.2], [0.3]]), np.full((3, 1), 0.01))
    np.testing.assert_allclose(mixture.part(np.array([2, 0])).quantiles((0.5,))[:, 0], [0.3, 0.1])
