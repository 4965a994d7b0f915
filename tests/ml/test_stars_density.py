"""The densities of the colour plane against hand-worked and scipy values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.mixture import GaussianMixture

from ml.stars.ascent import climb
from ml.stars.colours import ColumnsDiffer, Magnitudes, colour_covariances, colours
from ml.stars.deconvolution import add_errors, deconvolve, observed_log_density
from ml.stars.kernel import KernelDensity, adaptive_kernel, plain_kernel
from ml.stars.mixture import ColourMixture, TooManyComponents, averaged, bic, fit_average, fit_mixture
from ml.stars.outliers import TooFewStars, isolated_points, screen
from ml.stars.selection import select_components


def magnitudes(n: int, seed: int = 0) -> Magnitudes:
    rng = np.random.default_rng(seed)
    mags = rng.normal([16.0, 16.1, 14.7], 0.1, (n, 3)).T
    return Magnitudes(*mags, *np.full((3, n), 0.02))


def two_clumps(n: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    near = rng.multivariate_normal([0.0, 1.5], [[0.01, 0.005], [0.005, 0.01]], n // 2)
    far = rng.multivariate_normal([-0.6, 1.0], [[0.01, 0.0], [0.0, 0.02]], n - n // 2)
    return np.vstack([near, far])


TWO = ColourMixture(
    weights=np.array([0.7, 0.3]),
    means=np.array([[0.0, 1.0], [1.0, -1.0]]),
    covariances=np.array([[[1.0, 0.3], [0.3, 0.5]], [[0.2, -0.1], [-0.1, 0.4]]]),
    is_background=np.array([False, False]),
)


def test_the_two_colours_share_the_error_of_j() -> None:
    # y 0.3, j 0.4, h 1.2: variances 0.09, 0.16, 1.44, so 0.25 and 1.60 on the diagonal and -0.16 beside it.
    star = Magnitudes(*(np.array([x]) for x in (16.0, 15.5, 15.0, 0.3, 0.4, 1.2)))
    assert colours(star).tolist() == [[0.5, 0.5]]
    np.testing.assert_allclose(colour_covariances(star)[0], [[0.25, -0.16], [-0.16, 1.6]])


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ColumnsDiffer, match="one length"):
        Magnitudes(*(np.zeros(3) for _ in range(5)), np.zeros(2))


def test_every_star_is_counted_under_exactly_one_reason() -> None:
    stars = magnitudes(200)
    stars.y_mag[0] = np.nan
    stars.h_mag_err[0] = np.nan
    stars.j_mag_err[1] = 0.0
    stars.h_mag[2] += 6.0
    result = screen(stars)
    counts = (result.n_magnitude_missing, result.n_error_missing, result.n_isolated, result.n_kept)
    assert counts == (1, 1, 1, 197)
    assert np.flatnonzero(~result.usable).tolist() == [0, 1]
    assert np.flatnonzero(result.isolated).tolist() == [2]


def test_a_thin_sequence_far_from_the_crowd_is_not_isolated() -> None:
    rng = np.random.default_rng(1)
    crowd = rng.normal(0.0, 0.1, (1000, 2))
    sequence = np.column_stack([np.linspace(1.0, 1.5, 20), np.linspace(-2.0, -1.5, 20)])
    loner = [[-5.0, 5.0]]
    alone = isolated_points(np.vstack([crowd, sequence, loner]), radius=4.0)
    assert np.flatnonzero(alone).tolist() == [1020]


def test_isolation_needs_more_stars_than_neighbours() -> None:
    with pytest.raises(TooFewStars, match="found 10 stars"):
        isolated_points(np.zeros((10, 2)))


def test_the_density_of_a_mixture_is_the_weighted_sum_of_gaussians() -> None:
    points = np.random.default_rng(2).normal(size=(50, 2))
    expected = sum(
        w * multivariate_normal(m, c).pdf(points)
        for w, m, c in zip(TWO.weights, TWO.means, TWO.covariances, strict=True)
    )
    np.testing.assert_allclose(np.exp(TWO.log_density(points)), expected, rtol=1e-12)


def test_points_drawn_from_a_mixture_have_its_moments() -> None:
    points, component = TWO.draw(200_000, np.random.default_rng(3))
    assert (component == 1).mean() == pytest.approx(0.3, abs=0.005)
    np.testing.assert_allclose(points.mean(axis=0), [0.3, 0.4], atol=0.01)
    np.testing.assert_allclose(np.cov(points[component == 1].T), TWO.covariances[1], atol=0.01)


def test_bic_counts_six_parameters_a_component_less_one() -> None:
    points = np.random.default_rng(4).normal(size=(30, 2))
    assert bic(TWO, points) == pytest.approx(11 * np.log(30) - 2 * TWO.log_density(points).sum())


def test_the_mean_of_two_mixtures_is_the_mean_of_their_densities() -> None:
    one = fit_mixture(two_clumps(400), 1, seed=0)
    points = np.array([[0.0, 1.5], [-0.6, 1.0]])
    expected = (np.exp(one.log_density(points)) + np.exp(TWO.log_density(points))) / 2
    np.testing.assert_allclose(np.exp(averaged([one, TWO]).log_density(points)), expected)


def test_the_background_that_fits_share_is_kept_once_and_last() -> None:
    wild = np.array([[5.0, 5.0], [-5.0, 4.0], [6.0, -7.0], [-6.0, -6.0]])
    points = np.vstack([two_clumps(996), wild])
    mean = fit_average(points, 2, seed=0, n_average=3)
    assert mean.is_background.tolist() == [False] * 6 + [True]
    assert mean.weights[-1] == pytest.approx(4 / 1000)
    assert mean.weights.sum() == pytest.approx(1.0)
    assert (np.diff(mean.weights[:-1]) <= 0).all()


def test_one_seed_gives_one_mixture_to_the_last_digit() -> None:
    points = two_clumps(1000)
    first, second = (fit_mixture(points, 3, seed=7) for _ in range(2))
    assert np.array_equal(first.covariances, second.covariances)
    assert np.array_equal(first.weights, second.weights)


def test_the_ascent_ends_where_another_implementation_would_go_no_further() -> None:
    points = two_clumps(2000)
    rng = np.random.default_rng(1)
    found = climb(points, 2, rng, floor=1e-6, tolerance=1e-9, max_step=1000)
    other = GaussianMixture(
        2,
        tol=1e-9,
        weights_init=found.weights,
        means_init=found.means,
        precisions_init=np.linalg.inv(found.covariances),
    ).fit(points)
    np.testing.assert_allclose(found.weights, other.weights_, atol=1e-4)
    np.testing.assert_allclose(found.means, other.means_, atol=1e-4)
    np.testing.assert_allclose(found.covariances, other.covariances_, atol=1e-4)


def test_isolated_stars_become_a_background_with_their_share() -> None:
    wild = np.array([[5.0, 5.0], [-5.0, 4.0], [6.0, -7.0], [-6.0, -6.0]])
    mixture = fit_mixture(np.vstack([two_clumps(996), wild]), 2, seed=0)
    assert mixture.is_background.tolist() == [False, False, True]
    assert mixture.weights[-1] == pytest.approx(4 / 1000)
    assert mixture.weights.sum() == pytest.approx(1.0)
    assert np.abs(mixture.covariances[:2]).max() < 0.03


def test_more_components_than_the_stars_can_hold_are_refused() -> None:
    with pytest.raises(TooManyComponents, match="at least 120 stars, found 100"):
        fit_mixture(two_clumps(100), 20, seed=0)


def test_held_out_likelihood_finds_the_two_clumps() -> None:
    table, chosen, best = select_components(two_clumps(1500), seed=0, candidates=(1, 2, 3, 4))
    assert chosen == 2
    assert min(table, key=lambda row: row.bic).n_component == 2
    assert best.mean() == max(row.held_out for row in table)


def test_deconvolution_recovers_the_intrinsic_covariance() -> None:
    rng = np.random.default_rng(5)
    intrinsic = np.array([[0.04, 0.02], [0.02, 0.03]])
    n = 8000
    sizes = rng.uniform(0.05, 0.4, (3, n)) ** 2
    y, j, h = sizes
    errors = np.moveaxis(np.array([[y + j, -j], [-j, j + h]]), -1, 0)
    truth = rng.multivariate_normal([0.1, 1.4], intrinsic, n)
    observed = truth + np.einsum("nij,nj->ni", np.linalg.cholesky(errors), rng.standard_normal((n, 2)))
    start = fit_mixture(observed, 1, seed=0, radius=np.inf)
    assert start.covariances[0, 0, 0] > 0.1
    result = deconvolve(observed, errors, start, tolerance=1e-8, max_iteration=500)
    np.testing.assert_allclose(result.mixture.covariances[0], intrinsic, atol=0.003)
    np.testing.assert_allclose(result.mixture.means[0], [0.1, 1.4], atol=0.02)
    assert (np.diff(result.log_likelihood) > -1e-4).all()
    again = add_errors(result.mixture.draw(50_000, rng)[0], errors, rng)
    np.testing.assert_allclose(np.cov(again.T), np.cov(observed.T), atol=0.01)


def test_the_observed_density_adds_each_stars_error() -> None:
    points = np.array([[0.2, 0.1], [1.0, -0.5]])
    errors = np.array([[[0.1, -0.05], [-0.05, 0.2]], [[0.3, 0.0], [0.0, 0.1]]])
    expected = [
        sum(
            w * multivariate_normal(m, c + s).pdf(x)
            for w, m, c in zip(TWO.weights, TWO.means, TWO.covariances, strict=True)
        )
        for x, s in zip(points, errors, strict=True)
    ]
    np.testing.assert_allclose(np.exp(observed_log_density(TWO, points, errors)), expected)


def test_a_plain_kernel_density_is_the_mean_of_gaussians_on_the_stars() -> None:
    points = two_clumps(300)
    density = plain_kernel(points, 0.4)
    at = two_clumps(20, seed=9)
    kernels = [multivariate_normal(p, np.diag((0.4 * density.scale.width) ** 2)).pdf(at) for p in points]
    np.testing.assert_allclose(np.exp(density.log_density(at)), np.mean(kernels, axis=0), rtol=1e-9)


def test_adaptive_kernels_are_wider_where_stars_are_fewer() -> None:
    points = two_clumps(100)
    pilot = np.where(np.arange(100) < 50, np.log(4.0), 0.0)
    # The geometric mean density is 2: widths are 0.1 sqrt(2 / 4) and 0.1 sqrt(2 / 1).
    density: KernelDensity = adaptive_kernel(points, 0.1, pilot)
    np.testing.assert_allclose(density.widths[[0, 99]], [0.1 * np.sqrt(0.5), 0.1 * np.sqrt(2.0)])
