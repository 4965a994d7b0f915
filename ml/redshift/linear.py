"""Linear models: ordinary least squares on four colours, ridge and lasso on polynomials."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.preprocessing import PolynomialFeatures

from ml.redshift.equation import Term, evaluate, expand
from ml.redshift.folds import folds
from ml.redshift.measures import normalised_error
from ml.redshift.residuals import Arrays
from ml.redshift.sample import INPUTS, Galaxies
from ml.scale import Floats, RobustScale

RIDGE_ALPHAS = tuple(10.0**k for k in range(-6, 5))
LASSO_ALPHAS = tuple(10.0**k for k in (-5.0, -4.5, -4.0, -3.5, -3.0, -2.5))
DEGREES = (1, 2, 3, 4)
LASSO_DEGREES = (1, 2, 3)
LASSO_ITERATIONS = 2000


class LinearModel:
    """What every linear model offers once fitted: its terms in raw inputs, and the equation."""

    terms: tuple[Term, ...]

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Evaluate the equation, (n,)."""
        return evaluate(self.terms, galaxies.inputs)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the terms' exponents and coefficients."""
        return {
            "exponent": np.array([term.exponents for term in self.terms], dtype=np.int16),
            "coefficient": np.array([term.coefficient for term in self.terms]),
        }

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take the terms up again; the training sample is not needed."""
        pairs = zip(arrays["exponent"], arrays["coefficient"], strict=True)
        self.terms = tuple(Term(tuple(map(int, powers)), float(value)) for powers, value in pairs)

    def coefficients(self) -> dict[str, float]:
        """Coefficients by the name of their term, such as `(u-g) (g-r)`."""
        return {term.name: term.coefficient for term in self.terms}


class ColourLeastSquares(LinearModel):
    """Ordinary least squares of z on the four colours."""

    def fit(self, galaxies: Galaxies) -> None:
        """Solve the normal equations."""
        regression = LinearRegression().fit(galaxies.colours, galaxies.redshift)
        exponents = np.eye(len(INPUTS), dtype=int)[1:]
        no_shift, no_scale = np.zeros(len(INPUTS)), np.ones(len(INPUTS))
        self.terms = expand(exponents, regression.coef_, no_shift, no_scale, float(regression.intercept_))


class PenalisedPolynomial(LinearModel):
    """Ridge or lasso regression on a polynomial of magnitude and colours.

    Degree and penalty are chosen by five-fold cross-validation of E on the training sample, unless given.

    Parameters
    ----------
    penalty : {"ridge", "lasso"}
        Squared (Hoerl & Kennard 1970) or absolute (Tibshirani 1996) size of the coefficients.
    degree, alpha : optional
        Skip the cross-validation and use these.
    """

    def __init__(self, penalty: str, degree: int | None = None, alpha: float | None = None) -> None:
        self.penalty = penalty
        self.degree = degree
        self.alpha = alpha
        self.cross_validation: dict[tuple[int, float], float] = {}

    def fit(self, galaxies: Galaxies) -> None:
        """Choose degree and alpha where they are not given, then fit all galaxies."""
        if self.degree is None or self.alpha is None:
            self._choose(galaxies)
        assert self.degree is not None and self.alpha is not None
        scale = RobustScale.of(galaxies.inputs)
        powers, spread, design = _design(galaxies, scale, self.degree)
        regression = self._regression(self.alpha).fit(design / spread, galaxies.redshift)
        self.terms = expand(
            powers, regression.coef_ / spread, scale.centre, scale.width, float(regression.intercept_)
        )

    def _choose(self, galaxies: Galaxies) -> None:
        ridge = self.penalty == "ridge"
        degrees = DEGREES if ridge else LASSO_DEGREES
        scale, z, splits = RobustScale.of(galaxies.inputs), galaxies.redshift, folds(galaxies)
        for degree in degrees if self.degree is None else (self.degree,):
            _, spread, design = _design(galaxies, scale, degree)
            for alpha in RIDGE_ALPHAS if ridge else LASSO_ALPHAS:
                outside = np.empty(len(z))
                for held_out in splits:
                    regression = self._regression(alpha).fit(design[~held_out] / spread, z[~held_out])
                    outside[held_out] = regression.predict(design[held_out] / spread)
                self.cross_validation[degree, alpha] = normalised_error(z, outside)
        self.degree, self.alpha = min(self.cross_validation, key=lambda pair: self.cross_validation[pair])

    def _regression(self, alpha: float) -> Ridge | Lasso:
        if self.penalty == "ridge":
            return Ridge(alpha=alpha)
        return _PatientLasso(alpha=alpha, precompute=True, max_iter=LASSO_ITERATIONS)


class _PatientLasso(Lasso):  # type: ignore[misc]
    """A lasso that may stop before its dual gap closes: cross-validation judges it as it is."""

    def fit(self, x: Floats, y: Floats) -> _PatientLasso:
        """Fit without the convergence warning."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            super().fit(x, y)
        return self


def _design(
    galaxies: Galaxies, scale: RobustScale, degree: int
) -> tuple[NDArray[np.integer], Floats, Floats]:
    """Powers (t, 5), spread (t,) and values (n, t) of the polynomial's terms without the constant."""
    polynomial = PolynomialFeatures(degree, include_bias=False)
    design = polynomial.fit_transform(scale.apply(galaxies.inputs))
    spread = design.std(axis=0)
    return polynomial.powers_, np.where(spread > 0, spread, 1.0), design
