"""How much wider an ensemble's Gaussians must be to be right about galaxies that it did not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar

from ml.redshift.mixture import RedshiftMixture
from ml.scale import Floats

NARROWEST, WIDEST = 0.5, 2.0
TOLERANCE = 1e-3


def stretched(mixture: RedshiftMixture, stretch: float) -> RedshiftMixture:
    """Multiply the standard deviation of every Gaussian; the means stay, so that peaks stay."""
    return replace(mixture, sigmas=mixture.sigmas * stretch)


def best_stretch(mixture: RedshiftMixture, z_spec: Floats) -> float:
    """Find the stretch, from 0.5 to 2, that brings the PIT of unseen galaxies closest to uniform.

    Closest in the sense of Cramer and von Mises, which no outlier can dominate, unlike a likelihood.

    Parameters
    ----------
    mixture : RedshiftMixture
        Distributions of n galaxies by networks that were not trained on them.
    z_spec : (n,) array
        Their redshifts.
    """

    def distance(log_stretch: float) -> float:
        return cramer_von_mises(stretched(mixture, float(np.exp(log_stretch))).cdf(z_spec))

    bounds = (float(np.log(NARROWEST)), float(np.log(WIDEST)))
    found = minimize_scalar(distance, bounds=bounds, method="bounded", options={"xatol": TOLERANCE})
    return float(np.exp(found.x))


def cramer_von_mises(pit: Floats) -> float:
    """Mean squared distance between the ordered PIT values and where a uniform sample would have them."""
    n = len(pit)
    return float(np.mean((np.sort(pit) - (np.arange(n) + 0.5) / n) ** 2))
