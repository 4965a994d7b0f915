"""The two-sample tests reject what differs and accept what does not."""

from __future__ import annotations

import numpy as np
import pytest

from ml.stars.colours import Magnitudes
from ml.stars.grid import total_variation
from ml.stars.simulate import Simulation, simulate
from ml.stars.two_sample import boosting_test, energy_test, marginal_tests, neighbour_test
from ml.stars.verification import Comparison, summary
from tests.conftest import LONG

BOX = ((-1.0, 1.0), (-1.0, 2.0))
TESTS = [energy_test, neighbour_test, boosting_test]


def normal(n: int, seed: int, correlation: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], n)


def test_the_energy_distance_is_that_of_its_formula() -> None:
    x, y = normal(30, 0), normal(40, 1) + 1.0
    low, centre, high = np.percentile(np.vstack([x, y]), [15.865525, 50, 84.134475], axis=0)
    a, b = ((s - centre) / ((high - low) / 2) for s in (x, y))

    def mean(p: np.ndarray, q: np.ndarray) -> float:
        return float(np.linalg.norm(p[:, None] - q[None], axis=2).mean())

    expected = 2 * mean(a, b) - mean(a, a) - mean(b, b)
    assert energy_test(x, y, seed=0, n_permutation=9).statistic == pytest.approx(expected)


@pytest.mark.parametrize("test", TESTS)
def test_samples_that_differ_only_in_their_correlation_are_told_apart(test) -> None:
    assert test(normal(1000, 2), normal(1000, 3, correlation=0.6), 0).p_value < 0.01


@LONG
@pytest.mark.parametrize("test", TESTS)
def test_samples_of_one_population_are_rejected_as_often_as_stated(test) -> None:
    p_values = [test(normal(250, 10 + 2 * i), normal(250, 11 + 2 * i), i).p_value for i in range(20)]
    # Of 20 at the level 0.2 four are expected; ten or more have a chance of 0.003.
    assert sum(p <= 0.2 for p in p_values) < 10
    assert max(p_values) > 0.5


def test_a_correlation_shows_in_the_sum_of_the_colours_but_in_neither_alone() -> None:
    verdicts = marginal_tests(normal(3000, 5), normal(3000, 6, correlation=0.6))
    assert verdicts["y_minus_h"].p_value < 1e-6
    assert min(verdicts["y_minus_j"].p_value, verdicts["j_minus_h"].p_value) > 0.01


def test_the_grid_counts_what_lies_outside_as_one_more_cell() -> None:
    # Three quarters of the first and half of the second lie in one cell, the rest outside: 0.25 differ.
    here, outside = [0.0, 1.5], [9.0, 9.0]
    first, second = np.array([here, here, here, outside]), np.array([here, outside])
    assert total_variation(first, second, BOX) == pytest.approx(0.25)
    # In a box that holds neither, all of both lies in the one cell outside.
    assert total_variation(first, second, ((20.0, 21.0), (20.0, 21.0))) == 0


def test_even_p_values_combine_to_one_half() -> None:
    rows = tuple(Comparison("stars", i, "energy", 0.1 * i, p) for i, p in enumerate((0.2, 0.5, 0.8)))
    metrics = summary(rows)
    assert metrics == pytest.approx({"stars_energy": 0.1, "stars_energy_p": 0.5})


def run(n_job: int, seed: int = 3) -> Simulation:
    rng = np.random.default_rng(8)
    colour = np.vstack([normal(200, 1) * 0.05, normal(100, 2) * 0.05 + [-0.4, -0.3]])
    j = rng.uniform(14, 17, 300)
    stars = Magnitudes(j + colour[:, 0], j, j - 1.4 - colour[:, 1], *np.full((3, 300), 0.02))
    return simulate(stars, seed, BOX, n_simulated=500, candidates=(1, 2, 3), beside=(), n_job=n_job)


@LONG
def test_a_simulation_is_the_same_to_the_last_digit_on_one_process_or_two() -> None:
    one, two = run(1), run(2)
    assert one.n_component == 2
    assert np.array_equal(one.y_minus_j, two.y_minus_j)
    assert np.array_equal(one.intrinsic.covariances, two.intrinsic.covariances)
    assert one.metrics == two.metrics
    assert one.metrics["chosen_energy_p"] > 0.01


@LONG
def test_the_number_of_components_is_the_stars_and_not_the_seeds() -> None:
    one, two = run(2, seed=3), run(2, seed=4)
    assert one.selection == two.selection
    assert one.n_component == two.n_component
    assert not np.array_equal(one.y_minus_j, two.y_minus_j)
