"""Linear models: a linear truth comes back, the printed equation is the prediction, real figures hold."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from astropy.table import Table
from sklearn.linear_model import Ridge
from sklearn.preprocessing import PolynomialFeatures

from ml.redshift.components import principal_components
from ml.redshift.equation import Term, expand, written
from ml.redshift.linear import ColourLeastSquares, PenalisedPolynomial
from ml.redshift.measures import normalised_error
from ml.redshift.residuals import WithResiduals
from ml.redshift.sample import Galaxies
from ml.scale import RobustScale

PHOTOZ = Path(__file__).parents[2].parent / "shared" / "photoz"


def made_up(n: int, seed: int = 1) -> Galaxies:
    """Galaxies whose redshift is a quadratic function of magnitude and colours."""
    rng = np.random.default_rng(seed)
    mag_r = rng.normal(18.0, 1.0, n)
    colours = rng.normal([1.5, 0.8, 0.4, 0.3], 0.2, (n, 4))
    z = 0.02 * mag_r + 0.1 * colours[:, 0] * colours[:, 1] - 0.05 * colours[:, 3] ** 2
    return Galaxies(mag_r, colours, z)


def scattered(n: int, seed: int) -> Galaxies:
    """Galaxies whose redshift is linear in g-r but for a Gaussian scatter of 0.01."""
    galaxies = made_up(n, seed)
    scatter = np.random.default_rng(seed + 100).normal(0.0, 0.01, n)
    return Galaxies(galaxies.mag_r, galaxies.colours, 0.1 + 0.2 * galaxies.colours[:, 1] + scatter)


def test_a_linear_truth_is_recovered_exactly() -> None:
    galaxies = made_up(300)
    z = 0.1 - 0.2 * galaxies.colours[:, 0] + 0.3 * galaxies.colours[:, 2]
    model = ColourLeastSquares()
    model.fit(Galaxies(galaxies.mag_r, galaxies.colours, z))
    expected = {"1": 0.1, "(u-g)": -0.2, "(g-r)": 0.0, "(r-i)": 0.3, "(i-z)": 0.0}
    assert model.coefficients() == pytest.approx(expected, abs=1e-12)
    assert {term.name: term.exponents for term in model.terms}["(r-i)"] == (0, 0, 0, 1, 0)


def test_a_quadratic_truth_is_recovered_by_a_ridge_on_squares() -> None:
    model = PenalisedPolynomial("ridge", degree=2, alpha=1e-9)
    model.fit(made_up(400))
    coefficients = model.coefficients()
    assert coefficients["r"] == pytest.approx(0.02, abs=1e-8)
    assert coefficients["(u-g) (g-r)"] == pytest.approx(0.1, abs=1e-8)
    assert coefficients["(i-z)^2"] == pytest.approx(-0.05, abs=1e-8)


@pytest.mark.parametrize("degree", [1, 2, 3, 4])
def test_the_raw_coefficients_evaluate_to_the_scaled_regression(degree: int) -> None:
    galaxies, others = made_up(500), made_up(50, seed=2)
    model = PenalisedPolynomial("ridge", degree=degree, alpha=0.1)
    model.fit(galaxies)
    scale = RobustScale.of(galaxies.inputs)
    polynomial = PolynomialFeatures(degree, include_bias=False)
    design = polynomial.fit_transform(scale.apply(galaxies.inputs))
    regression = Ridge(alpha=0.1).fit(design / design.std(axis=0), galaxies.redshift)
    expected = regression.predict(polynomial.transform(scale.apply(others.inputs)) / design.std(axis=0))
    # As SQL would: power by power, galaxy by galaxy.
    by_hand = [
        sum(
            t.coefficient * math.prod(x**p for x, p in zip(row, t.exponents, strict=True))
            for t in model.terms
        )
        for row in others.inputs.tolist()
    ]
    np.testing.assert_allclose(by_hand, expected, atol=1e-9)
    np.testing.assert_allclose(by_hand, model.redshifts(others), atol=1e-9)


def test_a_scaled_square_multiplies_out() -> None:
    # 3 ((x - 2) / 4)^2 + 1 = 1.75 - 0.75 x + 0.1875 x^2
    centre, width = np.array([2.0, 0, 0, 0, 0]), np.array([4.0, 1, 1, 1, 1])
    terms = expand(np.array([[2, 0, 0, 0, 0]]), np.array([3.0]), centre, width, 1.0)
    assert [(t.exponents[0], t.coefficient) for t in terms] == [(0, 1.75), (1, -0.75), (2, 0.1875)]


def test_an_equation_is_printed_as_in_a_paper() -> None:
    terms = (Term((0, 0, 0, 0, 0), 0.1), Term((0, 1, 0, 0, 0), -0.25), Term((2, 0, 1, 0, 0), 3.0))
    assert written(terms) == "z_phot = 0.1 - 0.25 (u-g) + 3 r^2 (g-r)"


def test_the_lasso_leaves_out_what_does_not_matter() -> None:
    model = PenalisedPolynomial("lasso", degree=1, alpha=1e-3)
    model.fit(made_up(500))
    assert "(r-i)" not in model.coefficients()
    assert model.coefficients()["r"] == pytest.approx(0.02, rel=0.1)


def test_cross_validation_finds_the_degree_of_the_truth() -> None:
    model = PenalisedPolynomial("ridge")
    model.fit(made_up(300))
    assert model.degree is not None and model.alpha is not None
    assert model.degree >= 2
    best_straight = min(error for (degree, _), error in model.cross_validation.items() if degree == 1)
    assert model.cross_validation[model.degree, model.alpha] < best_straight / 10


def test_a_straight_model_gets_a_distribution_from_its_residuals() -> None:
    galaxies, others = scattered(2000, seed=1), scattered(2000, seed=2)
    model = WithResiduals(ColourLeastSquares)
    model.fit(galaxies)
    prediction = model.predict(others)
    z = others.redshift
    inside = (prediction.quantiles[:, 1] < z) & (z < prediction.quantiles[:, 3])
    assert 0.62 < inside.mean() < 0.74
    assert np.median(prediction.z_err) == pytest.approx(0.01, rel=0.1)
    np.testing.assert_array_equal(prediction.z_phot, model.method.redshifts(others))


def test_all_principal_components_do_what_the_inputs_do() -> None:
    galaxies = made_up(500)
    found = principal_components(galaxies, made_up(100, seed=2))
    assert found.explained_variance.sum() == pytest.approx(1.0)
    design = np.column_stack([np.ones(500), galaxies.inputs])
    straight = design @ np.linalg.lstsq(design, galaxies.redshift, rcond=None)[0]
    assert found.training_error[-1] == pytest.approx(normalised_error(galaxies.redshift, straight), rel=1e-6)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(5), atol=1e-12)


@pytest.mark.parametrize(("survey", "training", "test"), [("sdss", 0.0171, 0.0170), ("boss", 0.0258, 0.0255)])
def test_four_colours_reach_the_known_figures_on_real_galaxies(
    survey: str, training: float, test: float
) -> None:
    a, b = (read(PHOTOZ / f"{survey}_{part}.vot") for part in "AB")
    model = ColourLeastSquares()
    model.fit(a)
    assert normalised_error(a.redshift, model.redshifts(a)) == pytest.approx(training, abs=5e-5)
    assert normalised_error(b.redshift, model.redshifts(b)) == pytest.approx(test, abs=5e-5)


def read(path: Path) -> Galaxies:
    """Read a real sample, or skip: the data are not part of the repository."""
    if not path.exists():
        pytest.skip(f"real galaxies expected in {path.name} beside the repository, found none")
    table = Table.read(path)
    colours = np.column_stack([table[name] for name in ("u-g", "g-r", "r-i", "i-z")]).astype(np.float64)
    return Galaxies(np.asarray(table["mag_r"], np.float64), colours, np.asarray(table["z_spec"], np.float64))
